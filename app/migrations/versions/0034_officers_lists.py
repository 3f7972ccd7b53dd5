"""Lists of an officer's area: names without marks to search by, indexes of what lists are ordered by."""

import sqlalchemy as sa
from alembic import op

from catalog.names import number_key

revision = "0034"
down_revision = "0033"
branch_labels = None
depends_on = None

NAMES = {"product": "name_vi", "trademark": "name"}
INDEXES = {
    "product": ["updated_at", "id"],
    "facility": ["updated_at", "id"],
    "award": ["valid_until"],
    "certificate": ["valid_until"],
    "trademark": ["valid_until"],
}
CHUNK = 5_000


def upgrade() -> None:
    for table in NAMES:
        op.add_column(table, sa.Column("name_key", sa.String(), nullable=False, server_default=""))
    for table, columns in INDEXES.items():
        op.create_index(op.f(f"ix_{table}_{'_'.join(columns)}"), table, columns)
    connection = op.get_bind()
    for table, name in NAMES.items():
        _fill(connection, sa.table(table, *(sa.column(column) for column in ("id", name, "name_key"))), name)


def _fill(connection: sa.Connection, rows: sa.TableClause, name: str) -> None:
    wanted = (
        sa.update(rows).where(rows.c.id == sa.bindparam("key")).values(name_key=sa.bindparam("bare"))
    )
    last = 0
    while True:
        found = connection.execute(
            sa.select(rows.c.id, rows.c[name]).where(rows.c.id > last).order_by(rows.c.id).limit(CHUNK)
        ).all()
        if not found:
            return
        connection.execute(wanted, [{"key": key, "bare": number_key(text)} for key, text in found])
        last = found[-1][0]


def downgrade() -> None:
    for table, columns in INDEXES.items():
        op.drop_index(op.f(f"ix_{table}_{'_'.join(columns)}"), table_name=table)
    for table in NAMES:
        with op.batch_alter_table(table) as batch:
            batch.drop_column("name_key")
