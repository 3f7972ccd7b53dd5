"""Where each line of a report was done, and the money beside its use as it was signed."""

import sqlalchemy as sa
from alembic import op

revision = "0039"
down_revision = "0038"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("programme_report") as table:
        table.add_column(sa.Column("budget", sa.JSON(), nullable=False, server_default="{}"))
    with op.batch_alter_table("programme_report_line") as table:
        table.add_column(sa.Column("area", sa.String(), nullable=False, server_default=""))
    with op.batch_alter_table("programme_report") as table:
        table.alter_column("budget", server_default=None)
    with op.batch_alter_table("programme_report_line") as table:
        table.alter_column("area", server_default=None)


def downgrade() -> None:
    with op.batch_alter_table("programme_report_line") as table:
        table.drop_column("area")
    with op.batch_alter_table("programme_report") as table:
        table.drop_column("budget")
