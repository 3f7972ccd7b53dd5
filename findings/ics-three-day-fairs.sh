#!/usr/bin/env bash
# ics.py moves a fair of whole days one day ahead when its days are given in Vietnam's time.
#
# An event that begins at midnight of 1 December and ends at midnight of 3 December, +07:00, is turned into one of whole
# days by make_all_day(). The object goes on saying 1 December; the file that calendars read says 30 November to
# 2 December, because the day is taken after a change to UTC. So visitors come a day early and miss the last day. The
# same days without a zone are written rightly. Any zone east of Greenwich meets this; London never does.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
python3 -m venv env
env/bin/pip install -q --only-binary :all: ics==0.7.3 arrow==1.4.0 >log 2>&1 ||
    { cat log; echo "skipped: the packages could not be installed"; exit 77; }
env/bin/python - <<'PY'
from importlib.metadata import version

import arrow
from ics import Calendar, Event

print("ics", version("ics"), "arrow", version("arrow"))


def written(begin, end):
    fair = Event(name="Hội chợ minh họa", begin=arrow.get(begin), end=arrow.get(end))
    fair.make_all_day()
    lines = Calendar(events=[fair]).serialize().splitlines()
    return str(fair.begin.date()), [line.partition(":")[2] for line in lines if line.startswith(("DTSTART", "DTEND"))]


vietnam = written("2026-12-01T00:00:00+07:00", "2026-12-03T00:00:00+07:00")
nowhere = written("2026-12-01", "2026-12-03")
print("+07:00: the object begins on", vietnam[0], "; first day and day after the last in the file:", *vietnam[1])
print("no zone: the object begins on", nowhere[0], "; first day and day after the last in the file:", *nowhere[1])
assert vietnam == ("2026-12-01", ["20261130", "20261203"])
assert nowhere == ("2026-12-01", ["20261201", "20261204"])
PY
