#!/usr/bin/env bash
# jsQR hands over a GS1 QR code with "%" where the field separator was, and "%%" for a percent sign in the data.
#
# A GS1 code (symbol starts with FNC1) holds GTIN, lot and serial; the lot has no fixed length, so a separator ends it.
# In the alphanumeric mode the separator is written as "%" and a real "%" as "%%", to be undone by the reader. jsQR does
# not undo it and does not tell that the symbol is a GS1 one: lot "LOT7" with serial "5" comes out as "LOT7%215", lot
# "50%A" as "50%%A". OpenCV 5 raises "not implemented" for the same picture. zxing-cpp gives the separator (byte 29).
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
command -v npm >/dev/null || { echo "npm is absent (apt-get install npm)"; exit 77; }
echo '{"private": true}' >package.json
python3 -m venv env
{
    env/bin/pip install -q --only-binary :all: zxing-cpp==3.1.1 pillow==13.0.0 opencv-python-headless==5.0.0.93
    npm install --silent --no-audit --no-fund jsqr@1.4.0 bwip-js@4.11.4 pngjs@7.0.0
} >log 2>&1 ||
    { cat log; echo "skipped: the packages could not be installed"; exit 77; }
cat >read.mjs <<'JS'
import assert from "node:assert";
import fs from "node:fs";
import bwip from "bwip-js";
import jsQR from "jsqr";
import { PNG } from "pngjs";

const version = (name) => JSON.parse(fs.readFileSync(`node_modules/${name}/package.json`)).version;
console.log("jsQR", version("jsqr"), "bwip-js", version("bwip-js"));
const kept = {
  "(01)08931234500016(10)LOT7(21)5": "010893123450001610LOT7%215",
  "(01)08931234500016(10)50%A": "01089312345000161050%%A",
};
for (const [number, [text, expected]] of Object.entries(kept).entries()) {
  const png = await bwip.toBuffer({ bcid: "gs1qrcode", text, scale: 6, padding: 24, backgroundcolor: "FFFFFF" });
  fs.writeFileSync(`${number}.png`, png);
  const { data, width, height } = PNG.sync.read(png);
  const found = jsQR(new Uint8ClampedArray(data), width, height);
  console.log(`${text}: jsQR ${JSON.stringify(found.data)}, parts ${found.chunks.map((c) => c.type)}`);
  assert.strictEqual(found.data, expected);
}
JS
node read.mjs
env/bin/python - <<'PY'
from importlib.metadata import version

import cv2
import zxingcpp

print("zxing-cpp", version("zxing-cpp"), "OpenCV", version("opencv-python-headless"))
seen = []
for number in range(2):
    picture = cv2.imread(f"{number}.png")
    try:
        opencv = cv2.QRCodeDetector().detectAndDecode(picture)[0]
    except cv2.error as error:
        opencv = error.code
    seen.append((bytes(zxingcpp.read_barcode(picture).bytes), opencv))
    print(seen[-1])
assert seen == [(b"010893123450001610LOT7\x1d215", -213), (b"01089312345000161050%A", -213)]  # -213: not implemented
PY
