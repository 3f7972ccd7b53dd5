#!/usr/bin/env bash
# coordinate-parser reads "16,05 108,20", a place in Đà Nẵng typed the Vietnamese way, as one 15 km away.
#
# The package for forms that take places in any notation treats the decimal comma as the sign between degrees and
# minutes: 16,05 becomes 16 degrees 5 minutes, which is 16.083. Where the decimals are below 60 the point stays in
# Vietnam and nobody sees it. Larger ones are not refused either: "21,0285 105,8542", the middle of Hanoi, becomes 25.75
# north and 247.37 east, though there are 360 degrees from -180 to 180 and 60 minutes in one. Nothing is raised, and the
# package says of itself that it throws an error at input that does not resemble coordinates. geo-coordinates-parser
# reads Hanoi right and refuses two decimals.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
command -v npm >/dev/null || { echo "npm is absent (apt-get install npm)"; exit 77; }
echo '{"private": true}' >package.json
npm install --silent --no-audit --no-fund coordinate-parser@1.0.7 geo-coordinates-parser@1.7.4 >log 2>&1 ||
    { cat log; echo "skipped: the packages could not be installed"; exit 77; }
cat >read.cjs <<'JS'
const assert = require("node:assert");
const Coordinates = require("coordinate-parser");
const { convert } = require("geo-coordinates-parser");
for (const name of ["coordinate-parser", "geo-coordinates-parser"]) {
  console.log(name, require(`./node_modules/${name}/package.json`).version);
}
function byParser(text) {
  const place = new Coordinates(text);
  return [place.getLatitude(), place.getLongitude()].map((degrees) => Number(degrees.toFixed(4)));
}
function byOther(text) {
  try {
    const { decimalLatitude, decimalLongitude } = convert(text);
    return [decimalLatitude, decimalLongitude];
  } catch {
    return "refused";
  }
}
const kept = [
  ["16,05 108,20", [16.0833, 108.3333], "refused"],
  ["10,75 106,66", [11.25, 107.1], "refused"],
  ["21,0285 105,8542", [25.75, 247.3667], [21.0285, 105.8542]],
  ["21.0285 105.8542", [21.0285, 105.8542], [21.0285, 105.8542]],
];
for (const [text, expected, other] of kept) {
  console.log(`${text}: coordinate-parser ${byParser(text)}, geo-coordinates-parser ${byOther(text)}`);
  assert.deepStrictEqual(byParser(text), expected);
  assert.deepStrictEqual(byOther(text), other);
}
JS
node read.cjs
