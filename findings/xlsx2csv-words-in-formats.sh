#!/usr/bin/env bash
# xlsx2csv writes the number format instead of the number, with an hour in the word: 12 and 500 boxes are one text.
#
# A number with a unit has the unit in its format, in quotes: 0" hộp". xlsx2csv looks for h, m, s, d or y anywhere in a
# format, quotes or not, takes the number for a day and fills the format in as a date. What it puts out is 0" 12ộp" for
# 12 and for 500, since h is the hour, midnight on a clock of twelve; the quantity is gone. Passed and not passed
# ("Đạt";;"Không đạt") end the same way, and the date of a decision, "ngày" dd "tháng" mm "năm" yyyy, comes out as
# "t12áng". Units without those letters ("kg", "lít") and dates without words are right. openpyxl and python-calamine
# give the numbers and days. Nothing is raised.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
python3 -m venv env
env/bin/pip install -q xlsx2csv==0.8.6 XlsxWriter==3.3.1 openpyxl==3.1.5 python-calamine==0.9.1 >log 2>&1 ||
    { cat log; echo "skipped: the packages could not be installed"; exit 77; }
env/bin/python - <<'PY'
import csv
import datetime
import io
from importlib.metadata import version

import openpyxl
import python_calamine
import xlsxwriter
from xlsx2csv import Xlsx2csv

print(*(f"{name} {version(name)}" for name in ("xlsx2csv", "XlsxWriter", "openpyxl", "python-calamine")))
DAY, DECISION = datetime.date(2026, 9, 2), '"ngày" dd "tháng" mm "năm" yyyy'
CELLS = [
    (12, '0" hộp"', '0" 12ộp"'),
    (500, '0" hộp"', '0" 12ộp"'),
    (12, '0" kg"', "12"),
    (1, '"Đạt";;"Không đạt"', '"đạt";;"k12ông đạt"'),
    (46267, DECISION, '"ngày" 02 "t12áng" 09 "nă09" 2026'),
    (46267, "dd/mm/yyyy", "02/09/2026"),
]
book = xlsxwriter.Workbook("sheet.xlsx")
sheet = book.add_worksheet()
for row, (number, form, _) in enumerate(CELLS):
    sheet.write_number(row, 0, number, book.add_format({"num_format": form}))
book.close()
out = io.StringIO()
Xlsx2csv("sheet.xlsx").convert(out)
found = [row[0] for row in csv.reader(io.StringIO(out.getvalue()))]
others = [row[0].value for row in openpyxl.load_workbook("sheet.xlsx").active.iter_rows()]
calamine = [row[0] for row in python_calamine.load_workbook("sheet.xlsx").get_sheet_by_index(0).to_python()]
for (number, form, expected), text, other, last in zip(CELLS, found, others, calamine, strict=True):
    print(f"{number} as {form}: xlsx2csv {text!r}, openpyxl {other!r}, python-calamine {last!r}")
    assert text == expected, (text, expected)
    assert (other.date(), last) == (DAY, DAY) if number == 46267 else (other, last) == (number, number)
PY
