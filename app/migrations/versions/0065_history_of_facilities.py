"""The history of a facility, and what of it nobody has checked yet."""

import sqlalchemy as sa
from alembic import op

from app.core.audit import append_only_statements

revision = "0065"
down_revision = "0064"
branch_labels = None
depends_on = None

TABLE = "facility_change"


def upgrade() -> None:
    op.create_table(
        TABLE,
        sa.Column("facility_id", sa.Integer(), nullable=False),
        sa.Column("act", sa.String(), nullable=False),
        sa.Column("field", sa.String(), nullable=False),
        sa.Column("before", sa.String(), nullable=False),
        sa.Column("after", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["facility_id"], ["facility.id"], name=op.f("fk_facility_change_facility_id_facility")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_facility_change")),
    )
    op.create_index(op.f("ix_facility_change_facility_id_at"), TABLE, ["facility_id", "at"], unique=False)
    for statement in append_only_statements(TABLE, op.get_bind().dialect.name):
        op.execute(statement)
    with op.batch_alter_table("facility") as batch:
        batch.add_column(sa.Column("unchecked", sa.JSON(), nullable=False, server_default="{}"))
        batch.add_column(sa.Column("unchecked_at", sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("facility") as batch:
        batch.drop_column("unchecked_at")
        batch.drop_column("unchecked")
    op.drop_table(TABLE)
