#!/usr/bin/env bash
# pdf-lib tears Vietnamese capitals apart when their marks are characters of their own, unless told to embed a subset.
#
# Text typed on a Mac or taken from file names is often decomposed (NFD): "Ế" is E, circumflex and acute. A font such as
# DejaVu Sans has lower forms of the marks for capitals, and the shaping in pdf-lib picks them. They have no character
# of their own in the font, and for a whole font, which embedFont() puts in by default, pdf-lib writes widths and
# meanings only for glyphs that have one. The reader gives the others the width of a whole em: "QUẾ" shows its acute far
# behind the E and runs on over what stands beside it, and copied or searched it holds letters of other scripts that
# nobody wrote. widthOfTextAtSize() still gives the right width. Small letters, composed text, and {subset: true} are
# right, so it shows in headings and names in capitals, as certificates have them.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
command -v npm >/dev/null || { echo "npm is absent (apt-get install npm)"; exit 77; }
echo '{"private": true}' >package.json
python3 -m venv env
{ env/bin/pip install -q --only-binary :all: pypdfium2==5.15.2 &&
    npm install --silent --no-audit --no-fund pdf-lib@1.17.1 @pdf-lib/fontkit@1.1.1 dejavu-fonts-ttf@2.37.3; } \
    >log 2>&1 || { cat log; echo "skipped: the packages could not be installed"; exit 77; }
cat >write.mjs <<'JS'
import fs from "node:fs";
import fontkit from "@pdf-lib/fontkit";
import { PDFDocument } from "pdf-lib";

for (const name of ["pdf-lib", "@pdf-lib/fontkit", "dejavu-fonts-ttf"])
  console.log(name, JSON.parse(fs.readFileSync(`node_modules/${name}/package.json`)).version);
const face = fs.readFileSync("node_modules/dejavu-fonts-ttf/ttf/DejaVuSans.ttf");
const asked = JSON.parse(fs.readFileSync("asked.json"));
for (const one of asked) {
  const file = await PDFDocument.create();
  file.registerFontkit(fontkit);
  const font = await file.embedFont(face, one.options);
  file.addPage([600, 100]).drawText(one.text, { x: 20, y: 50, size: 20, font });
  one.width = font.widthOfTextAtSize(one.text, 20);
  fs.writeFileSync(one.name, await file.save());
}
fs.writeFileSync("written.json", JSON.stringify(asked));
JS
cat >read.py <<'PY'
import json
import pathlib
import subprocess
import unicodedata
from importlib.metadata import version

import pypdfium2

RIGHT = [("NFC", "QUẾ", {}), ("NFD", "Quế", {}), ("NFD", "QUẾ", {"subset": True}), ("NFD", "GIẤY", {"subset": True})]
TORN = [("NFD", "QUẾ", {}), ("NFD", "GIẤY", {}), ("NFD", "MẮM", {})]
asked = [
    {"name": f"{n}.pdf", "form": form, "text": unicodedata.normalize(form, f"{word} X"), "options": options}
    for n, (form, word, options) in enumerate(RIGHT + TORN)
]
pathlib.Path("asked.json").write_text(json.dumps(asked))
subprocess.run(["node", "write.mjs"], check=True)
print("pypdfium2", version("pypdfium2"))
for n, one in enumerate(json.loads(pathlib.Path("written.json").read_text())):
    page = pypdfium2.PdfDocument(one["name"])[0].get_textpage()
    text = page.get_text_range()
    end = page.get_charbox(page.count_chars() - 1)[2] - 20
    composed = unicodedata.normalize("NFC", one["text"])
    print(f"{one['form']} {one['options']}: {composed!r} is read as {text!r}, {end:.1f} points wide,", end=" ")
    print(f"announced as {one['width']:.1f}")
    same = unicodedata.normalize("NFC", text) == composed
    assert same is (n < len(RIGHT))
    assert abs(end - one["width"]) < 2 if same else end - one["width"] > 15
PY
env/bin/python read.py
