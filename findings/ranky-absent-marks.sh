#!/usr/bin/env bash
# ranky throws away a juror's whole sheet when one mark on it is missing, and another product comes first.
#
# One row a product, one column a juror: borda() gives the mean rank, the smallest being the best. A juror who does not
# mark a product of a relative leaves one place empty, and rank() then gives no rank to anything on that sheet (scipy's
# rankdata hands the gap on), while the mean that follows leaves the empty column out. The answer is the one without
# that juror: the tea, which two jurors of three put first, falls behind the rice, though nobody's view of the two has
# changed. score(), the mean of marks, keeps the juror's other marks, so two methods count two juries. Nothing is said.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
python3 -m venv env
env/bin/pip install -q ranky==1.0.0 pandas==2.3.3 scipy==1.17.1 numpy==2.4.6 >log 2>&1 ||
    { cat log; echo "skipped: the packages could not be installed"; exit 77; }
env/bin/python -W ignore - <<'PY'
from importlib.metadata import version

import pandas
import ranky

print("ranky", version("ranky"), "scipy", version("scipy"))


def outcome(title, marks):
    ranks = ranky.borda(marks).round(2).to_dict()
    print(f"{title}: mean ranks {ranks}, mean marks {ranky.score(marks).round(2).to_dict()}")
    return ranks


PRODUCTS = ["Chè", "Gạo", "Mật ong", "Dầu lạc"]
MARKS = {"An": [90, 85, 75, 70], "Bình": [88, 75, 80, 70], "Chi": [76, 84, 80, 72]}
whole = pandas.DataFrame(MARKS, index=PRODUCTS, dtype=float)
recused = whole.copy()
recused.loc["Dầu lạc", "Bình"] = float("nan")
assert outcome("all marks", whole) == {"Chè": 1.67, "Gạo": 2, "Mật ong": 2.33, "Dầu lạc": 4}
absent = outcome("one mark missing", recused)
assert absent == {"Chè": 2, "Gạo": 1.5, "Mật ong": 2.5, "Dầu lạc": 4}
assert absent == outcome("without that juror", whole.drop(columns="Bình"))
assert ranky.rank(recused["Bình"]).isna().all()
assert ranky.score(recused)["Chè"] == ranky.score(whole)["Chè"]
among_the_marked = recused.rank(ascending=False).mean(axis=1).round(2).to_dict()
print("ranked among what each has marked:", among_the_marked)
assert among_the_marked["Chè"] == 1.67 and among_the_marked["Gạo"] == 2
PY
