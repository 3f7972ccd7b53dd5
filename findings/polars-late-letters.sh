#!/usr/bin/env bash
# polars leaves out the lots of a spreadsheet that have letters, if the first hundred are whole numbers.
#
# read_excel judges a column by its first 100 rows unless it is asked for more. read_csv refuses what does not fit
# below; read_excel makes it null: of 200 lots, lot "12A" in row 120 is gone, and the quantity "khoảng 20" with it.
# Where nothing else stands in such a row, it is then taken for an empty one and the table is a row shorter. A trial
# with a few rows shows nothing. infer_schema_length=None, schema_overrides or engine="openpyxl" keep the text.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
python3 -m venv env
env/bin/pip install -q --only-binary :all: polars==2.1.0 fastexcel==0.21.0 XlsxWriter==3.2.9 openpyxl==3.1.5 \
    >log 2>&1 || { cat log; echo "skipped: the packages could not be installed"; exit 77; }
env/bin/python -W ignore - <<'PY'
import io
from importlib.metadata import version

import polars
import xlsxwriter

print(*(f"{name} {version(name)}" for name in ("polars", "fastexcel", "openpyxl")))
HEAD = ["Số lô", "Số lượng", "Sản phẩm"]


def rows(odd, *, with_names=True):
    """200 lots; one of them and its quantity are texts."""
    name = ["Trà sen"] if with_names else []
    return [["12A", "khoảng 20", *name] if row == odd else [row, 10, *name] for row in range(1, 201)]


def book(table):
    """As an XLSX file."""
    file = io.BytesIO()
    with xlsxwriter.Workbook(file) as workbook:
        sheet = workbook.add_worksheet()
        for number, cells in enumerate([HEAD[: len(table[0])], *table]):
            sheet.write_row(number, 0, cells)
    return file


GONE, KEPT = (None, None), ("12A", "khoảng 20")
cases = [
    (95, {}, KEPT),
    (120, {}, GONE),
    (120, {"infer_schema_length": None}, KEPT),
    (120, {"schema_overrides": {"Số lô": polars.String, "Số lượng": polars.String}}, KEPT),
    (120, {"engine": "openpyxl"}, KEPT),
]
for odd, how, expected in cases:
    table = polars.read_excel(book(rows(odd)), **how)
    found = table.row(odd - 1)[:2]
    print("text in row", odd, how, found, table.height, "rows")
    assert (table.height, found) == (200, expected)
short = polars.read_excel(book(rows(120, with_names=False)))
print("without names:", short.height, "rows")
assert short.height == 199
text = "\n".join(",".join(map(str, cells)) for cells in [HEAD, *rows(120)])
try:
    polars.read_csv(io.StringIO(text), infer_schema_length=100)
except polars.exceptions.ComputeError as error:
    print("read_csv:", str(error).splitlines()[0])
else:
    raise SystemExit("read_csv took it")
PY
