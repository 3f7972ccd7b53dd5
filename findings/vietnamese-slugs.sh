#!/usr/bin/env bash
# Packages that take the marks off Vietnamese names disagree: Đắk Lắk becomes "djak-lak", Ý Yên becomes "u-yen".
#
# slugify writes "đ" as "dj", as for Serbian, unless locale "vi" is given. transliteration takes "Ý" for another letter
# (Y with acute becomes U), so the district Ý Yên is misspelt. lodash.deburr leaves "đ" right but every letter with two
# marks as it was ("Thừa Thien Huế"), yet takes all marks off when the same name comes decomposed. remove-accents
# forgets "ỵ". Two parts of a site that each build an address from a name build different addresses.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
command -v npm >/dev/null || { echo "npm is absent (apt-get install npm)"; exit 77; }
echo '{"private": true}' >package.json
npm install --silent --no-audit --no-fund slugify@1.6.9 transliteration@2.6.1 lodash.deburr@4.1.0 \
    remove-accents@0.5.0 >log 2>&1 ||
    { cat log; echo "skipped: the packages could not be installed"; exit 77; }
cat >slugs.cjs <<'JS'
const assert = require("node:assert");
const slugify = require("slugify"), deburr = require("lodash.deburr"), removeAccents = require("remove-accents");
const transliteration = require("transliteration");
for (const name of ["slugify", "transliteration", "lodash.deburr", "remove-accents"]) {
  console.log(name, require(`./node_modules/${name}/package.json`).version);
}
const options = { lower: true };
const kept = [
  ["slugify", slugify("Đắk Lắk", options), "djak-lak"],
  ["slugify, vi", slugify("Đắk Lắk", { ...options, locale: "vi" }), "dak-lak"],
  ["transliteration", transliteration.slugify("Ý Yên"), "u-yen"],
  ["lodash.deburr", deburr("Thừa Thiên Huế, Đắk Lắk"), "Thừa Thien Huế, Dắk Lắk"],
  ["lodash.deburr, decomposed", deburr("Thừa Thiên Huế".normalize("NFD")), "Thua Thien Hue"],
  ["remove-accents", removeAccents("Nước mắm, thịt ỵ"), "Nuoc mam, thit ỵ"],
];
for (const [what, got, expected] of kept) {
  console.log(`${what}: ${got}`);
  assert.strictEqual(got, expected);
}
JS
node slugs.cjs
