#!/usr/bin/env bash
# Zint, also within zxing-cpp, writes no separator after AI 235, so the lot behind it becomes a part of the serial.
#
# AI 235 is the serial that a third party, such as an authority with its stamps, gives to a product: 1 to 28 characters.
# It is not among the identifiers of a length set beforehand (GS1 General Specifications, chapter 7), so a separator
# must follow when a further field does. Zint leaves it out, of eighty identifiers tried after 235 alone: from
# [235]ABC[10]A7 come bars whose third party's serial is "ABC10A7" and which have no lot. That holds for QR, Data
# Matrix, GS1-128 and Aztec, with no warning, in whatever draws codes with Zint. Put 235 last.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
python3 -m venv env
env/bin/pip install -q --only-binary :all: \
    zxing-cpp==3.1.1 numpy==2.4.6 zint-bindings==1.2.2 pillow==12.3.0 >log 2>&1 ||
    { cat log; echo "skipped: the packages could not be installed"; exit 77; }
env/bin/python - <<'PY'
from importlib.metadata import version

import numpy
import zint
import zxingcpp
from PIL import Image

print(*(f"{name} {version(name)}" for name in ("zxing-cpp", "zint-bindings")))
Format = zxingcpp.BarcodeFormat


def read(picture):
    found = zxingcpp.read_barcode(numpy.pad(numpy.array(picture), 60, constant_values=255))
    return bytes(found.bytes)


def by_zxing(fields, kind):
    return read(zxingcpp.create_barcode(fields, kind, gs1=True).to_image(scale=4))


def by_zint(fields):
    symbol = zint.Symbol()
    symbol.symbology, symbol.input_mode, symbol.outfile = zint.Symbology.DATAMATRIX, zint.InputMode.GS1, "code.png"
    symbol.encode(fields)
    symbol.print()
    return read(Image.open("code.png").convert("L").resize((400, 400), Image.Resampling.NEAREST))


number = "[01]08931234500016"
for identifier, separator in (("235", b""), ("240", b"\x1d"), ("21", b"\x1d")):
    fields = f"{number}[{identifier}]ABC[10]A7"
    expected = b"0108931234500016" + identifier.encode() + b"ABC" + separator + b"10A7"
    found = {kind: by_zxing(fields, kind) for kind in (Format.QRCode, Format.DataMatrix, Format.Code128, Format.Aztec)}
    print(fields, *found.values(), by_zint(fields))
    assert set(found.values()) == {expected} and by_zint(fields) == expected
assert by_zxing(f"{number}[10]A7[235]ABC", Format.QRCode) == b"010893123450001610A7\x1d235ABC"
PY
