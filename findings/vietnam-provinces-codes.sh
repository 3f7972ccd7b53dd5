#!/usr/bin/env bash
# Between two releases of vietnam-provinces the code of a ward comes to mean another ward, and pip picks by Python.
#
# 2025.10.1 and 2026.9.0 both list the 3,321 wards and communes after the reform of July 2025, and 114 codes of the
# first are not in the second. Worse, nine codes that are in both name other places (spelling set aside): in Cao Bằng
# three communes have swapped theirs round. Python 3.11 silently gets the older release (the newer asks for 3.12), so
# two servers of one site can disagree on where a producer sits. A stored code needs the list it came from beside it.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
python3 -m venv env
{
    env/bin/pip download -q --no-deps --only-binary :all: --python-version 3.11 vietnam-provinces==2025.10.1
    env/bin/pip download -q --no-deps --only-binary :all: --python-version 3.12 vietnam-provinces==2026.9.0
} >log 2>&1 ||
    { cat log; echo "skipped: the packages could not be installed"; exit 77; }
env/bin/python - <<'PY'
import json
import unicodedata
from email import message_from_bytes
from glob import glob
from zipfile import ZipFile


def plain(name):
    letters = unicodedata.normalize("NFD", name).lower()
    return "".join(letter for letter in letters if letter.isalnum())


def release(version):
    (wheel,) = glob(f"vietnam_provinces-{version}-*.whl")
    with ZipFile(wheel) as files:
        (about,) = (name for name in files.namelist() if name.endswith("METADATA"))
        asks = message_from_bytes(files.read(about))["Requires-Python"]
        provinces = json.loads(files.read("vietnam_provinces/data/nested-divisions.json"))
    wards = {ward["code"]: ward["name"] for province in provinces for ward in province["wards"]}
    print("vietnam-provinces", version, "asks for Python", asks, "and has", len(wards), "wards")
    return wards


old, new = release("2025.10.1"), release("2026.9.0")
other_place = {code: (old[code], new[code]) for code in sorted(old.keys() & new.keys())
               if plain(old[code]) != plain(new[code])}
for code, names in other_place.items():
    print(code, *names, sep=" | ")
gone = old.keys() - new.keys()
print(len(other_place), "codes name another place,", len(gone), "codes are gone")
assert len(old) == len(new) == 3321
assert (len(other_place), len(gone)) == (9, 114)
assert [other_place[code] for code in (1537, 1558, 1561)] == [
    ("Xã Vinh Quý", "Xã Lý Quốc"), ("Xã Lý Quốc", "Xã Hạ Lang"), ("Xã Hạ Lang", "Xã Vinh Quý")]
PY
