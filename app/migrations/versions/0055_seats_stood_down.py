"""When, why and by whom a member of a proposal's council was stood down."""

import sqlalchemy as sa
from alembic import op

revision = "0055"
down_revision = "0054"
branch_labels = None
depends_on = None

TABLE = "programme_council_seat"
KEY = "fk_programme_council_seat_stood_down_by_user"


def upgrade() -> None:
    with op.batch_alter_table(TABLE) as batch:
        batch.add_column(sa.Column("stood_down_at", sa.DateTime(timezone=True), nullable=True))
        batch.add_column(sa.Column("stood_down_by", sa.Integer(), nullable=True))
        batch.add_column(sa.Column("stood_down_reason", sa.String(), nullable=False, server_default=""))
        batch.create_foreign_key(op.f(KEY), "user", ["stood_down_by"], ["id"])
    with op.batch_alter_table(TABLE) as batch:
        batch.alter_column("stood_down_reason", server_default=None)


def downgrade() -> None:
    with op.batch_alter_table(TABLE) as batch:
        batch.drop_constraint(op.f(KEY), type_="foreignkey")
        for name in ("stood_down_reason", "stood_down_by", "stood_down_at"):
            batch.drop_column(name)
