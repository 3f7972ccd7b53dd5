#!/usr/bin/env bash
# phonenumbers takes the old number of a desk telephone in Vietnam for somebody's mobile, and calls it valid.
#
# In 2017 the area codes of 59 provinces were changed, and codes given up became the beginnings of new mobile numbers.
# So a desk in Ho Chi Minh City, 08 38xx xxxx on letterheads and dossiers from before, is a sound Vinaphone mobile to
# the library; desks in Nghệ An (038), Bình Định (056), An Giang (076) and Quảng Ninh (033) are mobiles of three more
# companies, and messages go to strangers. Where the old code had three digits (0240, Bắc Giang) the number is refused,
# as are the mobiles of eleven digits given up in 2018, so a trial with one of those passes. Only the date of the paper
# can tell. The numbers below are made up.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
python3 -m venv env
env/bin/pip install -q --only-binary :all: phonenumbers==9.0.43 >log 2>&1 ||
    { cat log; echo "skipped: the packages could not be installed"; exit 77; }
env/bin/python - <<'PY'
from importlib.metadata import version

import phonenumbers
from phonenumbers import PhoneNumberFormat, PhoneNumberType, carrier

print("phonenumbers", version("phonenumbers"))
MOBILE, DESK, NONE = PhoneNumberType.MOBILE, PhoneNumberType.FIXED_LINE, PhoneNumberType.UNKNOWN
written = [  # as on the letterhead, where it stood, what the library makes of it
    ("08 3800 1234", "Hồ Chí Minh, old", "0838 001 234", MOBILE, "Vinaphone"),
    ("038 3800 123", "Nghệ An, old", "0383 800 123", MOBILE, "Viettel"),
    ("033 3800 123", "Quảng Ninh, old", "0333 800 123", MOBILE, "Viettel"),
    ("056 3800 123", "Bình Định, old", "0563 800 123", MOBILE, "Vietnamobile"),
    ("076 3800 123", "An Giang, old", "0763 800 123", MOBILE, "MobiFone"),
    ("0240 3800 123", "Bắc Giang, old", None, NONE, ""),
    ("028 3800 1234", "Hồ Chí Minh, today", "028 3800 1234", DESK, ""),
    ("0204 3800 123", "Bắc Giang, today", "0204 3800 123", DESK, ""),
    ("0168 380 0123", "mobile, old", None, NONE, ""),
]
for text, place, shown, kind, company in written:
    number = phonenumbers.parse(text, "VN")
    valid, found = phonenumbers.is_valid_number(number), phonenumbers.number_type(number)
    national = phonenumbers.format_number(number, PhoneNumberFormat.NATIONAL) if valid else None
    name = carrier.name_for_number(number, "en")
    print(f"{text} ({place}): valid {valid}, type {found}, {national}, {name}")
    assert valid == (shown is not None) and (found, name) == (kind, company)
    assert national is None or national.replace(" ", "") == shown.replace(" ", "")
PY
