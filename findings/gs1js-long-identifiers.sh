#!/usr/bin/env bash
# gs1js cuts every application identifier after two digits: 1.250 kg in a GS1 code becomes AI 31 with value "03001250".
#
# GS1's application identifiers have two to four digits (General Specifications, chapter 3). The package knows two: net
# weight (3103), country of origin (422), harvest date (7007) and price (3922) come as 31, 42, 70 and 39, the rest of
# the identifier in front of the value, so that a weight in grams and one in kilograms have one name and the place of
# the decimal point looks like a part of the number. `lookup`, meant to find a value by its identifier, keeps only the
# last of two that begin alike: of the expiry with its time (7003) and the harvest (7007) the expiry is gone. A code of
# number, lot and use-by date, the usual trial, is read right. Nothing is raised.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
command -v npm >/dev/null || { echo "npm is absent (apt-get install npm)"; exit 77; }
echo '{"private": true}' >package.json
npm install --silent --no-audit --no-fund --ignore-scripts gs1js@0.0.2 >log 2>&1 ||
    { cat log; echo "skipped: the packages could not be installed"; exit 77; }
cat >read.cjs <<'JS'
const assert = require("node:assert");
const { GS1Reader } = require("gs1js");
console.log("gs1js", require("./node_modules/gs1js/package.json").version);
function read(code) {
  const { identifiers, lookup } = new GS1Reader(code);
  const fields = identifiers.map(({ identifier, value }) => [identifier, value]);
  console.log(code.replaceAll("\x1d", "<GS>"), fields.slice(1), Object.keys(lookup));
  return { fields: fields.slice(1), lookup };
}
const number = "0108931234500016";
assert.deepStrictEqual(read(`${number}1726123110LOT7`).fields, [["17", "261231"], ["10", "LOT7"]]);
assert.deepStrictEqual(read(`${number}310300125010LOT7`).fields, [["31", "03001250"], ["10", "LOT7"]]);
assert.deepStrictEqual(read(`${number}422704\x1d10LOT7`).fields, [["42", "2704"], ["10", "LOT7"]]);
assert.deepStrictEqual(read(`${number}39221250\x1d10LOT7`).fields, [["39", "221250"], ["10", "LOT7"]]);
const both = read(`${number}70032612311200\x1d7007260902\x1d10LOT7`);
assert.deepStrictEqual(both.fields, [["70", "032612311200"], ["70", "07260902"], ["10", "LOT7"]]);
assert.strictEqual(both.lookup["70"].value, "07260902");
JS
node read.cjs
