#!/usr/bin/env bash
# A word set in two faces is shaped by reportlab with the first of them, and the rest prints as other letters.
#
# With shaping on, as Khmer needs it, a paragraph shapes each run between blanks at once, in the face of its first
# letter. A comma, a bracket or a Latin ending in another face right behind a Khmer word then goes out as glyph numbers
# of the Khmer face drawn with the other one: the paper shows letters that nobody wrote, the text that a reader copies
# differs too, and nothing is reported. Without shaping the same markup is right, but Khmer falls apart. A blank between the
# faces keeps both right. Names of makers and products mix scripts, and certificates must not print another name.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
python3 -m venv env
env/bin/pip install -q --only-binary :all: reportlab==5.1.0 uharfbuzz==0.57.0 pypdfium2==5.15.2 fonttools==4.68.0 \
    >log 2>&1 && env/bin/pip install -q --no-deps manimgx-fonts==2026.9.26.post1 >log 2>&1 ||
    { cat log; echo "skipped: the packages could not be installed"; exit 77; }
env/bin/python - <<'PY'
import io
from importlib.metadata import version
from pathlib import Path

import manimgx_fonts
import pypdfium2
import reportlab
from fontTools.ttLib import TTFont as Face
from fontTools.varLib.instancer import instantiateVariableFont
from reportlab.lib.fonts import addMapping
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase.pdfmetrics import registerFont
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.platypus import Paragraph, SimpleDocTemplate

print("reportlab", version("reportlab"), "uharfbuzz", version("uharfbuzz"))
khmer = Face(Path(manimgx_fonts.__file__).parent / "NotoSansKhmer[wght].ttf")
instantiateVariableFont(khmer, {"wght": 400}, inplace=True)
khmer.save("khmer.ttf")
for name, path in {"Khmer": "khmer.ttf", "Latin": str(Path(reportlab.__file__).parent / "fonts" / "Vera.ttf")}.items():
    registerFont(TTFont(name, path, shapable=True))
    addMapping(name, 0, 0, name)


def printed(markup, shaping):
    paper = io.BytesIO()
    style = ParagraphStyle("p", fontName="Latin", shaping=shaping)
    SimpleDocTemplate(paper).build([Paragraph(markup, style)])
    text = pypdfium2.PdfDocument(paper.getvalue())[0].get_textpage().get_text_range().strip()
    print("shaping", shaping, repr(markup), "reads", repr(text))
    return text


word = '<font name="Khmer">ខ្មែរ</font>'
assert not printed(f"{word}, Lao", 1).endswith(", Lao")
assert printed(f"{word} , Lao", 1).endswith(", Lao")
assert printed(f"{word}, Lao", 0).endswith(", Lao")
PY
