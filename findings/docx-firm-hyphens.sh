#!/usr/bin/env bash
# docx2txt and docx2python leave out the hyphens that keep a number on one line: "-18 °C" is read as "18 °C".
#
# So that a minus, a lot or the number of a paper is not broken at the end of a line, one types Ctrl+Shift+hyphen in
# Word. The file then holds the element w:noBreakHyphen (ISO/IEC 29500: a hyphen stands here). Both packages pass it
# over, so frozen fish is kept at 18 °C, the lot 10-11 becomes 1011, another lot, and resolution 19-NQ/TW becomes
# 19NQ/TW. Nothing is raised. A hyphen from the key alone is kept, so a trial passes. python-docx and mammoth give it.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
python3 -m venv env
env/bin/pip install -q docx2txt==0.9 docx2python==3.7.1 python-docx==1.2.0 mammoth==1.13.0 >log 2>&1 ||
    { cat log; echo "skipped: the packages could not be installed"; exit 77; }
env/bin/python - <<'PY'
from importlib.metadata import version

import docx
import docx2txt
import mammoth
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx2python import docx2python

print(*(f"{name} {version(name)}" for name in ("docx2txt", "docx2python", "python-docx", "mammoth")))
LINES = ("Bảo quản ở ~18 °C", "Lô 10~11", "Nghị quyết 19~NQ/TW", "Lô 10-11")  # ~ stands for the firm hyphen
file = docx.Document()
for line in LINES:
    run = file.add_paragraph().add_run()
    for part in line.replace("~", "\n~\n").split("\n"):
        if part == "~":
            run._r.append(parse_xml(f"<w:noBreakHyphen {nsdecls('w')}/>"))
        else:
            run.add_text(part)
file.save("sheet.docx")


def lines(text):
    return [line for line in text.split("\n") if line]


kept = [paragraph.text for paragraph in docx.Document("sheet.docx").paragraphs]
with open("sheet.docx", "rb") as stored:
    also_kept = lines(mammoth.extract_raw_text(stored).value)
with docx2python("sheet.docx") as read:
    lost = lines(read.text)
also_lost = lines(docx2txt.process("sheet.docx"))
for name, found in (("docx2txt", also_lost), ("docx2python", lost), ("python-docx", kept), ("mammoth", also_kept)):
    print(name, found)
assert kept == [line.replace("~", "-") for line in LINES]
assert also_kept == [line.replace("~", "\N{NON-BREAKING HYPHEN}") for line in LINES]
assert lost == also_lost == ["Bảo quản ở 18 °C", "Lô 1011", "Nghị quyết 19NQ/TW", "Lô 10-11"]
PY
