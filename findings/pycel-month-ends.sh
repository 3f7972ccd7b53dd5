#!/usr/bin/env bash
# pycel counts one month from 31 January to 3 March, and rounds 1,250 to hundreds as 1,200.
#
# It works Excel formulas out in Python. EDATE is what sheets use for terms: EDATE(31 January 2026; 1) is 28 February in
# Excel, LibreOffice and the package `formulas`; pycel carries the days that February lacks over into March, so a term
# ends three days late, and a certificate of 29 February for a year on 1 March. EOMONTH is right, as is EDATE from days
# up to the 28th. ROUND with a negative number of places rounds halves to the even side: 1,250 becomes 1,200 and 1,350
# becomes 1,400, while ROUND(72.45; 1) and ROUND(2.5; 0) go up as in Excel. Nothing is raised or logged.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
python3 -m venv env
env/bin/pip install -q pycel==1.0b30 openpyxl==3.1.5 >log 2>&1 ||
    { cat log; echo "skipped: the packages could not be installed"; exit 77; }
env/bin/python -W ignore - <<'PY'
from datetime import date, timedelta
from importlib.metadata import version

from openpyxl import Workbook
from pycel import ExcelCompiler

print("pycel", version("pycel"))
DAYS = {
    "=EDATE(DATE(2026,1,31),1)": date(2026, 3, 3), "=EDATE(DATE(2026,8,31),6)": date(2027, 3, 3),
    "=EDATE(DATE(2024,2,29),12)": date(2025, 3, 1), "=EDATE(DATE(2026,3,31),-1)": date(2026, 3, 3),
    "=EDATE(DATE(2026,1,28),1)": date(2026, 2, 28), "=EOMONTH(DATE(2026,1,31),1)": date(2026, 2, 28),
}
NUMBERS = {
    "=ROUND(1250,-2)": 1200, "=ROUND(1350,-2)": 1400, "=ROUND(1250000,-5)": 1200000, "=ROUND(25,-1)": 20,
    "=ROUND(72.45,1)": 72.5, "=ROUND(2.5,0)": 3,
}
book = Workbook()
for row, formula in enumerate([*DAYS, *NUMBERS], 1):
    book.active.cell(row, 1, formula)
book.active.title = "Terms"
book.save("terms.xlsx")
sheet = ExcelCompiler("terms.xlsx")
for row, (formula, expected) in enumerate((DAYS | NUMBERS).items(), 1):
    value = sheet.evaluate(f"Terms!A{row}")
    value = date(1899, 12, 30) + timedelta(days=int(value)) if formula in DAYS else value
    print(f"{formula:30} {value}")
    assert value == expected, formula
PY
