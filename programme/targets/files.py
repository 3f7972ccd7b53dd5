"""A programme's file by its content: JSON, or the first sheet of a spreadsheet that has the headings."""

from app.core.documents.tables.workbooks import read_sheets
from app.core.errors import RuleBroken
from programme.targets.reading import MOST_TARGETS, ProgrammeFile, read_json, read_lines

MAX_BYTES = 2_000_000
HEAD_WITHIN = 30
"""Lines of names and values above the heading."""


def read_file(data: bytes) -> ProgrammeFile:
    """Raises RuleBroken at field `file`."""
    if not data.strip():
        raise RuleBroken("empty", "file")
    if len(data) > MAX_BYTES:
        raise RuleBroken("too_large_bytes", "file", megabytes=MAX_BYTES // 1_000_000)
    if data.lstrip(b"\xef\xbb\xbf \r\n\t").startswith(b"{"):
        return read_json(data)
    refusal: RuleBroken | None = None
    for sheet in read_sheets(data, HEAD_WITHIN + 3 * MOST_TARGETS):
        try:
            return read_lines(sheet.lines)
        except RuleBroken as error:
            if refusal is None or error.code != "programme_columns":
                refusal = error
    raise refusal or RuleBroken("sheet_none_visible", "file")
