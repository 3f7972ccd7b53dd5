#!/usr/bin/env bash
# pdfminer.six puts line ends inside Vietnamese words when a PDF holds the marks as characters of their own.
#
# Text typed on a Mac or taken from file names is often decomposed (NFD): "ổ" is o, circumflex and hook. Printed by
# reportlab it looks as it should, for marks have no width and are drawn over the letter. pdfminer takes a mark behind
# another mark for the start of a new block: "Ổi sấy" comes out as three pieces with empty lines between, and composing
# (NFC) what was read mends nothing, as the mark no longer follows its letter. Words with one mark a letter ("Phú Thọ")
# stay whole, and so does composed text. pypdf and pdfium read the same page right. A search for the name, or a check
# of a certificate's text line by line, does not find what everybody sees.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
python3 -m venv env
env/bin/pip install -q --only-binary :all: reportlab==5.1.0 pdfminer.six==20260107 pypdf==7.1.1 pypdfium2==5.15.2 \
    >log 2>&1 && env/bin/pip install -q --no-deps manimgx-fonts==2026.9.26.post1 >log 2>&1 ||
    { cat log; echo "skipped: the packages could not be installed"; exit 77; }
env/bin/python - <<'PY'
import io
from importlib.metadata import version
from pathlib import Path
from unicodedata import normalize

import manimgx_fonts
import pypdf
import pypdfium2
from pdfminer.high_level import extract_text
from reportlab.pdfbase.pdfmetrics import registerFont
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

print(*(f"{name} {version(name)}" for name in ("reportlab", "pdfminer.six", "pypdf", "pypdfium2")))
registerFont(TTFont("Noto", str(Path(manimgx_fonts.__file__).parent / "NotoSans[wght].ttf")))


def read(form, text):
    """What three readers find on a page with one line, composed."""
    paper = io.BytesIO()
    canvas = Canvas(paper)
    canvas.setFont("Noto", 12)
    canvas.drawString(50, 700, normalize(form, text))
    canvas.save()
    found = {
        "pdfminer": extract_text(paper),
        "pypdf": pypdf.PdfReader(paper).pages[0].extract_text(),
        "pdfium": pypdfium2.PdfDocument(paper.getvalue())[0].get_textpage().get_text_range(),
    }
    found = {name: normalize("NFC", words).strip() for name, words in found.items()}
    print(form, text, found)
    return found


for text in ("Nước mắm Phú Quốc", "Ổi sấy"):
    assert set(read("NFC", text).values()) == {text}
    found = read("NFD", text)
    assert found["pypdf"] == found["pdfium"] == text
    assert found["pdfminer"] != text and "\n" in found["pdfminer"]
assert set(read("NFD", "Ba Vì, Phú Thọ").values()) == {"Ba Vì, Phú Thọ"}
PY
