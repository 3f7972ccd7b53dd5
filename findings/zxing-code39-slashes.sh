#!/usr/bin/env bash
# zxing-cpp reads the lot "25/A3" of a Code 39 label as "25!3", and the paper "21/NQ" as "21.Q".
#
# Code 39 has 43 characters; "/", "+", "$" and "%" are among them, and none is a shift. Only where both sides agree on
# the full ASCII option of ISO/IEC 16388 do "/A" to "%Z" stand for other characters, and no bar tells that they do.
# zxing-cpp takes a code in which nothing but such pairs occurs for one of those. The label "7/2026" next to it reads
# right, so a trial passes. `.bytes` is changed as well, and only `.format` hints at it. Asking for BarcodeFormat.Code39
# does not help; Code39Std reads what is printed.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
python3 -m venv env
env/bin/pip install -q --only-binary :all: zxing-cpp==3.1.1 numpy==2.4.6 >log 2>&1 ||
    { cat log; echo "skipped: the packages could not be installed"; exit 77; }
env/bin/python - <<'PY'
from importlib.metadata import version

import numpy
import zxingcpp

print("zxing-cpp", version("zxing-cpp"))
Format = zxingcpp.BarcodeFormat
kept = {"25/A3": "25!3", "21/NQ": "21.Q", "7/D": "7$", "SP+B": "SPb", "7/2026": "7/2026", "25-A3": "25-A3"}
for printed, expected in kept.items():
    symbol = zxingcpp.create_barcode(printed, Format.Code39Std)
    picture = numpy.pad(numpy.array(symbol.to_image(scale=4)), 40, constant_values=255)
    usual = zxingcpp.read_barcode(picture)
    asked = zxingcpp.read_barcode(picture, formats=Format.Code39)
    plain = zxingcpp.read_barcode(picture, formats=Format.Code39Std)
    print(f"printed {printed}: usual {usual.text} {usual.bytes}, Code39 {asked.text}, Code39Std {plain.text}")
    assert usual.text == asked.text == expected
    assert usual.bytes == expected.encode()
    assert plain.text == printed
PY
