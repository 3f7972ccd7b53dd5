#!/usr/bin/env bash
# GS1 Digital Link compression loses the leading zeros of a lot, and long numbers change.
#
# Compressed links save space in a QR code. Two packages, one for Python and one for JavaScript, turn a lot of digits
# into a number on the way: the lot "007" comes back as "7", another lot of the same product, with no error on either
# side. In JavaScript the lot "12345678901234567890" comes back with its last four digits changed. A letter anywhere in
# the lot ("A007") is enough to keep it whole, so a test with "LOT123" passes.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
command -v npm >/dev/null || { echo "npm is absent (apt-get install npm)"; exit 77; }
echo '{"private": true}' >package.json
python3 -m venv env
{
    env/bin/pip install -q --only-binary :all: gs1-compression==0.1.3
    npm install --silent --no-audit --no-fund digital-link.js@1.4.3
} >log 2>&1 ||
    { cat log; echo "skipped: the packages could not be installed"; exit 77; }
env/bin/python - <<'PY'
from importlib.metadata import version

from gs1 import compress_gs1_digital_link, decompress_gs1_digital_link

print("gs1-compression", version("gs1-compression"))
for lot, kept in {"007": "7", "000123": "123", "A007": "A007", "7": "7"}.items():
    short = compress_gs1_digital_link(f"https://id.gs1.org/01/08931234500016/10/{lot}")
    back = decompress_gs1_digital_link(short, False)
    print(lot, short, back)
    assert back == f"https://id.gs1.org/01/08931234500016/10/{kept}"
PY
cat >read.cjs <<'JS'
const assert = require("node:assert");
const { DigitalLink } = require("digital-link.js");
console.log("digital-link.js", require("digital-link.js/package.json").version);
const kept = { "007": "7", "000123": "123", A007: "A007", "12345678901234567890": "12345678901234567000" };
for (const [lot, expected] of Object.entries(kept)) {
  const short = DigitalLink(`https://id.example.vn/01/08931234500016/10/${lot}`).toCompressedWebUriString();
  const back = DigitalLink(short).toWebUriString();
  console.log(lot, short, back);
  assert.strictEqual(back, `https://id.example.vn/01/08931234500016/10/${expected}`);
}
JS
node read.cjs
