#!/usr/bin/env bash
# num2words says 85.05 and 85.5 in Vietnamese as each other, and -5 as fifteen.
#
# Marks on a certificate or in minutes are written in words too. For 85.05 the package gives "tám mươi lăm phẩy năm",
# which a reader hears as 85.5 (the zero is lost); for 85.5 it gives "phẩy năm mươi" (point fifty). A third decimal
# disappears. For -5 it gives "mười lăm", which is 15, and for -15.5 "năm phẩy năm mươi". Whole numbers are right.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
python3 -m venv env
env/bin/pip install -q num2words==0.5.14 >log 2>&1 ||
    { cat log; echo "skipped: the packages could not be installed"; exit 77; }
env/bin/python - <<'PY'
from importlib.metadata import version

from num2words import num2words

print("num2words", version("num2words"))
kept = {
    85: "tám mươi lăm", 85.05: "tám mươi lăm phẩy năm", 85.5: "tám mươi lăm phẩy năm mươi",
    85.005: "tám mươi lăm", -5: "mười lăm", 15: "mười lăm", -15.5: "năm phẩy năm mươi",
}
for number, words in kept.items():
    got = num2words(number, lang="vi")
    print(f"{number}: {got}")
    assert got == words
PY
