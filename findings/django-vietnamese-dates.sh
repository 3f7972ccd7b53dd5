#!/usr/bin/env bash
# Django set to Vietnamese shows 2 September as 02-09-2026 and reads 02/09/2026 as 9 February.
#
# Its formats for Vietnamese say how a date is shown and are silent on how one is typed, so forms fall back on America's
# order: day and month, as everybody in Vietnam writes them, are taken for month and day, by fields for days and for
# moments alike. The very text that Django shows is refused. From the 13th of a month on the slashes are refused too, so
# a trial on the 20th ends in an error, while a deadline early in the month moves by months unseen. French, Thai and
# Indonesian read the day first. So does Babel for Vietnamese, after CLDR. input_formats of each field puts it right.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
python3 -m venv env
env/bin/pip install -q Django==5.2.19 Babel==2.18.0 >log 2>&1 ||
    { cat log; echo "skipped: the packages could not be installed"; exit 77; }
env/bin/python - <<'PY'
from datetime import date
from importlib.metadata import version

import django
from babel.dates import parse_date
from django.conf import settings

settings.configure(LANGUAGE_CODE="vi", TIME_ZONE="Asia/Ho_Chi_Minh")
django.setup()
from django.forms import DateField, DateTimeField, ValidationError
from django.utils import formats, translation

print("Django", version("Django"), "Babel", version("Babel"))
FEAST = date(2026, 9, 2)


def typed(text, language, field=DateField):
    with translation.override(language):
        try:
            return str(field().clean(text))
        except ValidationError as error:
            return " ".join(error.messages)


shown = formats.date_format(FEAST, "SHORT_DATE_FORMAT")
print("shown:", shown, "and", formats.date_format(FEAST))
assert shown == "02-09-2026"
REFUSED = "Nhập một ngày hợp lệ."
read = {"02/09/2026": "2026-02-09", "02/09/26": "2026-02-09", "20/09/2026": REFUSED, shown: REFUSED}
for text, expected in read.items():
    print(f"typed {text}:", typed(text, "vi"))
    assert typed(text, "vi") == expected
moment = typed("02/09/2026 16:30", "vi", DateTimeField)
print("typed 02/09/2026 16:30:", moment)
assert moment == "2026-02-09 16:30:00+07:00"
for language in ("fr", "th", "id", "en-gb"):
    print(f"typed 02/09/2026 in {language}:", typed("02/09/2026", language))
    assert typed("02/09/2026", language) == str(FEAST)
print("Babel, Vietnamese:", parse_date("02/09/2026", locale="vi"))
assert parse_date("02/09/2026", locale="vi") == FEAST
assert DateField(input_formats=["%d/%m/%Y"]).clean("02/09/2026") == FEAST
PY
