#!/usr/bin/env bash
# vietnamadminunits puts a commune of a former province into the ward that has kept the province's name.
#
# Since July 2025 Bắc Giang, Long An, Vĩnh Phúc and others are provinces no more, but wards bear their names. People go
# on writing "Xã Lục Ngạn, Bắc Giang", and parse_address() answers with the ward Bắc Giang in Bắc Ninh and calls "Xã Lục
# Ngạn" the street; the same commune with "Bắc Ninh" behind it is found. "Thái Bình" even leads to a ward in Thanh Hóa
# and "Quảng Bình" to one in Hà Nội, since the marks do not count and a part of a name is enough. For other former
# provinces ("Hà Giang", "Yên Bái") the answer is empty, as it should be. A list of makers written the old way thus
# becomes a list of wrong communes, each with a code and a place on the map.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
python3 -m venv env
env/bin/pip install -q --only-binary :all: vietnamadminunits==1.0.4 >log 2>&1 ||
    { cat log; echo "skipped: the packages could not be installed"; exit 77; }
env/bin/python -W ignore - <<'PY'
from importlib.metadata import version

from vietnamadminunits import parse_address

print("vietnamadminunits", version("vietnamadminunits"))
expected = {
    "Xã Lục Ngạn, Bắc Ninh": ("Xã Lục Ngạn", "Tỉnh Bắc Ninh"),
    "Xã Lục Ngạn, Bắc Giang": ("Phường Bắc Giang", "Tỉnh Bắc Ninh"),
    "Xã Tân Hưng, Long An": ("Phường Long An", "Tỉnh Tây Ninh"),
    "Xã Tam Đảo, Vĩnh Phúc": ("Phường Vĩnh Phúc", "Tỉnh Phú Thọ"),
    "Xã Vũ Thư, Thái Bình": ("Phường Hải Bình", "Tỉnh Thanh Hóa"),
    "Xã Lệ Thủy, Quảng Bình": ("Xã Quảng Bị", "Thành phố Hà Nội"),
    "Xã Đồng Văn, Hà Giang": (None, None),
}
for address, (ward, province) in expected.items():
    unit = parse_address(address)
    print(f"{address}: {unit.get_address()!r}, code {unit.ward_code}, at {unit.latitude} {unit.longitude}")
    assert (unit.ward, unit.province) == (ward, province), address
    assert (unit.ward_code is None) == (ward is None)
PY
