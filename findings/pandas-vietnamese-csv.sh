#!/usr/bin/env bash
# pandas, told how Vietnam writes numbers and dates, makes numbers of dates and 9 February of 2026-09-02.
#
# read_csv(decimal=",", thousands=".") reads 1.234.567,5 rightly, and drops the full stops of every other column too:
# the date 02.09.2026 becomes 2092026, the lot 10.11 becomes 1011 and the mark 85.5, typed on a number pad, 855, and
# nothing in the table shows it. to_datetime(dayfirst=True), needed for 02/09/2026, swaps day and month of the form that
# programs write as well, with or without an hour; only a column that holds a day after the 12th raises, so deadlines
# early in the month move unseen. dtype=str for all but the amounts, and format= for dates, keep what was written.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
python3 -m venv env
env/bin/pip install -q --only-binary :all: pandas==3.1.1 >log 2>&1 ||
    { cat log; echo "skipped: the packages could not be installed"; exit 77; }
env/bin/python -W ignore - <<'PY'
import io

import pandas

print("pandas", pandas.__version__)
FILE = "ngày;lô;điểm;số tiền\n02.09.2026;10.11;85.5;1.234.567,5\n13.09.2026;10.12;90;250\n"
frame = pandas.read_csv(io.StringIO(FILE), sep=";", decimal=",", thousands=".")
print(frame)
assert frame.values.tolist() == [[2092026, 1011, 855, 1234567.5], [13092026, 1012, 90, 250]]
KEPT = {"ngày": str, "lô": str, "điểm": str}
kept = pandas.read_csv(io.StringIO(FILE), sep=";", decimal=",", thousands=".", dtype=KEPT)
print(kept)
assert kept.values.tolist() == [["02.09.2026", "10.11", "85.5", 1234567.5], ["13.09.2026", "10.12", "90", 250]]
typed, written = ["02/09/2026", "13/09/2026"], ["2026-09-02", "2026-09-03T08:00"]
expected = [(typed, ["2026-09-02", "2026-09-13"]), (written[:1], ["2026-02-09"]), (written[1:], ["2026-03-09"])]
for dates, days in expected:
    found = [str(moment.date()) for moment in pandas.to_datetime(dates, dayfirst=True)]
    print(dates, found)
    assert found == days
try:
    pandas.to_datetime(["2026-09-02", "2026-09-13"], dayfirst=True)
except ValueError as error:
    print(str(error).splitlines()[0])
else:
    raise SystemExit("a column that holds the 13th was read")
assert str(pandas.to_datetime("2026-09-02", format="%Y-%m-%d").date()) == "2026-09-02"
PY
