"""Made-up events of a fish-sauce maker, as JSON; each call gives fresh copies to change."""

import json
from typing import Any

from traceability.epcis import Reading, read

CONTEXT = "https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld"
MAKER = "https://id.gs1.org/417/8935217400003"
CELLAR = "https://id.gs1.org/414/8935217400003"
LOT = "https://id.gs1.org/01/08935217400010/10/NM-2026-11"
BOTTLE = "https://id.gs1.org/01/08935217400010/21/A7-01"
CARTON = "https://id.gs1.org/00/189352174000000017"
EVENT_ID = "urn:uuid:0d9f6d3e-6f0c-4b53-9f0d-0a1d2c3b4a5f"

_WHEN: dict[str, Any] = {"eventTime": "2026-11-22T08:00:00+07:00", "eventTimeZoneOffset": "+07:00"}


def object_event(**changes: Any) -> dict[str, Any]:
    event = {"type": "ObjectEvent", **_WHEN, "epcList": [BOTTLE], "action": "OBSERVE", "bizStep": "shipping"}
    return _changed(event, changes)


def aggregation(kind: str = "AggregationEvent", **changes: Any) -> dict[str, Any]:
    event = {
        "type": kind,
        **_WHEN,
        "parentID": CARTON,
        "childEPCs": [BOTTLE],
        "action": "ADD",
        "bizStep": "packing",
    }
    return _changed(event, changes)


def transaction(**changes: Any) -> dict[str, Any]:
    papers = [{"type": "po", "bizTransaction": "urn:epcglobal:cbv:bt:8935217400003:PO-7"}]
    event = {
        "type": "TransactionEvent",
        **_WHEN,
        "action": "ADD",
        "bizTransactionList": papers,
        "epcList": [BOTTLE],
    }
    return _changed(event, changes)


def transformation(**changes: Any) -> dict[str, Any]:
    inputs = [{"epcClass": "urn:epc:class:lgtin:8935217.000002.CA-7", "quantity": 120.5, "uom": "KGM"}]
    event = {
        "type": "TransformationEvent",
        **_WHEN,
        "inputQuantityList": inputs,
        "outputQuantityList": [{"epcClass": LOT}],
    }
    return _changed(event, changes)


def with_sensor(
    report: dict[str, Any] | None = None, metadata: dict[str, Any] | None = None
) -> dict[str, Any]:
    element: dict[str, Any] = {
        "sensorReport": [{"type": "Temperature", "value": 31.5, "uom": "CEL", **(report or {})}]
    }
    if metadata is not None:
        element["sensorMetadata"] = metadata
    return object_event(sensorElementList=[element])


def alone(event: dict[str, Any]) -> dict[str, Any]:
    return {"@context": [CONTEXT, {"nm": "https://example.vn/nm/"}], **event}


def document(*events: Any, **changes: Any) -> dict[str, Any]:
    found = {
        "@context": [CONTEXT, {"nm": "https://example.vn/nm/"}],
        "type": "EPCISDocument",
        "schemaVersion": "2.0",
        "creationDate": "2026-11-22T08:30:00Z",
        "epcisBody": {"eventList": list(events)},
    }
    return _changed(found, changes)


def query(*events: Any, **changes: Any) -> dict[str, Any]:
    results = {"queryName": "SimpleEventQuery", "resultsBody": {"eventList": list(events)}}
    head = {"@context": [CONTEXT], "type": "EPCISQueryDocument"}
    return _changed({**head, "epcisBody": {"queryResults": results}}, changes)


def _changed(found: dict[str, Any], changes: dict[str, Any]) -> dict[str, Any]:
    """With `changes`; a member changed to `...` goes away."""
    return {key: value for key, value in {**found, **changes}.items() if value is not ...}


def reading(value: Any) -> Reading:
    return read(json.dumps(value))


def faults(value: Any) -> list[tuple[str, str]]:
    """Path and code of each issue."""
    return [(issue.path, issue.code) for issue in reading(value).issues]


def event_faults(event: dict[str, Any]) -> list[tuple[str, str]]:
    return faults(alone(event))
