"""Public products counted by province, recognitions in the order of results, files of the whole catalogue."""

import sqlalchemy as sa
from alembic import op

revision = "0030"
down_revision = "0029"
branch_labels = None
depends_on = None

OLD, NEW = "ix_award_in_results_issued_on", "ix_award_shown_results"


def upgrade() -> None:
    # Written so that it may meet numbers that are there already: an earlier step counts as the program does now.
    op.execute(
        """UPDATE product SET counted_as = "group" || '|' || (
             SELECT facility.unit_id FROM facility WHERE facility.id = product.facility_id)
           WHERE counted_as != ''"""
    )
    op.execute("DELETE FROM tally WHERE kind = 'product.unit'")
    op.execute(
        """INSERT INTO tally (kind, value, number)
           SELECT 'product.unit', CAST(facility.unit_id AS VARCHAR), count(*)
           FROM product JOIN facility ON facility.id = product.facility_id
           WHERE product.counted_as != '' GROUP BY facility.unit_id"""
    )
    op.drop_index(OLD, table_name="award")
    # SQLite needs the index in the very order of the list; PostgreSQL sorts one day after the other.
    issued = sa.text("issued_on DESC") if op.get_bind().dialect.name == "sqlite" else "issued_on"
    op.create_index(NEW, "award", ["in_results", issued, "sort_key", "id"])
    op.create_table(
        "whole_file",
        sa.Column("id", sa.Integer(), nullable=False),
        *(sa.Column(name, sa.String(), nullable=False) for name in ("name", "file", "zipped", "sha256")),
        *(sa.Column(name, sa.Integer(), nullable=False) for name in ("position", "took")),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_whole_file")),
        sa.UniqueConstraint("name", name=op.f("uq_whole_file_name")),
    )


def downgrade() -> None:
    op.drop_table("whole_file")
    op.drop_index(NEW, table_name="award")
    op.create_index(OLD, "award", ["in_results", "issued_on"])
    op.execute("DELETE FROM tally WHERE kind = 'product.unit'")
    op.execute("""UPDATE product SET counted_as = "group" WHERE counted_as != ''""")
