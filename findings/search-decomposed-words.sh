#!/usr/bin/env bash
# Tantivy and Whoosh break a Vietnamese word apart when its marks come as separate characters (NFD).
#
# Text from a Mac's file names, some PDF readers and old keyboards comes decomposed. It looks the same, but both
# tokenizers end a word at a combining mark: "Nước mắm" is indexed as "nu", "o", "c", "ma", "m" by Tantivy, and Whoosh
# keeps only "nu" and "ma". Tantivy's ascii_fold filter runs after that and cannot mend it. Folding alone is therefore
# no normalisation: text has to be composed (NFC) before it goes into the index, and each question too.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
python3 -m venv env
env/bin/pip install -q Whoosh==2.7.4 tantivy==0.27.0 >log 2>&1 ||
    { cat log; echo "skipped: the packages could not be installed"; exit 77; }
env/bin/python -W ignore - <<'PY'
import unicodedata
from importlib.metadata import version

from tantivy import Filter, TextAnalyzerBuilder, Tokenizer
from whoosh.analysis import CharsetFilter, StandardAnalyzer
from whoosh.support.charset import accent_map

print("Whoosh", version("Whoosh"), "tantivy", version("tantivy"))
by_tantivy = TextAnalyzerBuilder(Tokenizer.simple()).filter(Filter.lowercase()).filter(Filter.ascii_fold()).build()
by_whoosh = StandardAnalyzer() | CharsetFilter(accent_map)
seen = {}
for form in ("NFC", "NFD"):
    text = unicodedata.normalize(form, "Nước mắm")
    seen[form] = (by_tantivy.analyze(text), [token.text for token in by_whoosh(text)])
    print(form, "tantivy", seen[form][0], "Whoosh", seen[form][1])
assert seen["NFC"] == (["nuoc", "mam"], ["nuoc", "mam"])
assert seen["NFD"] == (["nu", "o", "c", "ma", "m"], ["nu", "ma"])
PY
