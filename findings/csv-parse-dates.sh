#!/usr/bin/env bash
# csv-parse, asked to cast, makes 1 July 2001 of the lot "Lô 7", 1 May 1985 of the mark "85,5", and 0 of "0x1F".
#
# cast_date gives every text to JavaScript's Date.parse and takes what it answers. By the language's standard anything
# but ISO 8601 is left to the engine, and that of Node sees a month in any number from 1 to 12 at the end of words, so
# names with a number, lots such as "10-11" and marks with a decimal comma become days, cell by cell: in one column
# "Lô 7" is a date and "Lô 13" stays a text. 2 September, written 02/09/2026, becomes 9 February. The project knows of
# texts turned into dates. Numbers are one more trap: cast alone makes 0 of the lot "0x1F", as one function recognizes
# hexadecimals and another reads them.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
command -v npm >/dev/null || { echo "npm is absent (apt-get install npm)"; exit 77; }
echo '{"private": true}' >package.json
npm install --silent --no-audit --no-fund csv-parse@7.0.3 >log 2>&1 ||
    { cat log; echo "skipped: the packages could not be installed"; exit 77; }
cat >read.cjs <<'JS'
const assert = require("node:assert");
const { parse } = require("csv-parse/sync");
console.log("csv-parse", require("./node_modules/csv-parse/package.json").version, "node", process.version);
const cells = ["Lô 7", "Lô 13", "85,5", "10-11", "02/09/2026", "0x1F", "A-31"];
function read(options) {
  const [row] = parse(cells.map((cell) => `"${cell}"`).join(","), options);
  const found = row.map((value) => (value instanceof Date ? `day ${value.toLocaleDateString("sv")}` : value));
  console.log(JSON.stringify(options), found);
  return found;
}
assert.deepStrictEqual(read({}), cells);
assert.deepStrictEqual(read({ cast: true }), ["Lô 7", "Lô 13", "85,5", "10-11", "02/09/2026", 0, "A-31"]);
assert.deepStrictEqual(read({ cast: true, cast_date: true }), [
  "day 2001-07-01", "Lô 13", "day 1985-05-01", "day 2001-10-11", "day 2026-02-09", 0, "A-31",
]);
JS
node read.cjs
