#!/usr/bin/env bash
# requests and httpx lose links of a GS1 resolver's Link header: one for each relation, and all after a semicolon.
#
# Response.links is a dict by relation. A resolver gives the page of a product in several languages under one relation
# (RFC 8288 lets it repeat); only the last one is left, so the Vietnamese page is gone where an English one follows.
# And both cut at every semicolon, also inside "<...>" and quotes: the lot "A;B", whose semicolon may stand bare in a
# path, becomes the link of lot "A" without its relation, and a title "Che; loai 1" becomes "Che". http-link-header for
# Node reads the same header whole.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
command -v npm >/dev/null || { echo "npm is absent (apt-get install npm)"; exit 77; }
echo '{"private": true}' >package.json
python3 -m venv env
{
    env/bin/pip install -q --only-binary :all: requests==2.34.2 httpx==0.28.1
    npm install --silent --no-audit --no-fund http-link-header@1.1.4
} >log 2>&1 ||
    { cat log; echo "skipped: the packages could not be installed"; exit 77; }
page='rel="https://ref.gs1.org/voc/pip"' trace='rel="https://ref.gs1.org/voc/traceability"'
printf '%s, ' "<https://id.example/che>; $page; hreflang=\"vi\"; title=\"Che; loai 1\"" \
    "<https://id.example/tea>; $page; hreflang=\"en\"" >header.txt
printf '%s\n' "<https://id.example/01/08931234500016/10/A;B>; $trace" >>header.txt
cat header.txt
env/bin/python - <<'PY'
from pathlib import Path

import httpx
import requests
from requests.utils import parse_header_links

print("requests", requests.__version__, "httpx", httpx.__version__)
header = Path("header.txt").read_text().strip()
PAGE, TRACE = "https://ref.gs1.org/voc/pip", "https://ref.gs1.org/voc/traceability"
LOT = "https://id.example/01/08931234500016/10/A"
by_requests = requests.Response()
by_requests.headers["Link"] = header
for links in (by_requests.links, httpx.Response(200, headers={"Link": header}).links):
    print(links)
    assert {relation: link["url"] for relation, link in links.items()} == {PAGE: "https://id.example/tea", LOT: LOT}
    assert links[LOT] == {"url": LOT} and TRACE not in links
first = parse_header_links(header)[0]
print(first)
assert first["title"] == "Che"
PY
cat >read.cjs <<'JS'
const assert = require("node:assert"), fs = require("node:fs");
const LinkHeader = require("http-link-header");
console.log("http-link-header", require("./node_modules/http-link-header/package.json").version);
const { refs } = LinkHeader.parse(fs.readFileSync("header.txt", "utf8").trim());
console.log(refs);
assert.deepStrictEqual(refs.map((link) => link.uri.slice(19)), ["che", "tea", "01/08931234500016/10/A;B"]);
assert.strictEqual(refs[0].title, "Che; loai 1");
JS
node read.cjs
