"""In which commune of today a fact lies and an activity was held; facts of a facility take its commune."""

import sqlalchemy as sa
from alembic import op

revision = "0060"
down_revision = "0059"
branch_labels = None
depends_on = None

TABLES = ("programme_activity", "programme_fact")


def upgrade() -> None:
    for table in TABLES:
        op.add_column(table, sa.Column("commune_key", sa.String(), server_default="", nullable=False))
    op.execute(
        "UPDATE programme_fact SET commune_key = (SELECT facility.commune_key FROM facility "
        "WHERE facility.id = programme_fact.facility_id) WHERE facility_id IS NOT NULL"
    )


def downgrade() -> None:
    for table in TABLES:
        with op.batch_alter_table(table) as batch:
            batch.drop_column("commune_key")
