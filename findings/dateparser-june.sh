#!/usr/bin/env bash
# dateparser takes June, written out in Vietnamese, for "next month", and throws the year away.
#
# Before it looks words up it takes the marks off them, and "tháng sáu" (June) is then "tháng sau" (next month), which
# it knows too. "20 tháng sáu 2019", read on 10 March 2026, is 20 April 2026; read in November it is 20 December. Only
# the day is kept, and the hour of reading is added. The other months written out are right, and so is "tháng 6". With
# the setting NORMALIZE=False June is June. Minutes and old decisions write months out, and a date that moves with the
# day of import is noticed late.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
python3 -m venv env
env/bin/pip install -q --only-binary :all: dateparser==1.5.0 >log 2>&1 ||
    { cat log; echo "skipped: the packages could not be installed"; exit 77; }
env/bin/python - <<'PY'
from datetime import datetime

import dateparser

print("dateparser", dateparser.__version__)


def read(text, today, **settings):
    found = dateparser.parse(text, languages=["vi"], settings={"RELATIVE_BASE": today, **settings})
    print(f"{text!r} read on {today:%d/%m/%Y} {settings or ''}: {found}")
    return found


march, november = datetime(2026, 3, 10, 9, 30), datetime(2026, 11, 30, 9, 30)
assert read("20 tháng sáu 2019", march) == datetime(2026, 4, 20, 9, 30)
assert read("20 tháng sáu 2019", november) == datetime(2026, 12, 20, 9, 30)
assert read("ngày 20 tháng sáu năm 2019", march) == datetime(2026, 4, 20, 9, 30)
assert read("tháng sau", march) == datetime(2026, 4, 10, 9, 30)
assert read("20 tháng 6 2019", march) == datetime(2019, 6, 20)
assert read("20 tháng sáu 2019", march, NORMALIZE=False) == datetime(2019, 6, 20)
others = {
    "một": 1, "hai": 2, "ba": 3, "tư": 4, "năm năm": 5, "bảy": 7, "tám": 8, "chín": 9, "mười": 10, "mười một": 11,
    "mười hai": 12,
}
for words, month in others.items():
    assert read(f"20 tháng {words} 2019", march) == datetime(2019, month, 20)
PY
