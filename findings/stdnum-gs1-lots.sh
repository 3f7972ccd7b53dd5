#!/usr/bin/env bash
# python-stdnum glues the fields of a GS1-128 code together and rewrites a date.
#
# gs1_128.info() takes away the brackets, and with them the only sign of where a lot ends: from the lot "LOT7", the
# serial "5" it makes the lot "LOT7215". Given what a scanner sends, with the separator byte 29 in place, it leaves
# separator, key and serial inside the lot too, unless separator="\x1d" is passed. "Best before" with the day 00 ("some
# day of that month") becomes the last day and is written back so by encode(): the code is then another one than was
# printed. Nothing is raised, and validate() calls each of them sound.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
python3 -m venv env
env/bin/pip install -q --only-binary :all: python-stdnum==2.2 >log 2>&1 ||
    { cat log; echo "skipped: the packages could not be installed"; exit 77; }
env/bin/python - <<'PY'
from importlib.metadata import version

from stdnum import gs1_128

print("python-stdnum", version("python-stdnum"))
bracketed = gs1_128.info("(01)08931234500016(10)LOT7(21)5")
print("bracketed:", bracketed)
assert bracketed == {"01": "08931234500016", "10": "LOT7215"}

sent = "010893123450001610LOT7\x1d215"
print("as sent:", gs1_128.info(sent), "told the separator:", gs1_128.info(sent, separator="\x1d"))
assert gs1_128.is_valid(sent)
assert gs1_128.info(sent) == {"01": "08931234500016", "10": "LOT7\x1d215"}
assert gs1_128.info(sent, separator="\x1d") == {"01": "08931234500016", "10": "LOT7", "21": "5"}

month = "010893123450001615270200"
print(month, "written back:", gs1_128.encode(gs1_128.info(month)))
assert gs1_128.encode(gs1_128.info(month)) == "010893123450001615270228"
PY
