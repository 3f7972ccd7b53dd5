"""quartet-epcis beside our capture, in the same run: another program's environment, which is no part of this one.

QUARTET_PYTHON names its interpreter; without it the line is left out. To make one, outside this folder:
`python3.11 -m venv q && q/bin/pip install "Django==5.2.*" quartet-epcis quartet-capture quartet_masterdata haikunator
djangorestframework django-filter "setuptools<81"`. It takes EPCIS 1.2 in XML; its events hold no lot and no reading
of a sensor, ours hold both. SQLite on disk, one transaction, as its own parser does it.
"""

import json
import os
import subprocess
import tempfile
from pathlib import Path

PYTHON = os.environ.get("QUARTET_PYTHON", "")
SCRIPT = """
import io, json, sys, time, uuid
import django
from django.conf import settings

number, bottles, database = int(sys.argv[1]), int(sys.argv[2]), sys.argv[3]
settings.configure(
    INSTALLED_APPS=["django.contrib.contenttypes", "django.contrib.auth", "quartet_capture", "quartet_masterdata",
                    "quartet_epcis"],
    DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": database}},
    DEFAULT_AUTO_FIELD="django.db.models.AutoField", USE_TZ=True, DEBUG=False, LOGGING_CONFIG=None,
)
django.setup()
from django.core.management import call_command
call_command("migrate", verbosity=0)
from quartet_epcis.models.events import Event
from quartet_epcis.parsing.parser import QuartetParser

EVENT = '''<ObjectEvent><eventTime>{time}</eventTime><eventTimeZoneOffset>+07:00</eventTimeZoneOffset>
<baseExtension><eventID>{id}</eventID></baseExtension><epcList>{epcs}</epcList><action>OBSERVE</action>
<bizStep>urn:epcglobal:cbv:bizstep:shipping</bizStep><disposition>urn:epcglobal:cbv:disp:in_transit</disposition>
<readPoint><id>urn:epc:id:sgln:893521740000..0</id></readPoint>
<bizLocation><id>urn:epc:id:sgln:893521740000..0</id></bizLocation></ObjectEvent>'''
events = "".join(
    EVENT.format(
        time=f"2026-11-{1 + serial // 86400:02}T{serial // 3600 % 24:02}:{serial // 60 % 60:02}:{serial % 60:02}+07:00",
        id=f"urn:uuid:{uuid.UUID(int=serial)}",
        epcs="".join(f"<epc>urn:epc:id:sgtin:8935217.000001.B{serial}-{n}</epc>" for n in range(bottles)),
    )
    for serial in range(number)
)
document = ('<?xml version="1.0" encoding="UTF-8"?><epcis:EPCISDocument xmlns:epcis="urn:epcglobal:epcis:xsd:1" '
    'schemaVersion="1.2" creationDate="2026-11-22T08:30:00Z"><EPCISBody><EventList>' + events +
    '</EventList></EPCISBody></epcis:EPCISDocument>').encode()
start, used = time.perf_counter(), time.process_time()
QuartetParser(io.BytesIO(document)).parse()
seconds, used = time.perf_counter() - start, time.process_time() - used
assert Event.objects.count() == number, Event.objects.count()
print(json.dumps([number / seconds, number / used]))
"""


def captured_a_second(number: int, bottles: int) -> tuple[float, float] | None:
    """Events a second, and a second of the processor; None where there is no quartet-epcis."""
    if not PYTHON:
        return None
    with tempfile.TemporaryDirectory() as folder:
        said = subprocess.run(
            [PYTHON, "-W", "ignore", "-c", SCRIPT, str(number), str(bottles), str(Path(folder) / "quartet.db")],
            cwd=folder, capture_output=True, text=True, check=False,
        )  # fmt: skip
    if said.returncode:
        raise RuntimeError(said.stderr)
    a_second, by_processor = json.loads(said.stdout.splitlines()[-1])
    return a_second, by_processor
