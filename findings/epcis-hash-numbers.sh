#!/usr/bin/env bash
# The EPCIS event hash takes lots "007", "7" and "7.0" for one value, so different events get the same identifier.
#
# The generator writes every value that Python can read as a number in one form, also where the value is a text: lot
# "1e3" becomes "1000", two lots of twenty digits that differ in the last become one (they pass through a float). The
# hash is the event's identifier (ni:///sha-256...), so a store keyed by it drops the second event as a repeat. Lots
# with a letter that is no exponent keep their spelling.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
python3 -m venv env
env/bin/pip install -q epcis-event-hash-generator==1.9.3 >log 2>&1 ||
    { cat log; echo "skipped: the packages could not be installed"; exit 77; }
env/bin/python - <<'PY'
from importlib.metadata import version

from epcis_event_hash_generator.hash_generator import epcis_hashes_from_events
from epcis_event_hash_generator.json_to_py import event_list_from_epcis_document_json

print("epcis-event-hash-generator", version("epcis-event-hash-generator"))


def identifier(lot):
    event = {
        "type": "ObjectEvent", "action": "ADD", "bizStep": "commissioning",
        "eventTime": "2026-09-02T08:00:00+07:00", "eventTimeZoneOffset": "+07:00",
        "epcList": ["https://id.gs1.org/01/08931234500016/21/5"], "ilmd": {"cbvmda:lotNumber": lot},
    }
    document = {
        "@context": ["https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld"],
        "type": "EPCISDocument", "schemaVersion": "2.0", "creationDate": "2026-09-02T10:00:00+07:00",
        "epcisBody": {"eventList": [event]},
    }
    (found,) = epcis_hashes_from_events(event_list_from_epcis_document_json(document))
    print(f"lot {lot!r}: {found}")
    return found


assert identifier("007") == identifier("7") == identifier("7.0")
assert identifier("1e3") == identifier("1000")
assert identifier("12345678901234567890") == identifier("12345678901234567891")
assert identifier("L007") != identifier("L7")
PY
