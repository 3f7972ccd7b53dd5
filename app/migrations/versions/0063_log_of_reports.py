"""A tamper-evident log of the reports of periods."""

import sqlalchemy as sa
from alembic import op

from app.core.audit import append_only_statements

revision = "0063"
down_revision = "0062"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)
EDGE, LEAF, CHECKPOINT = (f"programme_report_log_{name}" for name in ("edge", "leaf", "checkpoint"))


def upgrade() -> None:
    op.create_table(
        EDGE,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("nodes", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{EDGE}")),
    )
    op.create_table(
        LEAF,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        *(sa.Column(name, sa.String(), nullable=False) for name in ("report", "kind", "event", "salt", "leaf_hash")),
        sa.Column("at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{LEAF}")),
        sa.UniqueConstraint("position", name=op.f(f"uq_{LEAF}_position")),
    )
    op.create_index(op.f(f"ix_{LEAF}_report"), LEAF, ["report"])
    op.create_table(
        CHECKPOINT,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        *(sa.Column(name, sa.String(), nullable=False) for name in ("root", "note", "reason")),
        sa.Column("at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{CHECKPOINT}")),
    )
    for table in (LEAF, CHECKPOINT):
        for statement in append_only_statements(table, op.get_bind().dialect.name):
            op.execute(statement)


def downgrade() -> None:
    for table in (CHECKPOINT, LEAF, EDGE):
        op.drop_table(table)
