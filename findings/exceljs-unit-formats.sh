#!/usr/bin/env bash
# ExcelJS turns quantities into dates when the number format holds a unit with an escaped d, h, m, s or y.
#
# A column "12 m" or "12 hộp" is a number with a unit in its format. Written with quotes (0" m") it stays a number;
# with the backslash that the format language gives for single letters (0\ \m, 0\ \h\ộ\p), or with a gap as wide as
# a letter (0_m), ExcelJS finds the letter, takes the format for a date and hands over a Date in January 1900.
# openpyxl, python-calamine and SheetJS read the same cells as 12. Sums over the column are then refused or wrong.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
command -v npm >/dev/null || { echo "npm is absent (apt-get install npm)"; exit 77; }
echo '{"private": true}' >package.json
python3 -m venv env
{
    env/bin/pip install -q --only-binary :all: openpyxl==3.1.5 python-calamine==0.9.1
    npm install --silent --no-audit --no-fund exceljs@4.4.0 @e965/xlsx@0.20.3
} >log 2>&1 ||
    { cat log; echo "skipped: the packages could not be installed"; exit 77; }
env/bin/python - <<'PY'
from importlib.metadata import version

import openpyxl
import python_calamine

print("openpyxl", version("openpyxl"), "python-calamine", version("python-calamine"))
book = openpyxl.Workbook()
for number_format in ('0" m"', r"0\ \m", r"0\ \h\ộ\p", "0_m", r"0\ \k\g"):
    book.active.append([12])
    book.active.cell(book.active.max_row, 1).number_format = number_format
book.save("units.xlsx")
by_openpyxl = [row[0].value for row in openpyxl.load_workbook("units.xlsx").active]
sheet = python_calamine.CalamineWorkbook.from_path("units.xlsx").get_sheet_by_index(0)
by_calamine = [row[0] for row in sheet.to_python()]
print(by_openpyxl, by_calamine)
assert by_openpyxl == by_calamine == [12] * 5
PY
cat >read.cjs <<'JS'
const assert = require("node:assert");
const ExcelJS = require("exceljs"), sheetJS = require("@e965/xlsx");
console.log("exceljs", require("exceljs/package.json").version, "SheetJS", sheetJS.version);
(async () => {
  const book = new ExcelJS.Workbook();
  await book.xlsx.readFile("units.xlsx");
  const { Sheet } = sheetJS.readFile("units.xlsx", { cellDates: true }).Sheets;
  const read = [];
  for (let row = 1; row <= 5; row += 1) {
    const cell = book.worksheets[0].getCell(`A${row}`);
    read.push(cell.value instanceof Date ? cell.value.toISOString().slice(0, 10) : cell.value);
    console.log(`${cell.numFmt}: exceljs ${read.at(-1)}, SheetJS ${Sheet[`A${row}`].v}`);
    assert.strictEqual(Sheet[`A${row}`].v, 12);
  }
  assert.deepStrictEqual(read, [12, "1900-01-11", "1900-01-11", "1900-01-11", 12]);
})();
JS
node read.cjs
