#!/usr/bin/env bash
# pandas reads every "true" of an ODS sheet from a Vietnamese LibreOffice as False, and one long time span stops it.
#
# A cell keeps its value beside the text on screen (OpenDocument 1.2: office:boolean-value="true" beside "ĐÚNG").
# pandas looks at the text and takes all but the English TRUE for False, so ticked boxes are lost; a span of 24 hours
# or more ("26:30" of drying) raises for the whole file. It glues the lines of a cell together, and like python-calamine
# it drops tabs and line breaks, so words grow together. calamine gives the span as "PT26H30M00S", pyexcel-ods3 a price
# as the text "1200000 VND". No two of the three agree on a sheet of five plain cells.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
python3 -m venv env
env/bin/pip install -q --only-binary :all: --no-binary odfpy \
    pandas==2.3.3 odfpy==1.4.1 python-calamine==0.9.1 pyexcel-ods3==0.6.1 >log 2>&1 ||
    { cat log; echo "skipped: the packages could not be installed"; exit 77; }
env/bin/python - <<'PY'
from datetime import timedelta
from importlib.metadata import version

import pandas
import pyexcel_ods3
from odf.opendocument import OpenDocumentSpreadsheet
from odf.table import Table, TableCell, TableRow
from odf.text import LineBreak, P, Tab
from python_calamine import CalamineWorkbook

print(*(f"{name} {version(name)}" for name in ("pandas", "odfpy", "python-calamine", "pyexcel-ods3")))


def text(*parts):
    line = P()
    for part in parts:
        line.addText(part) if isinstance(part, str) else line.addElement(part)
    return line


def save(name, *cells):
    document, table = OpenDocumentSpreadsheet(), Table(name="Sheet1")
    for lines, attributes in cells:
        row, cell = TableRow(), TableCell(**attributes)
        for line in lines:
            cell.addElement(line)
        row.addElement(cell)
        table.addElement(row)
    document.spreadsheet.addElement(table)
    document.save(name)


def by_pandas(name):
    return [row[0] for row in pandas.read_excel(name, engine="odf", header=None, dtype=object).values.tolist()]


def by_calamine(name):
    return [row[0] for row in CalamineWorkbook.from_path(name).get_sheet_by_index(0).to_python()]


def by_pyexcel(name):
    return [row[0] for row in pyexcel_ods3.get_data(name)["Sheet1"]]


save(
    "cells.ods",
    ([text("ĐÚNG")], {"valuetype": "boolean", "booleanvalue": "true"}),
    ([text("TRUE")], {"valuetype": "boolean", "booleanvalue": "true"}),
    ([text("Chè xanh"), text("Tân Cương")], {"valuetype": "string"}),
    ([text("Chè", Tab(), "Tân Cương", LineBreak(), "loại 1")], {"valuetype": "string"}),
    ([text("1.200.000 ₫")], {"valuetype": "currency", "currency": "VND", "value": "1200000"}),
)
save("span.ods", ([text("26:30")], {"valuetype": "time", "timevalue": "PT26H30M00S"}))
for reader in (by_pandas, by_calamine, by_pyexcel):
    print(reader.__name__, reader("cells.ods"))
pasted, glued = "Chè\tTân Cương\nloại 1", "ChèTân Cươngloại 1"
assert by_pandas("cells.ods") == [False, True, "Chè xanhTân Cương", glued, 1200000]
assert by_calamine("cells.ods") == [True, True, "Chè xanh\nTân Cương", glued, 1200000]
assert by_pyexcel("cells.ods") == [True, True, "Chè xanh\nTân Cương", pasted, "1200000 VND"]
print("26:30 by calamine and pyexcel:", by_calamine("span.ods"), by_pyexcel("span.ods"))
assert by_calamine("span.ods") == ["PT26H30M00S"] and by_pyexcel("span.ods") == [timedelta(hours=26, minutes=30)]
try:
    by_pandas("span.ods")
except ValueError as error:
    print("26:30 by pandas:", type(error).__name__, error)
else:
    raise AssertionError("pandas read the span")
PY
