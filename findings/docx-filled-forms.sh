#!/usr/bin/env bash
# python-docx gives a filled-in form without what was filled in, and a corrected figure neither old nor new.
#
# Forms of offices mark the places to fill with content controls (w:sdt of the standard ISO/IEC 29500). A paragraph's
# .text leaves out all that stands in one, and .paragraphs a whole paragraph in one: "Tên: " and nothing behind it. With
# "Track Changes" on, the old figure is a deletion and the new one an insertion; .text leaves out both, so a capacity
# raised from 300 to 500 boxes reads "Quy mô:  hộp". Nothing is raised. Word shows all of it, and docx2txt and mammoth
# read it from the same file.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
python3 -m venv env
env/bin/pip install -q --only-binary :all: python-docx==1.2.0 docx2txt==0.9 mammoth==1.13.0 >log 2>&1 ||
    { cat log; echo "skipped: the packages could not be installed"; exit 77; }
env/bin/python - <<'PY'
from importlib.metadata import version

import docx
import docx2txt
import mammoth
from docx.oxml import parse_xml

print(*(f"{name} {version(name)}" for name in ("python-docx", "docx2txt", "mammoth")))
NAMES = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def run(text, tag="t"):
    return f'<w:r><w:{tag} xml:space="preserve">{text}</w:{tag}></w:r>'


def control(content):
    return f"<w:sdt {NAMES}><w:sdtPr><w:text/></w:sdtPr><w:sdtContent>{content}</w:sdtContent></w:sdt>"


def change(kind, number, content):
    return f'<w:{kind} w:id="{number}" w:author="A" w:date="2026-09-02T08:00:00Z">{content}</w:{kind}>'


OLD, NEW = change("del", 1, run("300", "delText")), change("ins", 2, run("500"))
form = docx.Document()
for part in (
    f"<w:p {NAMES}>{run('Tên: ')}{control(run('Chè xanh'))}</w:p>",
    control(f"<w:p>{run('Cơ sở: HTX Một')}</w:p>"),
    f"<w:p {NAMES}>{run('Quy mô: ')}{OLD}{NEW}{run(' hộp')}</w:p>",
):
    form.element.body.insert(len(form.element.body) - 1, parse_xml(part))
form.save("form.docx")

by_docx = [paragraph.text for paragraph in docx.Document("form.docx").paragraphs]
by_docx2txt = [line for line in docx2txt.process("form.docx").split("\n") if line]
with open("form.docx", "rb") as file:
    by_mammoth = [line for line in mammoth.extract_raw_text(file).value.split("\n") if line]
print(by_docx, by_docx2txt, by_mammoth, sep="\n")
assert by_docx == ["Tên: ", "Quy mô:  hộp"]
assert by_docx2txt == by_mammoth == ["Tên: Chè xanh", "Cơ sở: HTX Một", "Quy mô: 500 hộp"]
PY
