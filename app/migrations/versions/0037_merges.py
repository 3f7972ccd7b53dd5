"""Merges of two entries of one facility or product, and facilities that have stopped working."""

import sqlalchemy as sa
from alembic import op

revision = "0037"
down_revision = "0036"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)
BY = ("proposed_by", "confirmed_by", "dropped_by")


def upgrade() -> None:
    op.create_table(
        "merge",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("from_id", sa.Integer(), nullable=False),
        sa.Column("into_id", sa.Integer(), nullable=False),
        *(sa.Column(name, sa.String(), nullable=False) for name in ("old_name", "old_code", "reason")),
        sa.Column("proposed_by", sa.Integer(), nullable=True),
        sa.Column("proposed_at", MOMENT, nullable=False),
        sa.Column("confirmed_by", sa.Integer(), nullable=True),
        sa.Column("confirmed_at", MOMENT, nullable=True),
        sa.Column("dropped_by", sa.Integer(), nullable=True),
        sa.Column("dropped_at", MOMENT, nullable=True),
        *(sa.ForeignKeyConstraint([name], ["user.id"], name=op.f(f"fk_merge_{name}_user")) for name in BY),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_merge")),
    )
    op.create_index(op.f("ix_merge_kind_from_id"), "merge", ["kind", "from_id"])
    op.create_index(op.f("ix_merge_kind_into_id"), "merge", ["kind", "into_id"])
    for table in ("facility", "product"):
        with op.batch_alter_table(table) as batch:
            batch.add_column(sa.Column("merged_into_id", sa.Integer(), nullable=True))
            batch.create_foreign_key(
                op.f(f"fk_{table}_merged_into_id_{table}"), table, ["merged_into_id"], ["id"]
            )
            batch.create_index(op.f(f"ix_{table}_merged_into_id"), ["merged_into_id"])
            if table == "facility":
                batch.add_column(sa.Column("closed_on", sa.Date(), nullable=True))


def downgrade() -> None:
    op.execute("UPDATE facility SET state = 'withdrawn' WHERE state IN ('closed', 'merged')")
    op.execute("UPDATE product SET state = 'withdrawn' WHERE state = 'merged'")
    for table in ("product", "facility"):
        with op.batch_alter_table(table) as batch:
            batch.drop_index(op.f(f"ix_{table}_merged_into_id"))
            batch.drop_constraint(op.f(f"fk_{table}_merged_into_id_{table}"), type_="foreignkey")
            batch.drop_column("merged_into_id")
            if table == "facility":
                batch.drop_column("closed_on")
    op.drop_index(op.f("ix_merge_kind_into_id"), table_name="merge")
    op.drop_index(op.f("ix_merge_kind_from_id"), table_name="merge")
    op.drop_table("merge")
