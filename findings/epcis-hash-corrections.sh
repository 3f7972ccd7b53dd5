#!/usr/bin/env bash
# An EPCIS event and the statement that it was wrong have the same event hash.
#
# EPCIS withdraws an event by sending it again with an errorDeclaration (when, why, which events stand instead). The
# generator leaves that part out, as it does eventID and recordTime, so the withdrawal's identifier (ni:///sha-256...)
# is the one of the event itself. A store that keeps one event for each hash throws the withdrawal away as a repeat,
# and a published hash does not cover the reason given.
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


def identifier(**more):
    event = {
        "type": "ObjectEvent", "action": "ADD", "bizStep": "commissioning",
        "eventTime": "2026-09-02T08:00:00+07:00", "eventTimeZoneOffset": "+07:00",
        "epcList": ["https://id.gs1.org/01/08931234500016/21/5"], **more,
    }
    document = {
        "@context": ["https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld"],
        "type": "EPCISDocument", "schemaVersion": "2.0", "creationDate": "2026-09-02T10:00:00+07:00",
        "epcisBody": {"eventList": [event]},
    }
    (found,) = epcis_hashes_from_events(event_list_from_epcis_document_json(document))
    print(*more or ["the event itself"], found)
    return found


event = identifier()
declared = {"declarationTime": "2026-09-03T08:00:00+07:00", "reason": "incorrect_data"}
assert identifier(errorDeclaration=declared) == event
assert identifier(errorDeclaration={**declared, "reason": "did_not_occur"}) == event
assert identifier(disposition="active") != event
PY
