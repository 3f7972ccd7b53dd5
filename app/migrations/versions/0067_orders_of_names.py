"""Lists of trademarks, activities and craft villages in the order of a dictionary; activities and villages are found by
what is typed without marks.
"""

from collections.abc import Callable

import sqlalchemy as sa
from alembic import op

from app.core.text import sort_key
from catalog.names import search_key

revision = "0067"
down_revision = "0066"
branch_labels = None
depends_on = None

KEYS: dict[str, dict[str, tuple[Callable[..., str], tuple[str, ...]]]] = {
    "trademark": {"sort_key": (sort_key, ("name",))},
    "programme_activity": {
        "sort_key": (sort_key, ("title",)),
        "search_key": (search_key, ("title", "document")),
    },
    "craft_village": {
        "sort_key": (sort_key, ("name_vi",)),
        "search_key": (search_key, ("name_vi", "craft", "decision_number", "commune")),
    },
}
CHUNK = 5_000


def upgrade() -> None:
    for table, keys in KEYS.items():
        for key in keys:
            op.add_column(table, sa.Column(key, sa.String(), nullable=False, server_default=""))
        _fill(op.get_bind(), table)
    op.create_index(op.f("ix_trademark_sort_key_id"), "trademark", ["sort_key", "id"])
    op.drop_index(op.f("ix_trademark_name_id"), table_name="trademark")


def _fill(connection: sa.Connection, table: str) -> None:
    keys = KEYS[table]
    sources = list(dict.fromkeys(source for _, names in keys.values() for source in names))
    rows = sa.table(table, *(sa.column(name) for name in ("id", *sources, *keys)))
    wanted = sa.update(rows).where(rows.c.id == sa.bindparam("row")).values(
        {key: sa.bindparam(f"new_{key}") for key in keys}
    )  # fmt: skip
    query = sa.select(rows.c.id, *(rows.c[name] for name in sources)).order_by(rows.c.id).limit(CHUNK)
    last = 0
    while found := connection.execute(query.where(rows.c.id > last)).mappings().all():
        made = [
            {"row": row["id"]}
            | {f"new_{key}": make(*(row[name] or "" for name in names)) for key, (make, names) in keys.items()}
            for row in found
        ]
        connection.execute(wanted, made)
        last = found[-1]["id"]


def downgrade() -> None:
    op.create_index(op.f("ix_trademark_name_id"), "trademark", ["name", "id"])
    op.drop_index(op.f("ix_trademark_sort_key_id"), table_name="trademark")
    for table, keys in KEYS.items():
        for key in keys:
            with op.batch_alter_table(table) as batch:
                batch.drop_column(key)
