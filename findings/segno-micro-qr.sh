#!/usr/bin/env bash
# segno.make() draws a Micro QR for a short text, and the common readers do not see those at all.
#
# A lot code such as "L7-01" or a year fits into Micro QR, so segno.make() takes it: one finder square instead of three.
# It is a valid symbol, but jsQR, ZXing for JavaScript, ZBar and OpenCV (what web pages and many telephones read with)
# report that there is no code. zxing-cpp reads it, so a print check with zxing-cpp alone passes a label nobody can
# scan. make_qr(), or micro=False, draws what is meant.
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
    npm install --silent --no-audit --no-fund jsqr@1.4.0 @zxing/library@0.21.3 @undecaf/zbar-wasm@0.11.0 pngjs@7.0.0
} >log 2>&1 ||
    { cat log; echo "skipped: the packages could not be installed"; exit 77; }
env/bin/python - <<'PY'
from importlib.metadata import version

import cv2
import segno
import zxingcpp

print("segno", version("segno"), "zxing-cpp", version("zxing-cpp"), "OpenCV", version("opencv-python-headless"))
for number, text in enumerate(("L7-01", "2026")):
    small, usual = segno.make(text), segno.make_qr(text)
    small.save(f"micro-{number}.png", scale=8, border=4)
    usual.save(f"usual-{number}.png", scale=8, border=4)
    micro, full = cv2.imread(f"micro-{number}.png"), cv2.imread(f"usual-{number}.png")
    found = zxingcpp.read_barcode(micro)
    blind, sees = (cv2.QRCodeDetector().detectAndDecode(p)[0] for p in (micro, full))
    print(f"{text}: make() {small.designator}, zxing-cpp {found.text!r}, OpenCV {blind!r};"
          f" make_qr() {usual.designator}, OpenCV {sees!r}")
    assert small.is_micro and not usual.is_micro
    assert found.text == text and blind == "" and sees == text
PY
cat >read.mjs <<'JS'
import assert from "node:assert";
import fs from "node:fs";
import { scanRGBABuffer } from "@undecaf/zbar-wasm";
import * as zxing from "@zxing/library";
import jsQR from "jsqr";
import { PNG } from "pngjs";

function byZxing({ data, width, height }) {
  const grey = new Uint8ClampedArray(width * height).map((_, i) => data[4 * i]);
  const source = new zxing.RGBLuminanceSource(grey, width, height);
  try {
    return new zxing.QRCodeReader().decode(new zxing.BinaryBitmap(new zxing.HybridBinarizer(source))).getText();
  } catch (error) {
    return null;
  }
}
for (const [number, text] of ["L7-01", "2026"].entries()) {
  for (const [kind, kept] of [["micro", null], ["usual", text]]) {
    const picture = PNG.sync.read(fs.readFileSync(`${kind}-${number}.png`));
    const { data, width, height } = picture;
    const pixels = new Uint8ClampedArray(data);
    const read = {
      jsQR: jsQR(pixels, width, height)?.data ?? null,
      zxing: byZxing(picture),
      zbar: (await scanRGBABuffer(pixels.buffer, width, height))[0]?.decode() ?? null,
    };
    console.log(kind, text, JSON.stringify(read));
    assert.deepStrictEqual(read, { jsQR: kept, zxing: kept, zbar: kept });
  }
}
JS
node read.mjs
