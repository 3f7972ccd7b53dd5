"""All-or-nothing deliveries of events are written at once: nothing need be kept of how far one is."""

import sqlalchemy as sa
from alembic import op

revision = "0049"
down_revision = "0048"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("capture_body") as table:
        table.drop_column("is_begun")


def downgrade() -> None:
    with op.batch_alter_table("capture_body") as table:
        table.add_column(sa.Column("is_begun", sa.Boolean(), server_default=sa.false(), nullable=False))
