#!/usr/bin/env bash
# mammoth turns "Điều 5" of a decision into 1, and the article after it into 1 again.
#
# Word numbers articles, clauses and points by itself: the numbers are no text, but a list (w:numPr) with a first number
# (w:start of the standard ISO/IEC 29500-1) and a pattern such as "Điều %1.". mammoth, which shows Word files on web
# pages and feeds other tools for Python and JavaScript, writes a bare <ol>: the first number, the letters a, b of the
# points and the word "Điều" are lost, and each text between two articles starts a list of its own. A part of a decision
# with Articles 5 and 6 is shown as 1 and 1, their points a and b as 1 and 2, while the sentence below goes on to say
# "theo Điều 5". It reports no message. docx2python gives 5, 6, a and b from the same file, as Word does. Whoever quotes
# the page, "Article 1, clause 1", quotes another rule.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
command -v npm >/dev/null || { echo "npm is absent (apt-get install npm)"; exit 77; }
python3 -m venv env
echo '{"private": true}' >package.json
{ env/bin/pip install -q --only-binary :all: mammoth==1.13.0 docx2python==3.7.1 python-docx==1.2.0 >log 2>&1 &&
    npm install --silent --no-audit --no-fund mammoth@1.13.0 >>log 2>&1; } ||
    { cat log; echo "skipped: the packages could not be installed"; exit 77; }
env/bin/python - <<'PY'
from importlib.metadata import version

import docx
import mammoth
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx2python import docx2python

for name in ("mammoth", "docx2python", "python-docx"):
    print(name, version(name))
W = nsdecls("w")
LEVELS = (5, "decimal", "Điều %1."), (1, "decimal", "%2."), (1, "lowerLetter", "%3)")
levels = "".join(
    f'<w:lvl w:ilvl="{place}"><w:start w:val="{start}"/><w:numFmt w:val="{form}"/><w:lvlText w:val="{text}"/></w:lvl>'
    for place, (start, form, text) in enumerate(LEVELS)
)
document = docx.Document()
numbering = document.part.numbering_part.element
numbering.find(qn("w:num")).addprevious(
    parse_xml(f'<w:abstractNum {W} w:abstractNumId="77"><w:multiLevelType w:val="multilevel"/>{levels}</w:abstractNum>')
)
numbering.append(parse_xml(f'<w:num {W} w:numId="77"><w:abstractNumId w:val="77"/></w:num>'))
for level, text in (
    (0, "Hồ sơ dự thi"), (1, "Thành phần hồ sơ"), (2, "Đơn đăng ký"), (2, "Mẫu sản phẩm"),
    (None, "Hồ sơ nộp theo Điều 5."), (0, "Chấm điểm"), (1, "Hội đồng"),
):  # fmt: skip
    properties = document.add_paragraph(text)._p.get_or_add_pPr()
    if level is not None:
        properties.append(parse_xml(f'<w:numPr {W}><w:ilvl w:val="{level}"/><w:numId w:val="77"/></w:numPr>'))
document.save("decision.docx")

with docx2python("decision.docx") as read:
    lines = [line.strip().replace("\t", " ") for line in read.text.splitlines() if line.strip()]
print("docx2python:", lines)
assert lines == ["5) Hồ sơ dự thi", "1) Thành phần hồ sơ", "a) Đơn đăng ký", "b) Mẫu sản phẩm",
                 "Hồ sơ nộp theo Điều 5.", "6) Chấm điểm", "1) Hội đồng"]  # fmt: skip
with open("decision.docx", "rb") as file:
    shown = mammoth.convert_to_html(file)
print("mammoth:", shown.value, shown.messages)
assert shown.messages == []
assert shown.value == (
    "<ol><li>Hồ sơ dự thi<ol><li>Thành phần hồ sơ<ol><li>Đơn đăng ký</li><li>Mẫu sản phẩm</li></ol></li></ol></li></ol>"
    "<p>Hồ sơ nộp theo Điều 5.</p><ol><li>Chấm điểm<ol><li>Hội đồng</li></ol></li></ol>"
)
with open("shown.html", "w", encoding="utf-8") as page:
    page.write(shown.value)
PY
cat >read.cjs <<'JS'
const assert = require("node:assert"), fs = require("node:fs"), mammoth = require("mammoth");
mammoth.convertToHtml({ path: "decision.docx" }).then(({ value, messages }) => {
  console.log("mammoth for Node", require("mammoth/package.json").version, value);
  assert.strictEqual(value, fs.readFileSync("shown.html", "utf-8"));
  assert.deepStrictEqual(messages, []);
});
JS
node read.cjs
