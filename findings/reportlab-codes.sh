#!/usr/bin/env bash
# Two bar codes that reportlab draws hold other data than was asked for.
#
# I2of5 (the bars of ITF-14 on cartons) adds a check digit by default: a GTIN-14, which ends in its own, becomes 15
# digits, and as these bars hold pairs, a zero is put in front: 16 digits, which no shop system takes. checksum=0 draws
# the number as given. ECC200DataMatrix ends some texts with a zero byte that a reader hands over: a lot "LOT7" after a
# GTIN is read as "LOT7" and byte 0 and is then found in no register; the lot "LOT77" is read as it is.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
python3 -m venv env
env/bin/pip install -q --only-binary :all: reportlab==5.1.0 pypdfium2==5.15.2 zxing-cpp==3.1.1 pillow==13.0.0 \
    >log 2>&1 ||
    { cat log; echo "skipped: the packages could not be installed"; exit 77; }
env/bin/python - <<'PY'
import io
from importlib.metadata import version

import pypdfium2
import zxingcpp
from reportlab.graphics import renderPDF
from reportlab.graphics.barcode import createBarcodeDrawing
from reportlab.pdfgen.canvas import Canvas

print("reportlab", version("reportlab"), "zxing-cpp", version("zxing-cpp"))


def scan(kind, **asked):
    paper = io.BytesIO()
    page = Canvas(paper, pagesize=(500, 300))
    renderPDF.draw(createBarcodeDrawing(kind, **asked), page, 60, 60)
    page.showPage()
    page.save()
    picture = pypdfium2.PdfDocument(paper.getvalue())[0].render(scale=4).to_pil().convert("L")
    read = [bytes(found.bytes) for found in zxingcpp.read_barcodes(picture)]
    print(kind, asked, "read", read)
    return read


assert scan("I2of5", value="08931234500016", barHeight=50) == [b"0089312345000162"]
assert scan("I2of5", value="08931234500016", barHeight=50, checksum=0) == [b"08931234500016"]
assert scan("ECC200DataMatrix", value="010893123450001610LOT7") == [b"010893123450001610LOT7\x00"]
assert scan("ECC200DataMatrix", value="010893123450001610LOT77") == [b"010893123450001610LOT77"]
PY
