#!/usr/bin/env bash
# A text from a web form gains "_x000D_" on its way through a workbook.
#
# A browser ends the lines of a text box with CR LF. XlsxWriter writes the CR as _x000D_, as the format asks, and Excel
# and python-calamine undo that; openpyxl does not, so each line of a maker's story ends in "_x000D_" after export and
# import. It goes wrong the other way too: openpyxl writes a text as it is, so a code such as "SP_x0041_01" is read by
# Excel's rule, here by python-calamine, as "SPA01".
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
python3 -m venv env
env/bin/pip install -q --only-binary :all: openpyxl==3.1.5 XlsxWriter==3.3.1 python-calamine==0.9.1 >log 2>&1 ||
    { cat log; echo "skipped: the packages could not be installed"; exit 77; }
env/bin/python - <<'PY'
from importlib.metadata import version

import openpyxl
import python_calamine
import xlsxwriter

print(*(f"{name} {version(name)}" for name in ("openpyxl", "XlsxWriter", "python-calamine")), sep=", ")


def read(path):
    plain = openpyxl.load_workbook(path).active["A1"].value
    (row,) = python_calamine.CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python()
    print(f"{path}: openpyxl {plain!r}, python-calamine {row[0]!r}")
    return plain, row[0]


with xlsxwriter.Workbook("story.xlsx") as book:
    book.add_worksheet().write(0, 0, "Làng nghề\r\nBát Tràng")
assert read("story.xlsx") == ("Làng nghề_x000D_\nBát Tràng", "Làng nghề\r\nBát Tràng")

book = openpyxl.Workbook()
book.active["A1"] = "SP_x0041_01"
book.save("code.xlsx")
assert read("code.xlsx") == ("SP_x0041_01", "SPA01")
PY
