"""When a council was closed before its minutes were signed; the proposal of an activity is looked up."""

import sqlalchemy as sa
from alembic import op

revision = "0050"
down_revision = "0049"
branch_labels = None
depends_on = None

TABLE = "programme_proposal_council"


def upgrade() -> None:
    op.add_column(TABLE, sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True))
    op.create_index(op.f("ix_programme_proposal_activity_id"), "programme_proposal", ["activity_id"])


def downgrade() -> None:
    op.drop_index(op.f("ix_programme_proposal_activity_id"), table_name="programme_proposal")
    with op.batch_alter_table(TABLE) as batch:
        batch.drop_column("closed_at")
