"""Made-up events of a fish-sauce maker as they are sent; each call gives fresh copies to change."""

from itertools import count
from typing import Any
from urllib.parse import quote

from tests.helpers.epcis import CELLAR

_numbers = count(1)


def event_id() -> str:
    return f"urn:uuid:0d9f6d3e-6f0c-4b53-9f0d-{next(_numbers):012x}"


def bottle(serial: Any) -> str:
    return f"https://id.gs1.org/01/08935217400010/21/{serial}"


def event(**changes: Any) -> dict[str, Any]:
    """A bottle that is shipped; a member changed to `...` goes away."""
    found = {
        "type": "ObjectEvent",
        "eventID": event_id(),
        "eventTime": "2026-11-22T08:00:00+07:00",
        "eventTimeZoneOffset": "+07:00",
        "epcList": [bottle("A7-01")],
        "action": "OBSERVE",
        "bizStep": "shipping",
        "disposition": "in_transit",
        "readPoint": {"id": CELLAR},
    }
    return {name: value for name, value in {**found, **changes}.items() if value is not ...}


def listed(answer: Any) -> list[dict[str, Any]]:
    """The events of a query document."""
    found: list[dict[str, Any]] = answer.json["epcisBody"]["queryResults"]["resultsBody"]["eventList"]
    return found


def escaped(value: str) -> str:
    return quote(value, safe="")
