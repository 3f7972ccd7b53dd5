"""The form of the diary's table, and its reader."""

from app.core.documents.tables import tables
from traceability.diary_import.rows import MAX_ROWS, NEEDED, column_of

MAX_BYTES = 2_000_000
MAX_TEXT = 300_000
"""Characters of all cells together: the table travels through a form while it is checked."""
FORM = tables.TableForm(column_of, NEEDED, MAX_ROWS, MAX_BYTES, MAX_TEXT)


def read_table(data: bytes) -> tables.Table:
    """The diary's table in a spreadsheet. Raises RuleBroken at field `file` as `tables.read_table`."""
    return tables.read_table(data, FORM)
