#!/usr/bin/env bash
# geopy takes "21 01 42 N 105 51 15 E", Hanoi in degrees, minutes and seconds, for 51 north and 15 east, in Poland.
#
# With spaces between the parts, as lists of places and GPS devices print them, Point() does not see that three numbers
# belong together: it looks for the first two numbers that may be a latitude and a longitude, skips what is before, and
# leaves the letters out of account. Vietnam's numbers then give places in Europe. With only degrees and minutes the
# same notation raises an error, and with the signs for degrees, minutes and seconds it is read right, so trials pass.
# The project has known of a like case since 2017.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
python3 -m venv env
env/bin/pip install -q geopy==2.5.0 >log 2>&1 ||
    { cat log; echo "skipped: the packages could not be installed"; exit 77; }
env/bin/python -W ignore - <<'PY'
from importlib.metadata import version

from geopy import Point

print("geopy", version("geopy"))


def read(text):
    try:
        place = Point(text)
    except ValueError as error:
        return type(error).__name__
    return round(place.latitude, 4), round(place.longitude, 4)


kept = {
    "21 01 42 N 105 51 15 E": (51, 15),
    "N 21 01 42 E 105 51 15": (51, 15),
    "10 45 30 N, 106 40 10 E": (40, 10),
    "21 01 N 105 51 E": "ValueError",
    "21°01'42\"N 105°51'15\"E": (21.0283, 105.8542),
    "21.0283 105.8542": (21.0283, 105.8542),
}
for text, expected in kept.items():
    found = read(text)
    print(f"{text}: {found}")
    assert found == expected
PY
