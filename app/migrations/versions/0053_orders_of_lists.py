"""Indexes of what officers' lists are ordered and searched by."""

from alembic import op

revision = "0053"
down_revision = "0052"
branch_labels = None
depends_on = None

INDEXES = (
    ("product", ["name_key"]),
    ("award", ["sort_key", "id"]),
    ("certificate", ["updated_at", "id"]),
    ("trademark", ["updated_at", "id"]),
    ("trademark", ["name", "id"]),
    ("lot", ["code", "id"]),
    ("lot", ["created_at", "id"]),
    ("lot", ["best_before", "id"]),
)


def upgrade() -> None:
    for table, columns in INDEXES:
        op.create_index(op.f(f"ix_{table}_{'_'.join(columns)}"), table, columns)


def downgrade() -> None:
    for table, columns in INDEXES:
        op.drop_index(op.f(f"ix_{table}_{'_'.join(columns)}"), table_name=table)
