#!/usr/bin/env bash
# The package `formulas` takes a mark typed as "85,5" for a day in 1985 and goes on with its serial number, 31048.
#
# It works Excel formulas out in Python, for instance to check a scoring sheet on a server. A text that Python's float()
# does not read is tried as a date, in whatever way: VALUE("85,5") is 1 January 1985, VALUE("1.234,5") 5 January of this
# year, VALUE("1,234") a day in the year 2134. A Vietnamese Excel gives 85.5, 1234.5 and 1.234, LibreOffice set to
# English at least #VALUE!. IFERROR around it finds nothing to catch, and an average of three marks comes out above ten
# thousand. "85.5" is right, and "85,5"+0 says #VALUE!, so only sheets that turn texts into numbers with care go wrong.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
python3 -m venv env
env/bin/pip install -q --only-binary :all: formulas==1.3.4 openpyxl==3.1.5 numpy==2.4.6 >log 2>&1 ||
    { cat log; echo "skipped: the packages could not be installed"; exit 77; }
env/bin/python -W ignore - <<'PY'
from importlib.metadata import version

import formulas
from openpyxl import Workbook

print("formulas", version("formulas"))
cells = {
    "A1": "85,5", "A2": "72,45", "A3": "90,0",
    "B1": "=VALUE(A1)", "B2": "=VALUE(A2)", "B3": "=VALUE(A3)", "B4": "=ROUND(AVERAGE(B1:B3),1)",
    "C1": '=IFERROR(VALUE(A1),0)', "C2": '=VALUE("85.5")', "C3": '=VALUE("1,234")', "C4": '=VALUE("85 điểm")',
    "C5": '="85,5"+0',
}
book = Workbook()
for place, value in cells.items():
    book.active[place] = value
book.active.title = "Marks"
book.save("marks.xlsx")
found = formulas.ExcelModel().loads("marks.xlsx").finish().calculate()
results = {place: found[f"'[marks.xlsx]MARKS'!{place}"].value[0, 0] for place in cells if place[0] != "A"}
for place, value in results.items():
    print(f"{place}  {cells[place]:26} {value}")
expected = {"B1": 31048, "B2": 26299, "B3": 32874, "B4": 30073.7, "C1": 31048, "C2": 85.5, "C3": 85469}
for place, value in expected.items():
    assert float(results[place]) == value, place
assert str(results["C4"]) == str(results["C5"]) == "#VALUE!"
PY
