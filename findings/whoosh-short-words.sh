#!/usr/bin/env bash
# Whoosh's usual analyzer throws away Vietnamese names and short lot codes.
#
# It drops English stop words and every word of one letter. "An" of Hội An and An Giang is such a stop word, "Ô" of Ô
# Long is one letter, and of the lot code "L-7" nothing at all is left, so a product named only so is never found. If
# marks are taken off before the stop words, "tò" (as in tò he, a folk toy) and "thẻ" vanish too, being "to" and "the".
# All that is asked for is StandardAnalyzer(), with no mention of English.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
python3 -m venv env
env/bin/pip install -q Whoosh==2.7.4 >log 2>&1 ||
    { cat log; echo "skipped: the packages could not be installed"; exit 77; }
env/bin/python -W ignore - <<'PY'
from importlib.metadata import version

from whoosh.analysis import CharsetFilter, LowercaseFilter, RegexTokenizer, StandardAnalyzer, StopFilter
from whoosh.support.charset import accent_map

print("Whoosh", version("Whoosh"))
usual = StandardAnalyzer()
folding = RegexTokenizer() | LowercaseFilter() | CharsetFilter(accent_map) | StopFilter()
kept = [
    (usual, "An Giang", ["giang"]), (usual, "Hội An", ["hội"]), (usual, "Ô Long", ["long"]), (usual, "L-7", []),
    (folding, "Tò he", ["he"]), (folding, "Thẻ bài", ["bai"]),
    (StandardAnalyzer(stoplist=None, minsize=1), "L-7", ["l", "7"]),
]
for analyzer, text, words in kept:
    got = [token.text for token in analyzer(text)]
    print("folded" if analyzer is folding else "as it is", repr(text), got)
    assert got == words
PY
