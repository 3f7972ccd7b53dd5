#!/usr/bin/env bash
# kendall-w gives three jurors with the very same ranks 0.33, 1.33 or 225, when W of Kendall is 1 for them.
#
# compute_w() is to give 0 for no agreement and 1 for unanimous jurors. Its formula is the one for ranks without ties,
# and nothing looks whether there are any. Where two products share the first place, three equal sheets of 1, 1, 2 give
# a third, as if they were at odds, and sheets of 1, 1, 3, as competitions count, 1.33; the mean rank 1.5, which the
# formula would need, is refused, for only whole numbers are taken. It does not rank either, though its help calls the
# input "rating lists": the marks 90, 75, 60 give 225. By the definition, worked out below, all of them are 1. A report
# on a council's agreement would show a quarrel that never was.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
python3 -m venv env
env/bin/pip install -q kendall-w==1.0.0 >log 2>&1 ||
    { cat log; echo "skipped: the packages could not be installed"; exit 77; }
env/bin/python - <<'PY'
from fractions import Fraction
from importlib.metadata import version

from kendall_w import compute_w

print("kendall-w", version("kendall-w"))


def by_definition(sheet, jurors):
    """W of so many jurors with the same sheet, from mean ranks and with the usual allowance for ties."""
    n = len(sheet)
    ranks = [sum(other < one for other in sheet) + Fraction(sheet.count(one) + 1, 2) for one in sheet]
    ties = sum(sheet.count(one) ** 3 - sheet.count(one) for one in set(sheet))
    squares = sum((jurors * rank - Fraction(jurors * (n + 1), 2)) ** 2 for rank in ranks)
    return 12 * squares / (jurors**2 * (n**3 - n) - jurors * jurors * ties)


FOUND = {(1, 2, 3): 1, (1, 1, 2): 1 / 3, (1, 1, 3): 4 / 3, (1, 1, 1, 2): 0.15, (90, 75, 60): 225}
for sheet, expected in FOUND.items():
    w = compute_w([[rank] * 3 for rank in sheet])
    print(f"three times {sheet}: kendall-w {w:.4g}, by the definition {by_definition(sheet, 3)}")
    assert abs(w - expected) < 1e-9 and by_definition(sheet, 3) == 1
try:
    compute_w([[1.5] * 3, [1.5] * 3, [3.0] * 3])
except AssertionError as error:
    print("mean ranks: refused,", " ".join(str(error).split()))
else:
    raise SystemExit("mean ranks are taken now")
PY
