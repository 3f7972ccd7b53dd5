#!/usr/bin/env bash
# statsmodels counts "no mark" as a mark of its own, so a juror who steps aside lowers the agreement of the others.
#
# A juror does not mark a product of a relative; the sheet has an empty place (NaN). aggregate_raters(), which the help
# names as the way to prepare Fleiss' kappa, makes a category of it without a word: five jurors who agree wherever they
# marked get 0.85 instead of 1 when one of them leaves out one product of four, and 0.79 when two do. The package
# krippendorff leaves the empty place out, as its coefficient asks, and gives 1. Taking the column away by hand is no
# way out: fleiss_kappa() then ends in a bare AssertionError, as the rows no longer add up to one number.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
python3 -m venv env
env/bin/pip install -q --only-binary :all: statsmodels==0.15.0 krippendorff==0.9.0 numpy==2.4.6 >log 2>&1 ||
    { cat log; echo "skipped: the packages could not be installed"; exit 77; }
env/bin/python - <<'PY'
from importlib.metadata import version

import krippendorff
import numpy
from statsmodels.stats.inter_rater import aggregate_raters, fleiss_kappa

print(*(f"{name} {version(name)}" for name in ("statsmodels", "krippendorff", "numpy")))
NONE = numpy.nan


def coefficients(sheet):
    """One row a product, one column a juror."""
    sheet = numpy.array(sheet, dtype=float)
    counts, marks = aggregate_raters(sheet)
    alpha = krippendorff.alpha(reliability_data=sheet.T, level_of_measurement="nominal")
    found = [round(float(value), 2) for value in (fleiss_kappa(counts), alpha)]
    print(f"{len(sheet)} products, marks {marks}: statsmodels {found[0]}, krippendorff {found[1]}")
    return marks, found


agreed = [[1] * 5, [2] * 5, [3] * 5, [1] * 5]
assert coefficients(agreed)[1] == [1, 1]
marks, found = coefficients([*agreed[:3], [1, 1, 1, 1, NONE]])
assert found == [0.85, 1] and len(marks) == 4 and numpy.isnan(marks[3])
assert coefficients([*agreed[:3], [1, 1, 1, NONE, NONE]])[1] == [0.79, 1]
try:
    fleiss_kappa(numpy.array([[5, 0, 0], [0, 5, 0], [0, 0, 5], [4, 0, 0]]))
except AssertionError as error:
    print("without the column:", repr(error))
else:
    raise SystemExit("fleiss_kappa took rows that add up to different numbers")
PY
