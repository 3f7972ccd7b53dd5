#!/usr/bin/env bash
# digital-link.js builds links without percent-encoding, so the link names another lot than it was given.
#
# A lot may hold "?", "/", "%", "&" and more (GS1's 82 characters), and the standard wants them encoded in the path. The
# package writes them bare: the lot "A?B" gives a link whose lot is "A" and whose query is "B"; "A/B" gives a link the
# package itself cannot read; "50%" one that raises "URI malformed". isValid() then says no, but toWebUriString() does
# not ask it. Printed labels would lead to the page of lot "A".
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
command -v npm >/dev/null || { echo "npm is absent (apt-get install npm)"; exit 77; }
echo '{"private": true}' >package.json
npm install --silent --no-audit --no-fund digital-link.js@1.4.3 >log 2>&1 ||
    { cat log; echo "skipped: the packages could not be installed"; exit 77; }
cat >read.cjs <<'JS'
const assert = require("node:assert");
const { DigitalLink } = require("digital-link.js");
console.log("digital-link.js", require("digital-link.js/package.json").version);
const made = (lot) =>
  DigitalLink({ domain: "https://id.example.vn", identifier: { "01": "08931234500016" }, keyQualifiers: { 10: lot } });
function lotOf(link) {
  try {
    return DigitalLink(link).getKeyQualifiers()["10"];
  } catch (error) {
    return error.message;
  }
}
const kept = {
  "A-B": ["A-B", "A-B"],
  "A?B": ["A?B", "A"],
  "A/B": ["A/B", "Must contain at least the identifier"],
  "50%": ["50%", "URI malformed"],
};
for (const [lot, [inLink, readBack]] of Object.entries(kept)) {
  const link = made(lot).toWebUriString();
  console.log(`lot ${lot}: ${link}, read back: ${lotOf(link)}`);
  assert.strictEqual(link, `https://id.example.vn/01/08931234500016/10/${inLink}`);
  assert.strictEqual(lotOf(link), readBack);
}
JS
node read.cjs
