#!/usr/bin/env bash
# SheetJS reads marks and dates of a Vietnamese CSV file as other values, without a word.
#
# Every cell, in quotes or not, is guessed the American way: the mark "85,5" becomes 855, "1.234,5" becomes 1.2345,
# 02/09/2026 becomes 9 February while 13/09/2026 in the next row stays a text, the lot "10-11" becomes a day in 2001,
# the lot "1E5" becomes 100000 and a GTIN loses its leading zero. The text of each cell is still there (raw: false), so
# a table on screen looks right while the values that are saved are not. raw: true at reading keeps what was typed.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
command -v npm >/dev/null || { echo "npm is absent (apt-get install npm)"; exit 77; }
echo '{"private": true}' >package.json
npm install --silent --no-audit --no-fund @e965/xlsx@0.20.3 >log 2>&1 ||
    { cat log; echo "skipped: the packages could not be installed"; exit 77; }
cat >read.cjs <<'JS'
const assert = require("node:assert");
const xlsx = require("@e965/xlsx");
console.log("SheetJS", xlsx.version);
const file = [
  'GTIN,Ngày,Điểm,Lô',
  '"08931234500016","02/09/2026","85,5","10-11"',
  '"08931234500016","13/09/2026","1.234,5","1E5"',
].join("\n");
function rows(reading, writing) {
  const book = xlsx.read(file, { type: "string", UTC: true, ...reading });
  return xlsx.utils.sheet_to_json(book.Sheets[book.SheetNames[0]], { header: 1, UTC: true, ...writing }).slice(1);
}
const values = rows({ cellDates: true }, {}), shown = rows({}, { raw: false }), typed = rows({ raw: true }, {});
console.log(JSON.stringify({ values, shown, typed }, null, 1));
const day = (year, month, date) => new Date(Date.UTC(year, month - 1, date));
assert.deepStrictEqual(values, [
  [8931234500016, day(2026, 2, 9), 855, day(2001, 10, 11)],
  [8931234500016, "13/09/2026", 1.2345, 100000],
]);
const asTyped = [
  ["08931234500016", "02/09/2026", "85,5", "10-11"],
  ["08931234500016", "13/09/2026", "1.234,5", "1E5"],
];
assert.deepStrictEqual(shown, asTyped);
assert.deepStrictEqual(typed, asTyped);
JS
TZ=Asia/Ho_Chi_Minh node read.cjs
