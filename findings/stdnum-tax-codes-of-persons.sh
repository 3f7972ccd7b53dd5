#!/usr/bin/env bash
# python-stdnum refuses the tax code of a Vietnamese household business: since July 2025 it has twelve digits.
#
# From 1 July 2025 on a person's and a household's tax code is the twelve-digit personal number (Circular
# 86/2024/TT-BTC); only organisations keep ten digits, with three more for a branch. vn.mst knows the older two lengths
# alone and calls the third a wrong length. Most rural makers are households, so a form that leans on this check turns
# the greater part of them away, while every example of a company passes. The numbers below are made up.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
python3 -m venv env
env/bin/pip install -q --only-binary :all: python-stdnum==2.2 >log 2>&1 ||
    { cat log; echo "skipped: the packages could not be installed"; exit 77; }
env/bin/python - <<'PY'
import stdnum
from stdnum.exceptions import InvalidLength
from stdnum.vn import mst

print("python-stdnum", stdnum.__version__)
company = "010123456?"
company = company[:9] + mst.calc_check_digit(company[:9])
print("company", company, mst.is_valid(company), "; branch", mst.is_valid(company + "-001"))
assert mst.is_valid(company) and mst.is_valid(company + "-001")
try:
    mst.validate("001000000000")
except InvalidLength as error:
    print("household 001000000000:", type(error).__name__)
else:
    raise SystemExit("twelve digits are taken now")
PY
