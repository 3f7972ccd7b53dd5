"""What one night changed in a table of open data."""

import csv
import io
from collections.abc import Iterator

from app.site.open_data.changes import write_changes
from app.site.open_data.tables import Table


def nothing() -> Iterator[tuple[object, ...]]:
    yield from ()


TABLE = Table("products", "Products", "Product", "slug", "slug", ("slug", "name"), nothing)


def changes(before, now, folder):
    out = io.BytesIO()
    files = [io.BytesIO(text.encode("utf-8-sig")) for text in (before, now)]
    count = write_changes(TABLE, *files, out, str(folder / "scratch.db"))
    rows = list(csv.reader(io.StringIO(out.getvalue().decode("utf-8-sig"))))
    assert (rows[0], len(rows) - 1) == (["change", "slug", "name"], count)
    return rows[1:]


def test_rows_are_told_as_added_changed_and_removed(tmp_path):
    found = changes("slug,name\na,A\nb,B\nc,C\n", "slug,name\na,A\nb,Bê\nd,D\n", tmp_path)
    assert found == [["changed", "b", "Bê"], ["added", "d", "D"], ["removed", "c", ""]]


def test_night_before_whose_columns_were_others_is_no_ground_to_compare(tmp_path):
    found = changes("slug,name,group\na,A,x\nc,C,x\n", "slug,name\na,A\n", tmp_path)
    assert found == [["added", "a", "A"]]
