#!/usr/bin/env bash
# underthesea spells names anew while it parts a text into words: the commune An Qui becomes "An Quy".
#
# word_tokenize() is to find the words of a Vietnamese text, and pos_tag() and ner() begin with it. On the way each
# syllable of up to six letters is looked up in a table of 2,904 misspellings and replaced. Most only move a tone (Hoà
# to Hòa), but the table also holds "qui" for "quy", so An Qui and Sơn Qui, as lists of communes and wards write them, a
# Mr Qui, and the letters QUI before a number come out as others, while Quí stays. A name that ner() finds is then not
# in the register, nor in the text it was found in. use_token_normalize=False keeps the letters, but only
# word_tokenize() takes it.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
python3 -m venv env
env/bin/pip install -q --only-binary :all: underthesea==9.5.0 underthesea-core==3.3.2 >log 2>&1 ||
    { cat log; echo "skipped: the packages could not be installed"; exit 77; }
env/bin/python - <<'PY'
import inspect
from importlib.metadata import version

from underthesea import ner, pos_tag, word_tokenize

print("underthesea", version("underthesea"))
READ = {
    "xã An Qui": ["xã", "An Quy"],
    "Ông Nguyễn Văn Qui": ["Ông", "Nguyễn Văn Quy"],
    "hàng QUI 08": ["hàng", "QUY", "08"],
    "Phường Hoà Bình": ["Phường", "Hòa Bình"],
    "Ông Nguyễn Văn Quí": ["Ông", "Nguyễn Văn Quí"],
    "xã Tân Phú": ["xã", "Tân Phú"],
}
for text, words in READ.items():
    found = [word_tokenize(text), [word[0] for word in pos_tag(text)], [word[0] for word in ner(text)]]
    kept = word_tokenize(text, use_token_normalize=False)
    print(f"{text}: {found[0]}, with use_token_normalize=False {kept}")
    assert found == [words] * 3, found
    assert " ".join(kept) == text
assert not any("use_token_normalize" in inspect.signature(call).parameters for call in (pos_tag, ner))
PY
