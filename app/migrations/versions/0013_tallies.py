"""Numbers of what is public, kept with each change, and the keys by which recognitions are ordered and looked up."""

import sqlalchemy as sa
from alembic import op

from app.core.text import sort_key
from catalog.names import number_key

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

TEXT = {"type_": sa.String(), "nullable": False, "server_default": ""}
FLAG = {"type_": sa.Boolean(), "nullable": False, "server_default": sa.false()}
COLUMNS = {
    "facility": {"counted_as": TEXT},
    "product": {"counted_as": TEXT},
    "award": {"sort_key": TEXT, "number_key": TEXT, "in_results": FLAG, "is_listed": FLAG, "counted_as": TEXT},
}
INDEXES = {
    "ix_award_in_results_issued_on": ["in_results", "issued_on"],
    "ix_award_is_listed_issued_on_id": ["is_listed", "issued_on", "id"],
    "ix_award_issued_on": ["issued_on"],
    "ix_award_revoked_on": ["revoked_on"],
    "ix_award_suspended_on": ["suspended_on"],
    "ix_award_number_key": ["number_key"],
}
AWARD = sa.table(
    "award", *(sa.column(name) for name in ("id", "product_name", "number", "sort_key", "number_key"))
)


def upgrade() -> None:
    op.create_table(
        "tally",
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("value", sa.String(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("kind", "value", name=op.f("pk_tally")),
    )
    for table, columns in COLUMNS.items():
        for name, kind in columns.items():
            op.add_column(table, sa.Column(name, **kind))
    for name, columns in INDEXES.items():
        op.create_index(name, "award", columns)
    connection = op.get_bind()
    keys = [
        {"key": row.id, "sort": sort_key(row.product_name), "bare": number_key(row.number or "")}
        for row in connection.execute(sa.select(AWARD.c.id, AWARD.c.product_name, AWARD.c.number))
    ]
    if keys:
        connection.execute(
            sa.update(AWARD)
            .where(AWARD.c.id == sa.bindparam("key"))
            .values(sort_key=sa.bindparam("sort"), number_key=sa.bindparam("bare")),
            keys,
        )
    # What is counted is counted by the last step that changes it.


def downgrade() -> None:
    for name in INDEXES:
        op.drop_index(name, table_name="award")
    for table, columns in COLUMNS.items():
        with op.batch_alter_table(table) as batch:
            for name in columns:
                batch.drop_column(name)
    op.drop_table("tally")
