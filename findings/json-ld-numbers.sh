#!/usr/bin/env bash
# The same JSON-LD gives other RDF in PyLD and jsonld.js than in rdflib: marks, whole numbers, languages.
#
# PyLD and jsonld.js follow the specification: a mark 85.1 becomes "8.509999999999999E1" and 3.0 becomes the integer 3;
# rdflib writes "85.1" and the double 3.0. PyLD also puts the language "vi-VN" in small letters, rdflib keeps it. Query
# results, hashes of the canonical form and SHACL checks on open data of a register then differ by the library, and
# whoever reads the first literal as a decimal number has less than 85.1. Numbers that matter go out as texts with a
# datatype.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
command -v npm >/dev/null || { echo "npm is absent (apt-get install npm)"; exit 77; }
echo '{"private": true}' >package.json
python3 -m venv env
{
    env/bin/pip install -q PyLD==3.3.0 rdflib==7.6.0
    npm install --silent --no-audit --no-fund jsonld@9.0.0
} >log 2>&1 ||
    { cat log; echo "skipped: the packages could not be installed"; exit 77; }
cat >product.jsonld <<'JSON'
{"@context": {"@vocab": "https://example.vn/"}, "@id": "https://example.vn/1",
 "mark": 85.1, "boxes": 3.0, "name": {"@value": "Trà", "@language": "vi-VN"}}
JSON
env/bin/python - <<'PY'
import json
from importlib.metadata import version

import rdflib
from pyld import jsonld

print("PyLD", version("PyLD"), "rdflib", version("rdflib"))
text = open("product.jsonld", encoding="utf-8").read()
by_pyld = jsonld.to_rdf(json.loads(text), {"format": "application/n-quads"})
by_rdflib = rdflib.Graph().parse(data=text, format="json-ld").serialize(format="nt")
kind = "^^<http://www.w3.org/2001/XMLSchema#"
kept = {
    "PyLD": (by_pyld, [f'"8.509999999999999E1"{kind}double>', f'"3"{kind}integer>', '"Trà"@vi-vn']),
    "rdflib": (by_rdflib, [f'"85.1"{kind}double>', f'"3.0"{kind}double>', '"Trà"@vi-VN']),
}
for name, (lines, literals) in kept.items():
    print(name, *sorted(lines.strip().splitlines()), sep="\n  ")
    assert all(literal in lines for literal in literals)
PY
cat >read.cjs <<'JS'
const assert = require("node:assert"), fs = require("node:fs");
const jsonld = require("jsonld");
(async () => {
  const lines = await jsonld.toRDF(JSON.parse(fs.readFileSync("product.jsonld")), { format: "application/n-quads" });
  console.log(`jsonld.js ${require("./node_modules/jsonld/package.json").version}\n${lines}`);
  assert.ok(lines.includes('"8.509999999999999E1"'));
  assert.ok(lines.includes('"3"^^<http://www.w3.org/2001/XMLSchema#integer>'));
})();
JS
node read.cjs
