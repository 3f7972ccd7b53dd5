#!/usr/bin/env bash
# python-barcode draws a GTIN-14 as the bars of an EAN-13 made of its first 13 digits.
#
# "gtin" and "ean14" take 14 digits, check the last one and print all 14 under the bars. But EAN bars hold 13, and the
# last is simply not drawn. For a single item ("0" in front) a scanner reads a sound number of 13 digits that belongs to
# somebody else: 0893123450001 instead of 8931234500016. For a carton ("1" in front) nothing can be read at all.
# GTIN-14 goes into ITF-14 or GS1-128; "itf" and "gs1_128" of the same package are right.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
python3 -m venv env
env/bin/pip install -q --only-binary :all: python-barcode==0.16.1 zxing-cpp==3.1.1 pillow==13.0.0 >log 2>&1 ||
    { cat log; echo "skipped: the packages could not be installed"; exit 77; }
env/bin/python - <<'PY'
import io
from importlib.metadata import version

import barcode
import zxingcpp
from barcode.writer import ImageWriter
from PIL import Image

print("python-barcode", version("python-barcode"), "zxing-cpp", version("zxing-cpp"))


def scan(kind, digits):
    code, picture = barcode.get(kind, digits, writer=ImageWriter()), io.BytesIO()
    code.write(picture, {"module_width": 0.4, "quiet_zone": 8})
    found = [(f.format.name, f.text) for f in zxingcpp.read_barcodes(Image.open(picture).convert("L"))]
    print(f"{kind} {digits}: printed below {code.get_fullcode()}, read {found}")
    return code.get_fullcode(), found


for kind in ("gtin", "ean14"):
    assert scan(kind, "08931234500016") == ("08931234500016", [("EAN13", "0893123450001")])
    assert scan(kind, "18931234500013") == ("18931234500013", [])
assert scan("itf", "18931234500013") == ("18931234500013", [("ITF", "18931234500013")])
assert scan("ean13", "8931234500016") == ("8931234500016", [("EAN13", "8931234500016")])
PY
