"""What waits for an officer, kept with facilities and products; indexes of the officers' queues."""

import sqlalchemy as sa
from alembic import op

revision = "0040"
down_revision = "0039"
branch_labels = None
depends_on = None

WAITS = {
    "facility": "state = 'pending' OR proposed_at IS NOT NULL",
    "product": (
        "state = 'submitted' OR proposed_at IS NOT NULL OR (state = 'published' AND unchecked_at IS NOT NULL)"
    ),
}
INDEXES = {
    **{table: ["waits", "updated_at"] for table in WAITS},
    **{table: ["check_state", "updated_at"] for table in ("trademark", "certificate")},
}


def upgrade() -> None:
    for table, rule in WAITS.items():
        op.add_column(table, sa.Column("waits", sa.Boolean(), nullable=False, server_default=sa.false()))
        rows = sa.table(table, sa.column("waits", sa.Boolean()))
        op.execute(sa.update(rows).where(sa.text(rule)).values(waits=True))
    for table, columns in INDEXES.items():
        op.create_index(op.f(f"ix_{table}_{'_'.join(columns)}"), table, columns)


def downgrade() -> None:
    for table, columns in INDEXES.items():
        op.drop_index(op.f(f"ix_{table}_{'_'.join(columns)}"), table_name=table)
    for table in WAITS:
        with op.batch_alter_table(table) as batch:
            batch.drop_column("waits")
