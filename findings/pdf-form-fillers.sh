#!/usr/bin/env bash
# PyPDFForm and fillpdf write the text of a field where its picture belongs: MuPDF then shows and prints an empty form.
#
# A filled field of a PDF has its value (V) and its appearance (AP), a dictionary of drawings (ISO 32000-2, 12.5.5).
# Both packages put the text itself into AP. PDFium and Poppler draw such a field anew; MuPDF draws nothing. Reading the
# field back by program gives the right text, so a test passes, while an application or a certificate goes out with its
# places empty for some of its readers. PyPDFForm's need_appearances=True mends it, as AP is then left alone; fillpdf
# always sets that flag, with the wrong AP beside it.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
python3 -m venv env
env/bin/pip install -q PyPDFForm==6.0.1 fillpdf==0.7.3 reportlab==5.1.0 pymupdf==2.0 >log 2>&1 ||
    { cat log; echo "skipped: the packages could not be installed"; exit 77; }
env/bin/python -W ignore - <<'PY'
from importlib.metadata import version

import pymupdf
from fillpdf import fillpdfs
from PyPDFForm import PdfWrapper
from reportlab.pdfgen import canvas

print(*(f"{name} {version(name)}" for name in ("PyPDFForm", "fillpdf", "pymupdf")))
form = canvas.Canvas("form.pdf")
form.acroForm.textfield(name="name", x=50, y=700, width=300, height=30)
form.showPage()
form.save()


def look(path):
    page = pymupdf.open(path)[0]
    (field,) = page.widgets()
    kind, _ = page.parent.xref_get_key(field.xref, "AP")
    inside = page.get_pixmap(dpi=100, clip=field.rect + (4, 4, -4, -4), colorspace=pymupdf.csGRAY)
    dark = sum(level < 100 for level in inside.samples)
    print(f"{path}: value {field.field_value!r}, AP is a {kind}, {dark} dark points")
    return field.field_value, kind, dark > 0


def by_pypdfform(text, path, **options):
    PdfWrapper("form.pdf", **options).fill({"name": text}).write(path)
    return look(path)


assert by_pypdfform("Dak Lak", "latin.pdf") == ("Dak Lak", "string", False)
assert by_pypdfform("Đắk Lắk", "marks.pdf") == ("Đắk Lắk", "string", False)
assert by_pypdfform("Dak Lak", "flag.pdf", need_appearances=True) == ("Dak Lak", "dict", True)
fillpdfs.write_fillable_pdf("form.pdf", "fillpdf.pdf", {"name": "Dak Lak"})
assert look("fillpdf.pdf") == ("Dak Lak", "string", False)
PY
