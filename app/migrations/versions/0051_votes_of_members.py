"""Who of the council voted how, where it is written down."""

import sqlalchemy as sa
from alembic import op

revision = "0051"
down_revision = "0050"
branch_labels = None
depends_on = None

TABLE = "council_verdict"


def upgrade() -> None:
    op.add_column(TABLE, sa.Column("votes", sa.JSON(), nullable=False, server_default="{}"))
    with op.batch_alter_table(TABLE) as batch:
        batch.alter_column("votes", server_default=None)


def downgrade() -> None:
    with op.batch_alter_table(TABLE) as batch:
        batch.drop_column("votes")
