#!/usr/bin/env bash
# python-calamine leaves out the empty rows above a table, and gives a moment at midnight as a day.
#
# Vietnamese forms start some rows down, under a heading block; to_python() begins at the first cell that holds
# something, so "row 2" of its list was row 5 of the sheet, and a message "error in row 2" points nowhere. The keyword
# skip_empty_area=False keeps the place. In a column of dates with times, the cell at 00:00 comes as `date`, the others
# as `datetime`: sorting deadlines raises TypeError, but only in files where one falls on midnight.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
python3 -m venv env
env/bin/pip install -q --only-binary :all: openpyxl==3.1.5 python-calamine==0.9.1 >log 2>&1 ||
    { cat log; echo "skipped: the packages could not be installed"; exit 77; }
env/bin/python - <<'PY'
from datetime import date, datetime
from importlib.metadata import version

import openpyxl
import python_calamine

print("python-calamine", version("python-calamine"), "openpyxl", version("openpyxl"))
book = openpyxl.Workbook()
book.active["B4"], book.active["C4"] = "Sản phẩm", "Hạn nộp"
book.active["B5"], book.active["C5"] = "Mật ong", datetime(2026, 9, 2, 17, 30)
book.active["B6"], book.active["C6"] = "Chè", datetime(2026, 9, 3)
for cell in ("C5", "C6"):
    book.active[cell].number_format = "dd/mm/yyyy hh:mm"
book.save("form.xlsx")
sheet = python_calamine.CalamineWorkbook.from_path("form.xlsx").get_sheet_by_index(0)
rows, whole = sheet.to_python(), sheet.to_python(skip_empty_area=False)
print(rows, len(whole), whole[4])
assert rows[1][0] == whole[4][1] == "Mật ong"
deadlines = [row[1] for row in rows[1:]]
assert deadlines == [datetime(2026, 9, 2, 17, 30), date(2026, 9, 3)]
assert [type(deadline) for deadline in deadlines] == [datetime, date]
try:
    sorted(deadlines)
    raise SystemExit("changed: the deadlines can be sorted")
except TypeError as error:
    print("sorted:", error)
by_openpyxl = [cell.value for cell in openpyxl.load_workbook("form.xlsx").active["C"][4:]]
assert [type(deadline) for deadline in by_openpyxl] == [datetime, datetime]
PY
