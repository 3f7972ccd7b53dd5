#!/usr/bin/env bash
# Two packages read amounts of money in Vietnamese words as other amounts, each where the other one is right.
#
# Contracts and applications give sums in words. vietnam-number reads "hai nghìn tỷ" (2,000 billion đồng, the size of a
# programme's budget) as 20,000,001,000, a hundredth part and a thousand đồng more, although its own n2w() writes the
# amount just so; up to 999 billion it is right. vn-numberwords drops "rưỡi" (and a half): "hai triệu rưỡi" is
# 2,000,000, not 2,500,000, and "ba triệu hai", said for 3,200,000, becomes 3,000,002. Neither raises anything, so a sum
# in words does not check a sum in figures by way of these.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
python3 -m venv env
env/bin/pip install -q --only-binary :all: vietnam-number==1.0.6 vn-numberwords==0.2.0 >log 2>&1 ||
    { cat log; echo "skipped: the packages could not be installed"; exit 77; }
env/bin/python - <<'PY'
from importlib.metadata import version

from vietnam_number import n2w, w2n
from vn_numberwords import words_to_number

print(*(f"{name} {version(name)}" for name in ("vietnam-number", "vn-numberwords")))


def read(words):
    found = w2n(words), words_to_number(words)
    print(f"{words}: vietnam-number {found[0]:,}, vn-numberwords {found[1]:,}")
    return found


assert read("chín trăm chín mươi chín tỷ") == (999_000_000_000, 999_000_000_000)
assert read("ba mươi lăm triệu hai trăm nghìn") == (35_200_000, 35_200_000)
assert n2w("2000000000000") == "hai nghìn tỷ" and n2w("12000000000000") == "mười hai nghìn tỷ"
assert read("hai nghìn tỷ") == (20_000_001_000, 2_000_000_000_000)
assert read("mười hai nghìn tỷ") == (120_000_001_000, 12_000_000_000_000)
assert read("hai triệu rưỡi") == (2_500_000, 2_000_000)
assert read("một tỷ rưỡi") == (1_500_000_000, 1_000_000_000)
assert read("ba triệu hai") == (3_200_000, 3_000_002)
PY
