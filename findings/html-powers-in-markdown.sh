#!/usr/bin/env bash
# Turndown, markdownify and html2text make "106 CFU/g" of 10⁶ CFU/g, and two of them move values of a table.
#
# A limit for microbes, an area in m² or a footnote stands in web pages as <sup>. The common converters to Markdown drop
# the tag and put what is in it next to the rest: ten to the sixth becomes one hundred and six. markdownify and
# html2text also write the row under a cell that spans two rows without the gap, so its value comes to stand in the
# first column. markdownify has an option, sup_symbol, empty by default; CommonMark would take <sup> as it is. Texts
# prepared so for a search or a language model hold other limits than the page.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
command -v npm >/dev/null || { echo "npm is absent (apt-get install npm)"; exit 77; }
echo '{"private": true}' >package.json
python3 -m venv env
{
    env/bin/pip install -q markdownify==1.2.3 html2text==2025.4.15
    npm install --silent --no-audit --no-fund turndown@7.2.5
} >log 2>&1 ||
    { cat log; echo "skipped: the packages could not be installed"; exit 77; }
cat >page.html <<'HTML'
<p>Tối đa 10<sup>6</sup> CFU/g</p><table><tr><th>Lô</th><th>CFU</th></tr>
<tr><td rowspan="2">A7</td><td>90</td></tr><tr><td>85</td></tr></table>
HTML
env/bin/python - <<'PY'
from importlib.metadata import version

import html2text
import markdownify

page = open("page.html", encoding="utf-8").read()
for name, text in (("markdownify", markdownify.markdownify(page)), ("html2text", html2text.html2text(page))):
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    print(name, version(name), lines)
    assert lines[0] == "Tối đa 106 CFU/g"
    assert lines[-1] in ("| 85 |", "85")
powers = markdownify.markdownify(page, sup_symbol="^").splitlines()
assert "Tối đa 10^6^ CFU/g" in powers
PY
cat >read.cjs <<'JS'
const assert = require("node:assert"), fs = require("node:fs");
const Turndown = require("turndown");
const text = new Turndown().turndown(fs.readFileSync("page.html", "utf8"));
console.log("turndown", require("./node_modules/turndown/package.json").version, text.split("\n"));
assert.ok(text.startsWith("Tối đa 106 CFU/g"));
JS
node read.cjs
