#!/usr/bin/env bash
# Weighted kappa in scikit-learn weighs places in the list of marks, not the points between them.
#
# cohen_kappa_score(weights="linear") is taken to punish two jurors by how far apart their marks are. It counts the
# places between the labels that happen to occur: one point apart (89 and 90) and thirty points apart (60 and 90) give
# the same coefficient, as long as nobody gave a mark between. Marks given as texts are put in the order of the
# alphabet, "10" before "8", and the same sheets give 0.5 in place of 0.71. Naming every possible mark in labels= gives
# the distance that was meant.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
python3 -m venv env
env/bin/pip install -q --only-binary :all: scikit-learn==1.9.1 >log 2>&1 ||
    { cat log; echo "skipped: the packages could not be installed"; exit 77; }
env/bin/python - <<'PY'
from importlib.metadata import version

from sklearn.metrics import cohen_kappa_score

print("scikit-learn", version("scikit-learn"))


def kappa(first, second, **asked):
    found = round(float(cohen_kappa_score(first, second, weights="linear", **asked)), 4)
    print(first, second, "all labels named" if asked else "", found)
    return found


near, far = ([50, 89, 90, 90], [50, 89, 90, 89]), ([50, 60, 90, 90], [50, 60, 90, 60])
assert kappa(*near) == kappa(*far) == 0.7143
every = list(range(101))
assert (kappa(*near, labels=every), kappa(*far, labels=every)) == (0.9835, 0.6)
marks, texts = ([8, 9, 10, 10], [8, 9, 10, 9]), (["8", "9", "10", "10"], ["8", "9", "10", "9"])
assert kappa(*marks) == 0.7143
assert kappa(*texts) == 0.5
PY
