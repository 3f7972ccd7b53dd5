#!/usr/bin/env bash
# pyexcel reads the mark "85,5" of a Vietnamese CSV file as 855 and the lot "12E3" as 12000, cell by cell.
#
# CSV has texts alone; pyexcel makes numbers of them unless told not to, and takes every comma between digits for one
# of thousands, also where no three digits follow and the fields are parted by semicolons: 72,45 becomes 7245 and 9,0
# becomes 90, while "0,5" and "1.234,5" stay texts, so a column holds both. Lots with an E between digits become powers
# of ten; "007" is kept, so a trial passes. The project has known of the commas since 2022. auto_detect_int=False and
# auto_detect_float=False keep what is in the file.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
python3 -m venv env
env/bin/pip install -q pyexcel==0.7.6 pyexcel-io==0.6.8 >log 2>&1 ||
    { cat log; echo "skipped: the packages could not be installed"; exit 77; }
cat >marks.csv <<'CSV'
007;85,5
12E3;72,45
A-7;9,0
1E5;0,5
15;1.234,5
CSV
env/bin/python - <<'PY'
from importlib.metadata import version

import pyexcel

print(*(f"{name} {version(name)}" for name in ("pyexcel", "pyexcel-io")))
usual = pyexcel.get_array(file_name="marks.csv", delimiter=";")
plain = pyexcel.get_array(
    file_name="marks.csv", delimiter=";", auto_detect_int=False, auto_detect_float=False
)
for cells, texts in zip(usual, plain, strict=True):
    print(f"{texts}: {cells}")
assert plain == [["007", "85,5"], ["12E3", "72,45"], ["A-7", "9,0"], ["1E5", "0,5"], ["15", "1.234,5"]]
assert usual == [["007", 855], [12000, 7245], ["A-7", 90], [100000, "0,5"], [15, "1.234,5"]]
PY
