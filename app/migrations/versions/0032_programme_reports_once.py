"""One report of the nation for a period, and no producer as the document of a selection joined."""

import sqlalchemy as sa
from alembic import op

revision = "0032"
down_revision = "0031"
branch_labels = None
depends_on = None

NAME = "uq_programme_report_programme_id_period"


def upgrade() -> None:
    # Of two that were prepared at once the first stays; lines come with the second signature.
    op.execute(
        "DELETE FROM programme_report WHERE unit_id IS NULL AND state = 'prepared' AND EXISTS ("
        "SELECT 1 FROM programme_report AS other WHERE other.programme_id = programme_report.programme_id "
        "AND other.period = programme_report.period AND other.unit_id IS NULL AND other.id <> programme_report.id "
        "AND (other.state <> 'prepared' OR other.id < programme_report.id))"
    )
    _refuse_signed_twice()
    op.execute(
        "UPDATE programme_fact SET document = origin "
        "WHERE source_kind LIKE 'joined:%' AND is_own AND entered_by IS NULL"
    )
    nation = sa.text("unit_id IS NULL")
    op.create_index(
        NAME, "programme_report", ["programme_id", "period"], unique=True, sqlite_where=nation, postgresql_where=nation
    )


def _refuse_signed_twice() -> None:
    """Which of two signed reports holds is for people to say: nothing is thrown away here."""
    rows = op.get_bind().execute(
        sa.text(
            "SELECT id, programme_id, period FROM programme_report AS report WHERE unit_id IS NULL AND EXISTS ("
            "SELECT 1 FROM programme_report AS other WHERE other.programme_id = report.programme_id "
            "AND other.period = report.period AND other.unit_id IS NULL AND other.id <> report.id) "
            "ORDER BY programme_id, period, id"
        )
    )
    named = [f"id {row.id} (programme {row.programme_id}, period {row.period})" for row in rows]
    if named:
        raise RuntimeError(
            f"several signed reports of the nation for one period in programme_report: {', '.join(named)}. Nothing was "
            "changed. Keep one of each period and delete the others with their rows in programme_report_line, then "
            "upgrade again."
        )


def downgrade() -> None:
    op.drop_index(NAME, "programme_report")
