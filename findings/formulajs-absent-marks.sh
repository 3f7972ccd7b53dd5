#!/usr/bin/env bash
# Formula.js counts an empty place as a mark of zero in some functions, and writes "đắk lắk" as "đắK Lắk".
#
# It brings Excel's functions to JavaScript. Over the marks 85, nothing and 90 (nothing is null, as table components
# hand it over) AVERAGE, MIN and COUNT leave the empty place out, as Excel does everywhere; but the MEDIAN is 85 instead
# of 87.5, SMALL(…; 1) is 0, COUNTIF(…; "<60") finds one product below 60, AVERAGEIF(…; ">0") is NaN, and a TRIMMEAN
# that drops the ends drops the wrong ones. A juror who steps aside thus moves the result. PROPER looks for the letters
# of English alone: "bưởi đoan hùng" becomes "Bưởi đOan Hùng" and "ổi" becomes "ổI", while "nước mắm" comes out right.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
command -v npm >/dev/null || { echo "npm is absent (apt-get install npm)"; exit 77; }
echo '{"private": true}' >package.json
npm install --silent --no-audit --no-fund @formulajs/formulajs@4.6.1 >log 2>&1 ||
    { cat log; echo "skipped: the packages could not be installed"; exit 77; }
cat >marks.cjs <<'JS'
const assert = require("node:assert");
const excel = require("@formulajs/formulajs");
console.log("Formula.js", require("@formulajs/formulajs/package.json").version);
const marks = [85, null, 90], five = [85, null, 90, 95, 60];
const found = {
  AVERAGE: excel.AVERAGE(marks), MIN: excel.MIN(marks), COUNT: excel.COUNT(marks),
  MEDIAN: excel.MEDIAN(marks), SMALL: excel.SMALL(marks, 1), COUNTIF: excel.COUNTIF(marks, "<60"),
  AVERAGEIF: excel.AVERAGEIF(marks, ">0"), TRIMMEAN: excel.TRIMMEAN(five, 0.4),
};
console.log(marks, found);
assert.deepStrictEqual(found, {
  AVERAGE: 87.5, MIN: 85, COUNT: 2, MEDIAN: 85, SMALL: 0, COUNTIF: 1, AVERAGEIF: NaN, TRIMMEAN: 235 / 3,
});
assert.deepStrictEqual([excel.MEDIAN([85, 90]), excel.TRIMMEAN([85, 90, 95, 60], 0.4)], [87.5, 87.5]);
const names = ["nước mắm", "đắk lắk", "bưởi đoan hùng", "ổi"].map((name) => excel.PROPER(name));
console.log(names);
assert.deepStrictEqual(names, ["Nước Mắm", "đắK Lắk", "Bưởi đOan Hùng", "ổI"]);
JS
node marks.cjs
