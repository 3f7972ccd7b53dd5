#!/usr/bin/env bash
# cleanco cuts Sa from "Nông sản Phù Sa" and "Thủy sản Trường Sa", for it takes the word for the French "S.A.".
#
# The package strips the legal form off a company's name, so that two lists can be joined. It knows the forms of many
# countries and tries all of them on every name: "Sa", "As", "Ab" or "Co" at the end is cut whatever the language, also
# when written as a word and not in capitals. Phù Sa (alluvium) and Trường Sa (an archipelago) become "Phù" and
# "Trường", while the real Vietnamese form, "Công ty TNHH" or "HTX" in front, stays. Other makers may have those names.
# The project knows that a name which is such a word vanishes whole; other terms can be given in the second argument.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
python3 -m venv env
env/bin/pip install -q cleanco==2.3 >log 2>&1 ||
    { cat log; echo "skipped: the packages could not be installed"; exit 77; }
env/bin/python - <<'PY'
from importlib.metadata import version

from cleanco import basename

print("cleanco", version("cleanco"))
kept = {
    "Nông sản Phù Sa": "Nông sản Phù",
    "Thủy sản Trường Sa": "Thủy sản Trường",
    "Công ty TNHH Phù Sa": "Công ty TNHH Phù",
    "HTX Chè Tà Xùa": "HTX Chè Tà Xùa",
    "Công ty TNHH An Bình": "Công ty TNHH An Bình",
    "An Bình Ltd.": "An Bình",
}
for name, expected in kept.items():
    found = basename(name)
    print(f"{name} -> {found}")
    assert found == expected
PY
