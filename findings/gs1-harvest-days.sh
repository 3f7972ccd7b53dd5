#!/usr/bin/env bash
# biip and gs1-barcode-parser-mod read nothing of a GS1 code whose goods were harvested on more than one day.
#
# AI 7007, the harvest date, is the one date of GS1 that may be a span: six digits, or twelve for the first and the last
# day (General Specifications, format N6[+N6]). With the span on a label of tea or rice the whole code is refused: biip
# gives an error instead of the message, and with it go the GTIN and the lot that stand before; the package for
# JavaScript raises "invalid AI after '2'", since it takes the second day for the next field. One day is read by both,
# and zxing-cpp hands the span over whole, so a printed code can be sound, be scanned well and still be turned away.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
command -v npm >/dev/null || { echo "npm is absent (apt-get install npm)"; exit 77; }
python3 -m venv env
echo '{"private": true}' >package.json
{ env/bin/pip install -q --only-binary :all: biip==5.2.0 zxing-cpp==3.1.1 numpy==2.4.6 &&
    npm install --silent --no-audit --no-fund gs1-barcode-parser-mod@1.2.1; } >log 2>&1 ||
    { cat log; echo "skipped: the packages could not be installed"; exit 77; }
env/bin/python - <<'PY'
from importlib.metadata import version

import biip
import numpy
import zxingcpp

print("biip", version("biip"), "zxing-cpp", version("zxing-cpp"))
LABEL = "(01)08931234500016(10)CHE7(7007)260901"
for text in (LABEL, LABEL + "260903"):
    code = zxingcpp.create_barcode(text, zxingcpp.BarcodeFormat.DataMatrix, gs1=True)
    picture = numpy.array(zxingcpp.write_barcode_to_image(code, scale=4))
    (scan,) = zxingcpp.read_barcodes(picture)
    print(scan.text, scan.bytes)
    assert scan.text == text
    read = biip.parse(scan.bytes.decode())
    fields = [(field.ai.ai, field.value) for field in read.gs1_message.element_strings] if read.gs1_message else None
    print("   biip:", fields, read.gtin, read.gs1_message_error)
    if text == LABEL:
        assert fields == [("01", "08931234500016"), ("10", "CHE7"), ("7007", "260901")]
    else:
        assert fields is None and read.gtin is None and "(7007)" in read.gs1_message_error
PY
cat >read.cjs <<'JS'
const assert = require("node:assert");
const { parseBarcode } = require("gs1-barcode-parser-mod");
console.log("gs1-barcode-parser-mod", require("gs1-barcode-parser-mod/package.json").version);
const label = "]d2010893123450001610CHE7\u001d7007260901";
const found = parseBarcode(label).parsedCodeItems.map((item) => item.ai);
console.log("one day", found);
assert.deepStrictEqual(found, ["01", "10", "7007"]);
let problem;
try {
  console.log(parseBarcode(label + "260903").parsedCodeItems);
} catch (error) {
  problem = String(error.message ?? error);
}
console.log("three days:", problem);
assert.match(problem, /invalid AI after '2'/);
JS
node read.cjs
