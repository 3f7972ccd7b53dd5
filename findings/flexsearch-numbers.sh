#!/usr/bin/env bash
# FlexSearch finds other lots and other products for a number, for it cuts digits into threes and drops repeated ones.
#
# The encoder an Index has by default takes one of each run of equal characters and cuts a long number into groups of
# three that may stand in any order. So the lots L-10, L-100 and L-110 are one and the same to the search, as are L-007
# and L-07, and the GTIN 8931234500016 also brings 8930014501236, another maker's. Names in words come out
# right, so a trial with them shows nothing. A consumer who types the lot of a recall gets a lot that is not recalled.
# An Encoder with numeric: false and dedupe: false keeps numbers whole.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
command -v npm >/dev/null || { echo "npm is absent (apt-get install npm)"; exit 77; }
echo '{"private": true}' >package.json
npm install --silent --no-audit --no-fund flexsearch@0.8.212 >log 2>&1 ||
    { cat log; echo "skipped: the package could not be installed"; exit 77; }
cat >find.cjs <<'JS'
const assert = require("node:assert"), fs = require("node:fs");
const { Encoder, Index } = require("flexsearch");
console.log("flexsearch", JSON.parse(fs.readFileSync("node_modules/flexsearch/package.json")).version);
const KEPT = ["L-10", "L-100", "L-110", "L-007", "L-07", "8931234500016", "8930014501236", "Nước mắm", "Ổi sấy"];
const finder = (label, index) => {
  KEPT.forEach((text, id) => index.add(id, text));
  return (query) => {
    const found = index.search(query).map((id) => KEPT[id]);
    console.log(label, query, found);
    return found;
  };
};
const usual = finder("by default", new Index());
assert.deepEqual(usual("L-10"), ["L-10", "L-100", "L-110"]);
assert.deepEqual(usual("L-100"), ["L-10", "L-100", "L-110"]);
assert.deepEqual(usual("L-007"), ["L-007", "L-07"]);
assert.deepEqual(usual("8931234500016"), ["8931234500016", "8930014501236"]);
assert.deepEqual(usual("nước mắm"), ["Nước mắm"]);
const whole = finder("numbers whole", new Index({ encoder: new Encoder({ numeric: false, dedupe: false }) }));
for (const text of KEPT) assert.deepEqual(whole(text), [text]);
JS
node find.cjs
