#!/usr/bin/env bash
# Babel reads a mark typed as "85.5" in a Vietnamese form as 855, and shows 72.45 as 72,4.
#
# In Vietnamese the full stop parts thousands, and parse_decimal() simply drops it wherever it stands: "85.5" is 855,
# "0.5" is 5, "12.34.5" is 12345, no error. Jurors with a numeric keypad type full stops. strict=True refuses them and
# proposes two readings. On the way out format_decimal() rounds half to even: 72.45 and 72.35 both end in an even digit
# (72,4), where a spreadsheet shows 72,5 for the first, so a page and the minutes made from a sheet disagree.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
python3 -m venv env
env/bin/pip install -q --only-binary :all: Babel==2.19.0 >log 2>&1 ||
    { cat log; echo "skipped: the packages could not be installed"; exit 77; }
env/bin/python - <<'PY'
from decimal import Decimal

import babel
from babel.numbers import NumberFormatError, format_decimal, parse_decimal

print("Babel", babel.__version__)
for typed, read in {"85.5": "855", "0.5": "5", "12.34.5": "12345", "85,5": "85.5"}.items():
    got = parse_decimal(typed, locale="vi")
    print(f"{typed} is read as {got}")
    assert got == Decimal(read)
try:
    parse_decimal("85.5", locale="vi", strict=True)
    raise SystemExit("changed: strict reading takes 85.5")
except NumberFormatError as error:
    print("strict:", error)
    assert error.suggestions == ["855", "85,5"]
for mark, shown in {"72.35": "72,4", "72.45": "72,4", "72.55": "72,6"}.items():
    got = format_decimal(Decimal(mark), "0.0", locale="vi")
    print(f"{mark} is shown as {got}")
    assert got == shown
PY
