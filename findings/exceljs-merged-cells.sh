#!/usr/bin/env bash
# ExcelJS gives the value of a merged cell once for every cell under it, so sums count it several times.
#
# Forms join cells downwards: one facility, one quantity, three rows of products. The file holds the value once.
# openpyxl, python-calamine and SheetJS give it for the first cell and nothing for the others; ExcelJS repeats it, also
# for numbers, with eachCell() and getCell() alike. 100 boxes over three rows add up to 300, and a facility is imported
# three times. cell.master or cell.isMerged has to be asked for each cell.
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
for product, boxes in (("Chè", 100), ("Mật ong", None), ("Miến", None)):
    book.active.append([product, boxes])
book.active.merge_cells("B1:B3")
book.save("merged.xlsx")
by_openpyxl = [row[1].value for row in openpyxl.load_workbook("merged.xlsx").active]
sheet = python_calamine.CalamineWorkbook.from_path("merged.xlsx").get_sheet_by_index(0)
by_calamine = [row[1] for row in sheet.to_python()]
print(by_openpyxl, by_calamine)
assert by_openpyxl == [100, None, None]
assert by_calamine == [100, "", ""]
PY
cat >read.cjs <<'JS'
const assert = require("node:assert");
const ExcelJS = require("exceljs"), sheetJS = require("@e965/xlsx");
console.log("exceljs", require("./node_modules/exceljs/package.json").version, "SheetJS", sheetJS.version);
(async () => {
  const book = new ExcelJS.Workbook();
  await book.xlsx.readFile("merged.xlsx");
  const boxes = [];
  book.worksheets[0].getColumn(2).eachCell((cell) => boxes.push(cell.value));
  const rows = sheetJS.utils.sheet_to_json(sheetJS.readFile("merged.xlsx").Sheets.Sheet, { header: 1 });
  console.log("exceljs", boxes, "SheetJS", rows.map((row) => row[1]));
  assert.deepStrictEqual(boxes, [100, 100, 100]);
  assert.deepStrictEqual(rows.map((row) => row[1]), [100, undefined, undefined]);
})();
JS
node read.cjs
