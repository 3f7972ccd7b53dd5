#!/usr/bin/env bash
# One batch of labels, two character sets: segno stores a Vietnamese name as ISO 8859-1 when it can, else as UTF-8.
#
# "Cà phê" and "Bánh tráng" fit into Latin-1 and are stored so; "Nước mắm" does not and becomes UTF-8. Both are valid
# symbols (Latin-1 is the standard's default). But readers differ: jsQR, which many web pages use, finds the Latin-1
# symbol and hands over an empty text, even when the symbol announces its character set (ECI 3); OpenCV for Python
# raises UnicodeDecodeError on just the one that announces it. So part of a print run scans and part does not, by the
# letters in the product's name.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
command -v npm >/dev/null || { echo "npm is absent (apt-get install npm)"; exit 77; }
echo '{"private": true}' >package.json
python3 -m venv env
{
    env/bin/pip install -q --only-binary :all: segno==1.6.6 zxing-cpp==3.1.1 pillow==13.0.0 \
        opencv-python-headless==5.0.0.93
    npm install --silent --no-audit --no-fund jsqr@1.4.0 pngjs@7.0.0
} >log 2>&1 ||
    { cat log; echo "skipped: the packages could not be installed"; exit 77; }
env/bin/python - <<'PY'
from importlib.metadata import version

import cv2
import segno
import zxingcpp

print("segno", version("segno"), "zxing-cpp", version("zxing-cpp"), "OpenCV", version("opencv-python-headless"))
labels = {"latin1": ("Cà phê", {}), "announced": ("Cà phê", {"encoding": "latin1", "eci": True}),
          "utf8": ("Nước mắm", {}), "asked": ("Cà phê", {"encoding": "utf-8"})}
seen = {}
for name, (text, asked) in labels.items():
    segno.make_qr(text, **asked).save(f"{name}.png", scale=8, border=4)
    picture = cv2.imread(f"{name}.png")
    symbol = zxingcpp.read_barcode(picture)
    try:
        opencv = cv2.QRCodeDetector().detectAndDecode(picture)[0]
    except UnicodeDecodeError as error:
        opencv = type(error).__name__
    seen[name] = (symbol.text, bytes(symbol.bytes), opencv)
    print(f"{name}: zxing-cpp {symbol.text!r} from {symbol.bytes!r}, OpenCV {opencv!r}")
assert seen["latin1"] == ("Cà phê", "Cà phê".encode("latin1"), "Cà phê")
assert seen["announced"] == ("Cà phê", "Cà phê".encode("latin1"), "UnicodeDecodeError")
assert seen["utf8"] == ("Nước mắm", "Nước mắm".encode(), "Nước mắm")
assert seen["asked"] == ("Cà phê", "Cà phê".encode(), "Cà phê")
PY
cat >read.cjs <<'JS'
const assert = require("node:assert"), fs = require("node:fs");
const jsQR = require("jsqr"), { PNG } = require("pngjs");
console.log("jsQR", require("jsqr/package.json").version);
const kept = { latin1: "", announced: "", utf8: "Nước mắm", asked: "Cà phê" };
for (const [name, text] of Object.entries(kept)) {
  const picture = PNG.sync.read(fs.readFileSync(`${name}.png`));
  const found = jsQR(new Uint8ClampedArray(picture.data), picture.width, picture.height);
  console.log(`${name}: jsQR found a code with the text ${JSON.stringify(found.data)}`);
  assert.strictEqual(found.data, text);
}
JS
node read.cjs
