"""What happened to applications for trademarks, the edition of their classes, support asked for."""

import sqlalchemy as sa
from alembic import op

revision = "0029"
down_revision = "0028"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.add_column("trademark", sa.Column("nice_edition", sa.String(), nullable=False, server_default=""))
    op.create_table(
        "trademark_step",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("trademark_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("happened_on", sa.Date(), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("file", sa.String(), nullable=False),
        sa.Column("file_type", sa.String(), nullable=False),
        sa.Column("recorded_by", sa.Integer(), nullable=True),
        sa.Column("recorded_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["recorded_by"], ["user.id"], name=op.f("fk_trademark_step_recorded_by_user")),
        sa.ForeignKeyConstraint(["trademark_id"], ["trademark.id"], name=op.f("fk_trademark_step_trademark_id_trademark")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_trademark_step")),
    )
    op.create_index(op.f("ix_trademark_step_trademark_id"), "trademark_step", ["trademark_id"], unique=False)
    op.create_table(
        "trademark_support",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("trademark_id", sa.Integer(), nullable=False),
        sa.Column("wish", sa.String(), nullable=False),
        sa.Column("asked_by", sa.Integer(), nullable=True),
        sa.Column("asked_at", MOMENT, nullable=False),
        sa.Column("closed_at", MOMENT, nullable=True),
        sa.ForeignKeyConstraint(["asked_by"], ["user.id"], name=op.f("fk_trademark_support_asked_by_user")),
        sa.ForeignKeyConstraint(["trademark_id"], ["trademark.id"], name=op.f("fk_trademark_support_trademark_id_trademark")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_trademark_support")),
    )
    op.create_index(op.f("ix_trademark_support_trademark_id"), "trademark_support", ["trademark_id"], unique=False)


def downgrade() -> None:
    op.drop_table("trademark_support")
    op.drop_table("trademark_step")
    with op.batch_alter_table("trademark") as batch:
        batch.drop_column("nice_edition")
