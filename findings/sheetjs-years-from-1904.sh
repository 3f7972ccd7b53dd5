#!/usr/bin/env bash
# SheetJS hands over dates four years and a day too early when a workbook counts its days from 1904.
#
# A workbook says whether its day 0 lies at the end of 1899 or is 1 January 1904 (date1904 in ISO/IEC 29500). Excel for
# Mac long made the second kind, and a form keeps its kind however often it is filled in anew. Read with cellDates by
# xlsx 0.18.5, which is what the package name still gives, 2 September 2026 is 1 September 2022: a certificate
# in force has run out, and a harvest lies before the planting. In the same object the text of the cell says 2026-09-02,
# so what is shown on a page and what is saved differ. Nothing is raised. @e965/xlsx, which carries 0.20.3, ExcelJS and
# openpyxl give 2026. Workbooks that count from 1899 are right, so only the files of some offices go wrong.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
command -v npm >/dev/null || { echo "npm is absent (apt-get install npm)"; exit 77; }
python3 -m venv env
echo '{"private": true}' >package.json
{ env/bin/pip install -q openpyxl==3.1.5 >log 2>&1 &&
    npm install --silent --no-audit --no-fund xlsx@0.18.5 @e965/xlsx@0.20.3 exceljs@4.4.0 >>log 2>&1; } ||
    { cat log; echo "skipped: the packages could not be installed"; exit 77; }
env/bin/python - <<'PY'
from datetime import date, datetime

import openpyxl
from openpyxl.utils.datetime import CALENDAR_MAC_1904, CALENDAR_WINDOWS_1900

print("openpyxl", openpyxl.__version__)
for name, first_day in (("1904", CALENDAR_MAC_1904), ("1900", CALENDAR_WINDOWS_1900)):
    book = openpyxl.Workbook()
    book.epoch = first_day
    book.active["A1"] = date(2026, 9, 2)
    book.save(f"{name}.xlsx")
    read = openpyxl.load_workbook(f"{name}.xlsx").active["A1"].value
    print(f"days from {name}:", read)
    assert read == datetime(2026, 9, 2)
PY
cat >read.cjs <<'JS'
const assert = require("node:assert"), fs = require("node:fs"), exceljs = require("exceljs");
const version = (name) => JSON.parse(fs.readFileSync(`node_modules/${name}/package.json`)).version;
const expected = {
  xlsx: { "1904.xlsx": "2022-09-01", "1900.xlsx": "2026-09-02" },
  "@e965/xlsx": { "1904.xlsx": "2026-09-02", "1900.xlsx": "2026-09-02" },
};
for (const [name, days] of Object.entries(expected))
  for (const [file, day] of Object.entries(days)) {
    const book = require(name).readFile(file, { cellDates: true }), cell = book.Sheets[book.SheetNames[0]].A1;
    console.log(`${name} ${version(name)}, ${file}:`, cell.v, "shown as", cell.w);
    assert.strictEqual(cell.v.toISOString().slice(0, 10), day);
    assert.strictEqual(cell.w, "2026-09-02");
  }
(async () => {
  const book = new exceljs.Workbook();
  await book.xlsx.readFile("1904.xlsx");
  const { value } = book.worksheets[0].getCell("A1");
  console.log(`exceljs ${version("exceljs")}, 1904.xlsx:`, value);
  assert.strictEqual(value.toISOString().slice(0, 10), "2026-09-02");
})();
JS
TZ=UTC node read.cjs # in Vietnam's time half a minute is added to it, see sheetjs-vietnam-dates.sh
