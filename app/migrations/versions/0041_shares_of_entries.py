"""A jury may be divided: how many of it score each entry."""

import sqlalchemy as sa
from alembic import op

revision = "0041"
down_revision = "0040"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("jury_panel") as table:
        table.add_column(sa.Column("per_entry", sa.Integer(), server_default="0", nullable=False))


def downgrade() -> None:
    with op.batch_alter_table("jury_panel") as table:
        table.drop_column("per_entry")
