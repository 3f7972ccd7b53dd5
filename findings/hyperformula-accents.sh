#!/usr/bin/env bash
# HyperFormula looks "Tấn Phú" up and gives the row of "Tân Phú", and no setting makes its look-ups tell them apart.
#
# It works Excel formulas out in web pages. To compare texts it leaves marks out by default: "Bưởi" = "Buôi" and even
# "Đường" = "Duong" are true, and COUNTIF and SUMIF over a list of communes add three different ones up. Excel and
# LibreOffice tell all of these apart. The option accentSensitive sets = and COUNTIF right, but exact VLOOKUP, XLOOKUP
# and MATCH go on taking the first name that differs in marks alone, whatever the option or the language says. A sheet
# then finds every name, with the code or the mark of another commune or product beside it.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
command -v npm >/dev/null || { echo "npm is absent (apt-get install npm)"; exit 77; }
echo '{"private": true}' >package.json
npm install --silent --no-audit --no-fund hyperformula@3.5.0 >log 2>&1 ||
    { cat log; echo "skipped: the packages could not be installed"; exit 77; }
cat >names.cjs <<'JS'
const assert = require("node:assert");
const { HyperFormula } = require("hyperformula");
console.log("HyperFormula", HyperFormula.version);
const names = [["Tân Phú", 3], ["Tấn Phú", 4], ["Tân Phù", 5]];
const formulas = [
  ['="Bưởi"="Buôi"', true, false], ['="Đường"="Duong"', true, false], ['="Tân Phú"="tân phú"', true, true],
  ['=COUNTIF(A1:A3,"Tân Phú")', 3, 1], ['=SUMIF(A1:A3,"Tân Phú",B1:B3)', 12, 3],
  ['=VLOOKUP("Tấn Phú",A1:B3,2,FALSE())', 3, 3], ['=XLOOKUP("Tấn Phú",A1:A3,B1:B3)', 3, 3],
  ['=MATCH("Tân Phù",A1:A3,0)', 1, 1],
];
for (const options of [{}, { accentSensitive: true }, { accentSensitive: true, localeLang: "vi" }]) {
  const book = HyperFormula.buildFromArray(names, { licenseKey: "gpl-v3", ...options });
  console.log(options);
  for (const [formula, plain, sensitive] of formulas) {
    const value = book.calculateFormula(formula, 0);
    console.log("  ", formula, value);
    assert.strictEqual(value, options.accentSensitive ? sensitive : plain, formula);
  }
}
JS
node names.cjs
