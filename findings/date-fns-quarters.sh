#!/usr/bin/env bash
# date-fns reads its own Vietnamese "quý II 2026" back as the first quarter, and the third quarter too.
#
# format() with QQQQ writes "quý I" to "quý IV", the way reports are headed. parse() with the same pattern and locale
# tries the quarters in turn and takes the first whose numeral the words end in: "quý II" and "quý III" end in I as
# well. The date is then 1 January, without an error. The fourth quarter is right, and so is English, so a trial in
# December or in English passes. QQQ ("Q2") reads back right.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
command -v npm >/dev/null || { echo "npm is absent (apt-get install npm)"; exit 77; }
echo '{"private": true}' >package.json
npm install --silent --no-audit --no-fund date-fns@4.4.0 >log 2>&1 ||
    { cat log; echo "skipped: the packages could not be installed"; exit 77; }
cat >read.cjs <<'JS'
const assert = require("node:assert");
const { format, parse } = require("date-fns"), { enUS, vi } = require("date-fns/locale");
console.log("date-fns", require("./node_modules/date-fns/package.json").version);
const readBack = (pattern, locale) => [0, 3, 6, 9].map((month) => {
  const written = format(new Date(2026, month, 20), pattern, { locale });
  const read = format(parse(written, pattern, new Date(2026, 0, 1), { locale }), "yyyy-MM-dd");
  console.log(written, "->", read);
  return read.slice(5, 7);
});
const right = ["01", "04", "07", "10"];
assert.deepStrictEqual(readBack("QQQQ yyyy", vi), ["01", "01", "01", "10"]);
assert.deepStrictEqual(readBack("QQQ yyyy", vi), right);
assert.deepStrictEqual(readBack("QQQQ yyyy", enUS), right);
JS
node read.cjs
