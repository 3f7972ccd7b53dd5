#!/usr/bin/env bash
# vietnam-number reads "một nghìn tỷ" as ten billion and one thousand, and "năm rưỡi" as 55.
#
# Sums in words are read back to compare them with the figures beside them. Up to the billions the package is right,
# with halves ("một triệu rưỡi") and the short "một triệu hai" too. Above that, a thousand billion đồng, the order of a
# province's yearly budget, comes out as ten billion and one thousand, a hundredth of it. "rưỡi" behind a number without
# a unit is taken for the digit five. Nothing is raised.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
python3 -m venv env
env/bin/pip install -q vietnam-number==1.0.6 >log 2>&1 ||
    { cat log; echo "skipped: the packages could not be installed"; exit 77; }
env/bin/python - <<'PY'
from importlib.metadata import version

from vietnam_number import w2n

print("vietnam-number", version("vietnam-number"))
READ = {
    "một triệu rưỡi": 1_500_000,
    "một triệu hai": 1_200_000,
    "mười lăm triệu đồng": 15_000_000,
    "một tỷ không trăm linh năm triệu": 1_005_000_000,
}
MISREAD = {"một nghìn tỷ": 10_000_001_000, "hai trăm nghìn tỷ": 200_000_001_000, "năm rưỡi": 55}
for words, number in (READ | MISREAD).items():
    found = w2n(words)
    print(f"{words}: {found:,}")
    assert found == number, found
PY
