#!/usr/bin/env bash
# @signpdf writes the reason, place and name of a Vietnamese signature as rubbish, before the signature covers them.
#
# A PDF signature tells why, where and by whom it was made, and readers show that beside the tick. The placeholder is
# filled in before signing. placeholder-plain, which its help calls the most used one, writes these texts as UTF-16 with
# the mark in front and then turns the whole, mark and all, into UTF-8; any letter outside ASCII is enough, so "Cà phê"
# goes wrong too. placeholder-pdf-lib cuts each letter to its lowest eight bits: "Hà Nội" becomes "Hà NÙi", a text that
# looks merely misspelt, "Sở Công Thương" becomes "Sß Công Th°¡ng", and "Cà phê" is right. Nothing is raised by either.
# The texts lie in the bytes that are signed, so they cannot be mended afterwards. The script writes placeholders alone.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
command -v npm >/dev/null || { echo "npm is absent (apt-get install npm)"; exit 77; }
echo '{"private": true}' >package.json
python3 -m venv env
{ env/bin/pip install -q --only-binary :all: pypdfium2==5.15.2 &&
    npm install --silent --no-audit --no-fund pdf-lib@1.17.1 @signpdf/placeholder-plain@3.3.0 \
        @signpdf/placeholder-pdf-lib@3.3.0; } >log 2>&1 ||
    { cat log; echo "skipped: the packages could not be installed"; exit 77; }
cat >prepare.cjs <<'JS'
const fs = require("node:fs");
const { pdflibAddPlaceholder } = require("@signpdf/placeholder-pdf-lib");
const { plainAddPlaceholder } = require("@signpdf/placeholder-plain");
const { PDFDocument } = require("pdf-lib");

for (const name of ["@signpdf/placeholder-plain", "@signpdf/placeholder-pdf-lib", "pdf-lib"])
  console.log(name, JSON.parse(fs.readFileSync(`node_modules/${name}/package.json`)).version);
(async () => {
  for (const [n, reason] of JSON.parse(process.argv[2]).entries()) {
    const texts = { reason, name: "An", location: "Ba", contactInfo: "An" };
    const pdfDoc = await PDFDocument.create();
    pdfDoc.addPage([300, 300]);
    const pdfBuffer = Buffer.from(await pdfDoc.save({ useObjectStreams: false }));
    fs.writeFileSync(`plain${n}.pdf`, plainAddPlaceholder({ pdfBuffer, ...texts }));
    pdflibAddPlaceholder({ pdfDoc, ...texts });
    fs.writeFileSync(`pdf-lib${n}.pdf`, await pdfDoc.save({ useObjectStreams: false }));
  }
})();
JS
cat >read.py <<'PY'
import ctypes
import json
import subprocess
from importlib.metadata import version

import pypdfium2
import pypdfium2.raw as pdfium


def reason(path):
    document = pypdfium2.PdfDocument(path)
    signature = pdfium.FPDF_GetSignatureObject(document, 0)
    size = pdfium.FPDFSignatureObj_GetReason(signature, None, 0)
    text = ctypes.create_string_buffer(size)
    pdfium.FPDFSignatureObj_GetReason(signature, text, size)
    return text.raw.decode("utf-16-le").rstrip("\0")


FOUND = {  # what was given: what placeholder-plain and placeholder-pdf-lib make of it
    "Chung nhan": ("Chung nhan", "Chung nhan"),
    "Cà phê": (None, "Cà phê"),
    "Hà Nội": (None, "Hà NÙi"),
    "Sở Công Thương": (None, "Sß Công Th°¡ng"),
}
subprocess.run(["node", "prepare.cjs", json.dumps(list(FOUND))], check=True)
print("pypdfium2", version("pypdfium2"))
for n, (given, (plain, cut)) in enumerate(FOUND.items()):
    first, second = reason(f"plain{n}.pdf"), reason(f"pdf-lib{n}.pdf")
    print(f"{given!r}: placeholder-plain {first!r}, placeholder-pdf-lib {second!r}")
    assert second == cut
    if plain:
        assert first == plain
    else:
        twice = ("\ufeff" + given).encode("utf-16-be").decode("latin-1").encode()
        with open(f"plain{n}.pdf", "rb") as file:
            assert b"/Reason (" + twice + b")" in file.read()
        assert first != given and first.startswith("Ã¾Ã¿")
PY
env/bin/python read.py
