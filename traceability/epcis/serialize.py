"""Typed events as EPCIS 2.0 JSON. What is read and written again keeps its event hash."""

import json
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from functools import partial
from typing import Any, cast

from traceability.epcis import model
from traceability.epcis.json import parts
from traceability.epcis.json.events import KINDS
from traceability.epcis.json.reader import Table
from traceability.epcis.lexical.context import EPCIS_CONTEXT, STANDARD_PREFIXES

JsonObject = dict[str, Any]


def _written(kind: type, table: Table) -> model.Held:
    return model.Held(kind, [(key, member.attribute) for key, member in table.items()])


_PARTS: Mapping[type, model.Held] = {
    kind: _written(kind, table)
    for kind, table in (
        (model.Place, parts.PLACE),
        (model.Quantity, parts.QUANTITY),
        (model.BizTransaction, parts.BIZ_TRANSACTION),
        (model.PersistentDisposition, parts.PERSISTENT_DISPOSITION),
        (model.ErrorDeclaration, parts.ERROR_DECLARATION),
        (model.SensorMetadata, parts.SENSOR_METADATA),
        (model.SensorReport, parts.SENSOR_REPORT),
        (model.SensorElement, parts.SENSOR_ELEMENT),
    )
}
_EVENTS: Mapping[type, model.Held] = {
    model.ExtendedEvent: _written(model.ExtendedEvent, parts.EVENT),
    **{cast("type", kind.make): _written(cast("type", kind.make), kind.table) for kind in KINDS.values()},
}
_PARTIES = {
    "sourceList": _written(model.Party, parts.SOURCE),
    "destinationList": _written(model.Party, parts.DESTINATION),
}
_EXACT = re.compile(r'"\\u0000([-+0-9.Ee]+)\\u0000"')
_EXACT_IN_FLOATS = 15
_TEXT = json.JSONEncoder(ensure_ascii=False, default=lambda number: f"\0{number}\0")


def event_json(event: model.Event, *, context: bool = True) -> JsonObject:
    """One event as a JSON object; with `context` it can stand alone."""
    found: JsonObject = {}
    found["type"] = event.type if isinstance(event, model.ExtendedEvent) else type(event).__name__
    found |= _members(event, _EVENTS[type(event)])
    if isinstance(event, model.ObjectEvent) and not (event.epcs or event.quantities):
        found["epcList"] = []  # an event of readings alone needs the empty list, or a read point
    if not context:
        return found
    return {"@context": _context(_used_standard(found) | _shared_prefixes([event])), **found}


def document(
    events: Iterable[model.Event], *, created: datetime, header: JsonObject | None = None
) -> JsonObject:
    """A capture document of `events`; `created` is an aware time."""
    listed = list(events)
    prefixes = _shared_prefixes(listed)
    written = [_listed(event, prefixes) for event in listed]
    found: JsonObject = {
        "@context": _context(_used_standard(written) | prefixes),
        "type": "EPCISDocument",
        "schemaVersion": "2.0",
        "creationDate": time_text(created),
    }
    if header:
        found["epcisHeader"] = header
    found["epcisBody"] = {"eventList": written}
    return found


def query_document(
    events: Iterable[model.Event], *, created: datetime, query_name: str, subscription: str | None = None
) -> JsonObject:
    """The answer to a query, in the form of EPCIS 2.0, 8.2.7."""
    found = document(events, created=created) | {"type": "EPCISQueryDocument"}
    results: JsonObject = {"queryName": query_name, "resultsBody": found["epcisBody"]}
    if subscription is not None:
        results["subscriptionID"] = subscription
    return found | {"epcisBody": {"queryResults": results}}


def to_text(value: JsonObject) -> str:
    """JSON text, also of decimals that no float holds exactly; one line, UTF-8 letters as they are."""
    text = _TEXT.encode(value)
    return _EXACT.sub(r"\1", text) if "\\u0000" in text else text


def time_text(moment: datetime) -> str:
    """ISO 8601 with at least milliseconds, in the zone of `moment`, UTC as Z."""
    text = moment.isoformat(timespec="microseconds" if moment.microsecond % 1000 else "milliseconds")
    return text.removesuffix("+00:00") + "Z" if text.endswith("+00:00") else text


def _listed(event: model.Event, prefixes: Mapping[str, str]) -> JsonObject:
    """An event in a document, with a context of its own where a prefix would mean something else."""
    outer = {**STANDARD_PREFIXES, **prefixes}
    own = {p: uri for p, uri in event.namespaces.prefixes.items() if outer.get(p) != uri}
    found = event_json(event, context=False)
    return {"@context": [own], **found} if own else found


def _shared_prefixes(events: Sequence[model.Event]) -> dict[str, str]:
    """The prefixes that mean the same in every event; no text may become a CURIE by chance."""
    declared = [event.namespaces.prefixes for event in events]
    return {
        prefix: uri
        for prefix, uri in (declared[0] if declared else {}).items()
        if STANDARD_PREFIXES.get(prefix) != uri and all(other.get(prefix) == uri for other in declared)
    }


def _used_standard(value: object) -> dict[str, str]:
    """The prefixes that GS1's context declares and that are used here: other readers want them declared."""
    used: set[str] = set()
    waiting = [value]
    while waiting:
        item = waiting.pop()
        if isinstance(item, dict):
            used.update(key.partition(":")[0] for key in item if ":" in key)
            waiting += item.values()
        elif isinstance(item, list):
            waiting += item
        elif isinstance(item, str) and ":" in item:
            used.add(item.partition(":")[0])
    return {prefix: uri for prefix, uri in STANDARD_PREFIXES.items() if prefix in used}


def _context(prefixes: Mapping[str, str]) -> list[Any]:
    return [EPCIS_CONTEXT, *({prefix: uri} for prefix, uri in prefixes.items())]


def _members(part: object, held: model.Held) -> JsonObject:
    found: JsonObject = {}
    for key, value in held(part):
        if type(value) is str:
            found[key] = value
        elif (item := _member(key, value)) != {}:
            found[key] = item
    extensions: model.Extensions = getattr(part, "extensions", ())
    return found | _extensions(extensions) if extensions else found


def _member(key: str, value: object) -> Any:
    if key in _PARTIES:
        return [_members(party, _PARTIES[key]) for party in cast("tuple[model.Party, ...]", value)]
    return _extensions(cast("model.Extensions", value)) if key == "ilmd" else _value(value)


def _value(value: object) -> Any:
    write = _WRITERS.get(type(value))
    return value if write is None else write(value)


def _list(values: tuple[object, ...]) -> list[Any]:
    return [item if type(item) is str else _value(item) for item in values]


def _number(value: Decimal) -> int | float | Decimal:
    """What JSON libraries write: a whole number, a float where that is exact, else the decimal itself."""
    if value == value.to_integral_value() and abs(value.adjusted()) < _EXACT_IN_FLOATS:
        return int(value)
    nearest = float(value)
    return nearest if Decimal(repr(nearest)) == value else value


_WRITERS: Mapping[type, Callable[[Any], Any]] = {
    tuple: _list,
    datetime: time_text,
    Decimal: _number,
    **{kind: partial(_members, held=held) for kind, held in _PARTS.items()},
}


def _extensions(items: model.Extensions) -> JsonObject:
    return {item.key: _extension_value(item.value) for item in items}


def _extension_value(value: model.Value) -> Any:
    if isinstance(value, model.Fields):
        return _extensions(value.items)
    if isinstance(value, tuple):
        return [_extension_value(item) for item in value]
    return _number(value) if isinstance(value, Decimal) else value
