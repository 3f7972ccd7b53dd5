#!/usr/bin/env bash
# A text split over several QR codes (structured append) is read piece by piece as if each piece were whole.
#
# The standard lets one link be spread over up to 16 small codes, for instance round a thin bottle; each carries its
# number and the total. zxing-cpp's Python module gives the piece as a complete text and no attribute tells that there
# is more; ZBar puts a zero byte in front of every piece but the first; jsQR finds the first code and gives an empty
# text, the others not at all. A page that resolves "what was scanned" gets a cut link that may still be a valid one.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
command -v npm >/dev/null || { echo "npm is absent (apt-get install npm)"; exit 77; }
echo '{"private": true}' >package.json
python3 -m venv env
{
    env/bin/pip install -q --only-binary :all: segno==1.6.6 zxing-cpp==3.1.1 pillow==13.0.0
    npm install --silent --no-audit --no-fund jsqr@1.4.0 @undecaf/zbar-wasm@0.11.0 pngjs@7.0.0
} >log 2>&1 ||
    { cat log; echo "skipped: the packages could not be installed"; exit 77; }
env/bin/python - <<'PY'
from importlib.metadata import version

import segno
import zxingcpp
from PIL import Image

print("segno", version("segno"), "zxing-cpp", version("zxing-cpp"))
link = "https://id.example.vn/01/08931234500016/10/LOT2026/21/000123456789?17=270915"
pieces = []
for number, symbol in enumerate(segno.make_sequence(link, version=3, error="m")):
    symbol.save(f"{number}.png", scale=8, border=4)
    found = zxingcpp.read_barcode(Image.open(f"{number}.png"))
    told = [name for name in dir(found) if "sequence" in name or "append" in name]
    told += [name for name in found.extra if name.lower().startswith(("seq", "append"))]
    pieces.append(found.text)
    print(f"{number}: {found.text!r}, valid {found.valid}, said of a sequence: {told}")
    assert found.valid and told == []
assert len(pieces) == 2 and "".join(pieces) == link
PY
cat >read.mjs <<'JS'
import assert from "node:assert";
import fs from "node:fs";
import { scanRGBABuffer } from "@undecaf/zbar-wasm";
import jsQR from "jsqr";
import { PNG } from "pngjs";

const read = [];
for (const number of [0, 1]) {
  const { data, width, height } = PNG.sync.read(fs.readFileSync(`${number}.png`));
  const pixels = new Uint8ClampedArray(data);
  const byJsQR = jsQR(pixels, width, height);
  const [byZbar] = await scanRGBABuffer(pixels.buffer, width, height);
  read.push([byJsQR ? byJsQR.data : null, byZbar.decode().charCodeAt(0)]);
  console.log(`${number}: jsQR ${JSON.stringify(byJsQR?.data)}, ZBar ${JSON.stringify(byZbar.decode())}`);
}
assert.deepStrictEqual(read, [["", "h".charCodeAt(0)], [null, 0]]);
JS
node read.mjs
