"""Whom the facts of a report helped, frozen with its signature."""

import sqlalchemy as sa
from alembic import op

revision = "0064"
down_revision = "0063"
branch_labels = None
depends_on = None

TABLE = "programme_report_line"


def upgrade() -> None:
    with op.batch_alter_table(TABLE) as batch:
        batch.add_column(sa.Column("beneficiary", sa.String(), nullable=False, server_default=""))
        batch.add_column(sa.Column("parts", sa.JSON(), nullable=False, server_default="{}"))


def downgrade() -> None:
    with op.batch_alter_table(TABLE) as batch:
        batch.drop_column("parts")
        batch.drop_column("beneficiary")
