#!/usr/bin/env bash
# The common lunar calendar packages put Vietnam's New Year of 2030 on the wrong day.
#
# They compute the Chinese calendar, by China's clock. Vietnam's is one hour behind, and the new moon of 2 February 2030
# falls between the two midnights: Tet is on the 2nd, the Chinese New Year on the 3rd. In 2007 it was so too, in 1985
# they were a month apart, but from 2008 to 2029 the two agree, so no test over recent years shows it. `vnlunar` and
# `holidays`, which know Vietnam's calendar, have the right day. Rounds, deadlines and days off hang on this date.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
python3 -m venv env
env/bin/pip install -q lunardate==0.3.0 LunarCalendar==0.0.9 lunar-python==1.4.8 vnlunar==1.0.5 holidays==0.109 \
    >log 2>&1 ||
    { cat log; echo "skipped: the packages could not be installed"; exit 77; }
env/bin/python - <<'PY'
from datetime import date
from importlib.metadata import version

import holidays
import lunar_python
import lunarcalendar
import lunardate
import vnlunar

names = ("lunardate", "LunarCalendar", "lunar-python", "vnlunar", "holidays")
print(*(f"{name} {version(name)}" for name in names), sep=", ")


def feast(year):
    by_sun = lunar_python.Lunar.fromYmd(year, 1, 1).getSolar()
    chinese = {
        lunardate.LunarDate(year, 1, 1).to_solar_date(),
        lunarcalendar.Converter.Lunar2Solar(lunarcalendar.Lunar(year, 1, 1)).to_date(),
        date(by_sun.getYear(), by_sun.getMonth(), by_sun.getDay()),
    }
    days = holidays.Vietnam(years=year, language="vi")
    (vietnamese,) = (day for day, name in days.items() if name.split("; ")[0] == "Tết Nguyên Đán")
    print(year, "Chinese packages:", *chinese, "Vietnam:", vietnamese)
    (agreed,) = chinese
    return agreed, vietnamese


assert feast(1985) == (date(1985, 2, 20), date(1985, 1, 21))
assert feast(2007) == (date(2007, 2, 18), date(2007, 2, 17))
assert feast(2026) == (date(2026, 2, 17), date(2026, 2, 17))
assert feast(2030) == (date(2030, 2, 3), date(2030, 2, 2))
day = vnlunar.convert_lunar_to_solar(1, 1, 2030)
print("vnlunar, 2030:", day)
assert day == (2, 2, 2030)
PY
