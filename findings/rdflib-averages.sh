#!/usr/bin/env bash
# rdflib averages a jury's marks without the one that came as a text, where SPARQL says that there is no average.
#
# A mark from a form or a CSV file easily arrives as "60" in quotes, a string. By SPARQL 1.1 AVG adds and divides, the
# sum with a string is an error, and the variable stays unbound, as pyoxigraph has it. rdflib leaves the string out and
# answers 85 for 80, 90 and "60": a number that looks right, with the lowest mark gone. A division that fails within
# AVG is left out in the same way. SUM of the same marks raises, and COUNT counts all three, so that sum, count and
# average of one register do not fit together. Cast in the query: AVG(xsd:decimal(?mark)) gives 76.67.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
python3 -m venv env
env/bin/pip install -q rdflib==7.6.0 pyoxigraph==0.5.13 >log 2>&1 ||
    { cat log; echo "skipped: the packages could not be installed"; exit 77; }
env/bin/python - <<'PY'
from importlib.metadata import version

import pyoxigraph
import rdflib

print("rdflib", version("rdflib"), "pyoxigraph", version("pyoxigraph"))
graph, store = rdflib.Graph(), pyoxigraph.Store()


def ask(expression, marks):
    query = "PREFIX xsd: <http://www.w3.org/2001/XMLSchema#> "
    query += f"SELECT ({expression} AS ?found) {{ VALUES (?mark ?of) {{ {marks} }} }}"
    try:
        by_rdflib = [str(row.found) for row in graph.query(query)]
    except rdflib.plugins.sparql.sparql.SPARQLTypeError as error:
        by_rdflib = type(error).__name__
    by_other = [row["found"] and row["found"].value for row in store.query(query)]
    print(f"{expression} of {marks}: rdflib {by_rdflib}, pyoxigraph {by_other}")
    return by_rdflib, by_other


numbers, mixed = "(80 1) (90 1) (60 1)", '(80 1) (90 1) ("60" 1)'
assert ask("SUM(?mark)", numbers) == (["230"], ["230"])
assert ask("AVG(?mark)", mixed) == (["85"], [None])
assert ask("SUM(?mark)", mixed) == ("SPARQLTypeError", [None])
assert ask("COUNT(?mark)", mixed) == (["3"], ["3"])
assert ask("AVG(xsd:decimal(?mark))", mixed)[0][0].startswith("76.666")
assert ask("AVG(?mark / ?of)", "(80 1) (90 1) (60 0)") == (["85"], [None])
PY
