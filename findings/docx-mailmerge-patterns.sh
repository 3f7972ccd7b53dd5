#!/usr/bin/env bash
# docx-mailmerge2 prints 250 boxes as "250.000" when the form asks for numbers the Vietnamese way.
#
# A merge field of Word carries the form of its number: in a Vietnamese Word \# "#.##0" parts thousands with a full stop
# and \# "0,0" has one decimal after a comma. The package says that it respects the formatting of fields, but reads it
# as English whatever the locale of the process: 250 becomes "250.000", which every reader takes for 250 thousand, 1500
# becomes "1500.000", and the mark 85.5 becomes "86" or "85.5000". Halves go to the even side (2.5 is "2", 72.25 is
# "72.2"), where Word rounds them up. A figure handed over as text stays as it is, so a trial with texts passes.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
python3 -m venv env
env/bin/pip install -q --only-binary :all: docx-mailmerge2==1.0.3 python-docx==1.2.0 >log 2>&1 ||
    { cat log; echo "skipped: the packages could not be installed"; exit 77; }
env/bin/python - <<'PY'
import io
import locale
from importlib.metadata import version

from docx import Document
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from mailmerge import MailMerge

print("docx-mailmerge2", version("docx-mailmerge2"))
locale.setlocale(locale.LC_ALL, "")


def printed(pattern, value):
    """A form of one field, filled in."""
    form, filled = io.BytesIO(), io.BytesIO()
    document = Document()
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), rf' MERGEFIELD amount \# "{pattern}" ')
    paragraph = document.add_paragraph()
    field.append(paragraph.add_run("«amount»")._r)
    paragraph._p.append(field)
    document.save(form)
    with MailMerge(form) as merge:
        merge.merge(amount=value)
        merge.write(filled)
    return Document(filled).paragraphs[0].text


expected = [
    ("#.##0", 250, "250.000"), ("#.##0", 1500, "1500.000"), ("#.##0", "1500", "1500"),
    ("0,0", 85.5, "86"), ("#.##0,0", 85.5, "85.5000"),
    ("#,##0", 1500, "1,500"), ("0", 2.5, "2"), ("0", 3.5, "4"), ("0.0", 72.25, "72.2"),
]
for pattern, value, text in expected:
    found = printed(pattern, value)
    print(f"{pattern:8} {value!r:7} {found!r}")
    assert found == text, (pattern, value)
PY
