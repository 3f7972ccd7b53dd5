#!/usr/bin/env bash
# irrCAC's "Krippendorff's Alpha" with ordinal weights is not Krippendorff's, and grades nobody gave move AC2.
#
# Alpha for ordinal marks is defined by how many marks lie between two grades. krippendorff does that; irrCAC takes
# weights of its own from the places of the grades alone and gives the result the same name. A jury of three on six
# products has 0.79 by the definition, worked out below in whole fractions, and by the one package, 0.75 by the other.
# Gwet's AC2 leans on how many grades there are: irrCAC counts those that occur. Where nobody gave the worst grade of
# five, it reports 0.78; with categories=[1, 2, 3, 4, 5], 0.87. A report has to name package, weights and scale.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
python3 -m venv env
env/bin/pip install -q irrCAC==0.4.4 krippendorff==0.9.0 >log 2>&1 ||
    { cat log; echo "skipped: the packages could not be installed"; exit 77; }
env/bin/python -W ignore - <<'PY'
from fractions import Fraction
from importlib.metadata import version
from itertools import permutations

import krippendorff
import pandas
from irrCAC.raw import CAC

print("irrCAC", version("irrCAC"), "krippendorff", version("krippendorff"))
JURORS = [[5, 4, 4, 3, 2, 5], [5, 4, 3, 3, 2, 4], [4, 4, 4, 2, 2, 5]]
marks = [mark for juror in JURORS for mark in juror]


def apart(a, b):
    """Marks between two grades, half of those at the ends: squared, Krippendorff's ordinal distance."""
    low, high = sorted((a, b))
    return (sum(marks.count(g) for g in range(low, high + 1)) - Fraction(marks.count(a) + marks.count(b), 2)) ** 2


observed = sum(apart(a, b) for product in zip(*JURORS) for a, b in permutations(product, 2)) / Fraction(2 * len(marks))
expected = sum(apart(a, b) for a, b in permutations(marks, 2)) / Fraction(len(marks) * (len(marks) - 1))
alpha = 1 - observed / expected
found = krippendorff.alpha(JURORS, level_of_measurement="ordinal")
frame = pandas.DataFrame(list(zip(*JURORS)))
named = CAC(frame, weights="ordinal").krippendorff()["est"]
print("by the definition", alpha, float(alpha), "krippendorff", found)
print(named["coefficient_name"], "by irrCAC", named["coefficient_value"])
assert abs(found - float(alpha)) < 1e-12 and round(found, 3) == 0.792
assert (named["coefficient_name"], named["coefficient_value"]) == ("Krippendorff's Alpha", 0.75451)
for grades, value in ((None, 0.78082), ([1, 2, 3, 4, 5], 0.87302)):
    given = CAC(frame, weights="ordinal", categories=grades).gwet()["est"]["coefficient_value"]
    print("AC2 with categories", grades, given)
    assert given == value
PY
