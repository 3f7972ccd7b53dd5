#!/usr/bin/env bash
# xlsx2csv writes half past four in the afternoon as half past four in the morning.
#
# In a number format "h" is the hour of a day of 24; it counts to twelve only where AM/PM stands beside it (ISO/IEC
# 29500). xlsx2csv writes "h" behind a date on a clock of twelve and without a word for the half: Excel's own form for
# moments (number 22) and the one that openpyxl gives to every datetime. So a dossier of 16:30 and one of 04:30 are the
# same text, and what came in after the deadline came in before it. Mornings, "hh" and times without a date are right,
# so a trial before noon passes. openpyxl and python-calamine read 16:30. dateformat="%Y-%m-%d %H:%M" puts it right.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
python3 -m venv env
env/bin/pip install -q --only-binary :all: xlsx2csv==0.8.6 openpyxl==3.1.5 python-calamine==0.8.0 >log 2>&1 ||
    { cat log; echo "skipped: the packages could not be installed"; exit 77; }
env/bin/python - <<'PY'
import csv
import io
from datetime import datetime
from importlib.metadata import version

import openpyxl
import python_calamine
from xlsx2csv import Xlsx2csv

print(*(f"{name} {version(name)}" for name in ("xlsx2csv", "openpyxl", "python-calamine")))
MORNING, AFTERNOON = datetime(2026, 9, 2, 4, 30), datetime(2026, 9, 2, 16, 30)
FORMS = {
    "": ("2026-09-02 04:30:00", "2026-09-02 04:30:00"),  # left to openpyxl
    "m/d/yy h:mm": ("09/02/26 04:30", "09/02/26 04:30"),  # number 22
    "dd/mm/yyyy h:mm": ("02/09/2026 04:30", "02/09/2026 04:30"),
    "dd/mm/yyyy hh:mm": ("02/09/2026 04:30", "02/09/2026 16:30"),
    "h:mm": ("04:30", "16:30"),
}
book = openpyxl.Workbook()
for form in FORMS:
    book.active.append([MORNING, AFTERNOON])
    for cell in book.active[book.active.max_row]:
        cell.number_format = form or cell.number_format
book.save("received.xlsx")


def written(**asked):
    out = io.StringIO()
    Xlsx2csv("received.xlsx", **asked).convert(out)
    return [tuple(row) for row in csv.reader(io.StringIO(out.getvalue()))]


values = [[cell.value for cell in row] for row in openpyxl.load_workbook("received.xlsx").active]
calamine = python_calamine.load_workbook("received.xlsx").get_sheet_by_index(0).to_python()
for form, found, read, last in zip(FORMS, written(), values, calamine, strict=True):
    print(f"{form or 'form of openpyxl'}: xlsx2csv {found}, openpyxl {read[1]}, python-calamine {last[1]}")
    assert found == FORMS[form]
    assert read[1] == AFTERNOON and last[1] == AFTERNOON
asked = written(dateformat="%Y-%m-%d %H:%M")[0]
print("with dateformat:", asked)
assert asked == ("2026-09-02 04:30", "2026-09-02 16:30")
PY
