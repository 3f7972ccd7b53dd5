#!/usr/bin/env bash
# The bracketed form of a GS1 code, "(01)...(10)...", cannot be read back: a lot may itself hold brackets.
#
# Brackets are among the 82 characters GS1 allows in a lot. zxing-cpp gives GS1 codes as bracketed text by default, so
# a code with the lot "7(21)5" and a code with the lot "7" and the serial "5" have the same `.text`; only `.bytes`
# tells them apart. biip turns the lot "LOT(7" into the bracketed form and reads its own answer back as the lot "LOT",
# without a word. A register that keeps the reader's `.text` cannot know which lot was scanned.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
python3 -m venv env
env/bin/pip install -q --only-binary :all: zxing-cpp==3.1.1 numpy==2.4.6 biip==5.2.0 >log 2>&1 ||
    { cat log; echo "skipped: the packages could not be installed"; exit 77; }
env/bin/python - <<'PY'
from importlib.metadata import version

import numpy
import zxingcpp
from biip.gs1_messages import GS1Message

print("zxing-cpp", version("zxing-cpp"), "biip", version("biip"))


def scan(data):
    symbol = zxingcpp.create_barcode(data, zxingcpp.BarcodeFormat.QRCode, gs1=True)
    picture = numpy.pad(numpy.array(symbol.to_image(scale=6)), 40, constant_values=255)
    read = zxingcpp.read_barcode(picture)
    print(f"zxing-cpp: {read.text} from {read.bytes!r}")
    return read.text, bytes(read.bytes)


lot_and_serial = scan("[01]08931234500016[10]7[21]5")
lot_alone = scan("[01]08931234500016[10]7(21)5")
assert lot_and_serial == ("(01)08931234500016(10)7(21)5", b"0108931234500016107\x1d215")
assert lot_alone == ("(01)08931234500016(10)7(21)5", b"0108931234500016107(21)5")

message = GS1Message.parse("010893123450001610LOT(7")
again = GS1Message.parse_hri(message.as_hri())
print("biip:", message.as_hri(), "->", [(e.ai.ai, e.value) for e in again.element_strings])
assert [e.value for e in message.element_strings] == ["08931234500016", "LOT(7"]
assert [e.value for e in again.element_strings] == ["08931234500016", "LOT"]
PY
