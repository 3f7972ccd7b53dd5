#!/usr/bin/env bash
# qrcode-generator for JavaScript writes other letters into a QR code than it was given, when they are Vietnamese.
#
# Each character is cut down to its lowest eight bits: "ư" (U+01B0) becomes byte B0, "ớ" (U+1EDB) byte DB. The code for
# "Nước mắm Phú Quốc" holds "N°Ûc m¯m Phú QuÑc", and no reader can tell what it was. Names whose letters are all in
# Latin-1 ("Cà phê", "Ba Vì") are kept, so a trial passes. Nothing is raised. The package can do better, but has to be
# told once: qrcode.stringToBytes = qrcode.stringToBytesFuncs["UTF-8"].
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
command -v npm >/dev/null || { echo "npm is absent (apt-get install npm)"; exit 77; }
echo '{"private": true}' >package.json
python3 -m venv env
{
    env/bin/pip install -q --only-binary :all: zxing-cpp==3.1.1 pillow==13.0.0
    npm install --silent --no-audit --no-fund qrcode-generator@2.0.4
} >log 2>&1 ||
    { cat log; echo "skipped: the packages could not be installed"; exit 77; }
cat >draw.cjs <<'JS'
const fs = require("node:fs"), qrcode = require("qrcode-generator");
console.log("qrcode-generator", JSON.parse(fs.readFileSync("node_modules/qrcode-generator/package.json")).version);
const draw = (text, file) => {
  const code = qrcode(0, "M");
  code.addData(text);
  code.make();
  const size = code.getModuleCount(), rows = [];
  for (let y = -4; y < size + 4; y++)
    for (let line = 0; line < 4; line++)
      for (let x = -16; x < (size + 4) * 4; x++) {
        const column = Math.floor(x / 4), inside = y >= 0 && y < size && column >= 0 && column < size;
        rows.push(inside && code.isDark(y, column) ? 0 : 255);
      }
  const side = (size + 8) * 4;
  fs.writeFileSync(file, Buffer.concat([Buffer.from(`P5 ${side} ${side} 255\n`), Buffer.from(rows)]));
};
draw("Nước mắm Phú Quốc", "fish-sauce.pgm");
draw("Cà phê", "coffee.pgm");
qrcode.stringToBytes = qrcode.stringToBytesFuncs["UTF-8"];
draw("Nước mắm Phú Quốc", "utf-8.pgm");
JS
node draw.cjs
env/bin/python - <<'PY'
from importlib.metadata import version

import zxingcpp
from PIL import Image

print("zxing-cpp", version("zxing-cpp"))
held = {}
for name in ("fish-sauce", "coffee", "utf-8"):
    (found,) = zxingcpp.read_barcodes(Image.open(f"{name}.pgm"))
    held[name] = found.bytes
    print(name, found.bytes, found.text)
assert held["fish-sauce"].decode("latin-1") == "N°Ûc m¯m Phú QuÑc"
assert held["coffee"].decode("latin-1") == "Cà phê"
assert held["utf-8"].decode() == "Nước mắm Phú Quốc"
PY
