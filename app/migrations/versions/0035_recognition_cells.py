"""Recognitions in the order of results by each facet, and numbers of all facets together."""

import sqlalchemy as sa
from alembic import op

from catalog.tallies.services import recount

revision = "0035"
down_revision = "0034"
branch_labels = None
depends_on = None

LISTS = {
    "ix_award_results_level": ["in_results", "level"],
    "ix_award_results_year": ["in_results", "year"],
    "ix_award_results_unit": ["shown_unit_id"],
    "ix_award_results_group": ["shown_group"],
    "ix_award_results_round": ["round_id", "in_results"],
}


def upgrade() -> None:
    op.add_column("award", sa.Column("shown_unit_id", sa.Integer(), nullable=True))
    op.add_column("award", sa.Column("shown_group", sa.String(), nullable=True))
    op.create_table(
        "recognition_cell",
        *(sa.Column(name, sa.Integer(), autoincrement=False, nullable=False) for name in ("unit_id", "year")),
        *(sa.Column(name, sa.String(), nullable=False) for name in ("level", "group")),
        sa.Column("round_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint(
            "unit_id", "year", "level", "group", "round_id", name=op.f("pk_recognition_cell")
        ),
    )
    op.create_index(op.f("ix_recognition_cell_year_level"), "recognition_cell", ["year", "level"])
    op.create_index(op.f("ix_recognition_cell_level"), "recognition_cell", ["level"])
    op.create_index(op.f("ix_recognition_cell_group"), "recognition_cell", ["group"])
    # Counted before there are indexes to keep.
    recount(op.get_bind())
    op.drop_index(op.f("ix_award_round_id"), table_name="award")
    # SQLite needs the index in the very order of the list; PostgreSQL sorts one day after the other.
    issued = sa.text("issued_on DESC") if op.get_bind().dialect.name == "sqlite" else "issued_on"
    for name, columns in LISTS.items():
        op.create_index(name, "award", [*columns, issued, "sort_key", "id"])


def downgrade() -> None:
    for name in LISTS:
        op.drop_index(name, table_name="award")
    op.create_index(op.f("ix_award_round_id"), "award", ["round_id"])
    op.drop_table("recognition_cell")
    with op.batch_alter_table("award") as batch:
        batch.drop_column("shown_unit_id")
        batch.drop_column("shown_group")
