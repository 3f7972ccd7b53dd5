#!/usr/bin/env bash
# PyRankVote settles a tie by chance, so the same ballots name another winner on the next run.
#
# Four jurors rank three products; two products stand level to the end. instant_runoff_voting() names one winner with
# no sign of a tie, and which one depends on Python's random numbers. Its printed rounds even call one "Elected". A
# council needs to be told that there is a tie and to settle it by a rule, and an outsider who counts again must get
# the same answer.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
python3 -m venv env
env/bin/pip install -q pyrankvote==2.0.6 >log 2>&1 ||
    { cat log; echo "skipped: the packages could not be installed"; exit 77; }
env/bin/python - <<'PY'
import random
from collections import Counter
from importlib.metadata import version

from pyrankvote import Ballot, Candidate, instant_runoff_voting

print("pyrankvote", version("pyrankvote"))
rice, tea, honey = map(Candidate, ("Gạo nếp", "Chè Shan", "Mật ong"))
ballots = [Ballot([rice, tea, honey]), Ballot([tea, rice, honey])] * 2
winners = Counter()
for seed in range(40):
    random.seed(seed)
    result = instant_runoff_voting([rice, tea, honey], ballots)
    winners[tuple(winner.name for winner in result.get_winners())] += 1
print(result)
print("winners over 40 counts of the same ballots:", dict(winners))
assert set(winners) == {("Gạo nếp",), ("Chè Shan",)}
PY
