"""Reading one event: its type, its own namespaces, its members."""

from typing import Any, NamedTuple

from traceability.epcis import model
from traceability.epcis.issues import step
from traceability.epcis.json import parts
from traceability.epcis.json.reader import Json, Reader, Table, extension, members, require
from traceability.epcis.lexical import formats
from traceability.epcis.rules import check_event


class Kind(NamedTuple):
    make: type[model.Event]
    table: Table
    required: tuple[str, ...]


_ALWAYS = ("eventTime", "eventTimeZoneOffset")
KINDS = {
    "ObjectEvent": Kind(model.ObjectEvent, parts.OBJECT_EVENT, (*_ALWAYS, "action")),
    "AggregationEvent": Kind(model.AggregationEvent, parts.AGGREGATION_EVENT, (*_ALWAYS, "action")),
    "AssociationEvent": Kind(
        model.AssociationEvent, parts.ASSOCIATION_EVENT, (*_ALWAYS, "action", "parentID")
    ),
    "TransactionEvent": Kind(
        model.TransactionEvent, parts.TRANSACTION_EVENT, (*_ALWAYS, "action", "bizTransactionList")
    ),
    "TransformationEvent": Kind(model.TransformationEvent, parts.TRANSFORMATION_EVENT, _ALWAYS),
}
_HEAD = frozenset({"type", "@context"})


def read_event(reader: Reader, value: Json, path: str) -> model.Event | None:
    """The event at `path`, or None where it cannot be read; every fault goes to the reader's issues."""
    if not isinstance(value, dict):
        reader.fail(path, "type.object", "Write an event as an object in curly brackets.")
        return None
    outer = reader.namespaces
    if "@context" in value:
        reader.namespaces = outer.extended(value["@context"], step(path, "@context"), reader.issues)
    try:
        return _read_known(reader, value, path)
    finally:
        reader.namespaces = outer


def _read_known(reader: Reader, value: dict[str, Json], path: str) -> model.Event | None:
    if not require(reader, value, path, ("type",)):
        return None
    name = value["type"]
    kind = KINDS.get(name) if isinstance(name, str) else None
    if kind is None:
        return _read_extended(reader, value, path)
    before = len(reader.issues)
    found = members(reader, value, path, kind.table, extensible=True, passed=_HEAD)
    require(reader, value, path, kind.required)
    return _finished(reader, kind.make, found, value, path, before)


def _read_extended(reader: Reader, value: dict[str, Json], path: str) -> model.Event | None:
    """An event type outside the standard is named by a URI and keeps its own members as extensions."""
    name, where = value["type"], step(path, "type")
    if not isinstance(name, str) or not formats.is_uri(name):
        message = f"Write one of {', '.join(KINDS)}, or the URI of your own event type."
        reader.fail(where, "value.unknown", message)
        return None
    if reader.namespaces.is_unknown(name):
        reader.fail(where, "namespace.undeclared", f"Declare the prefix of {name} in @context.")
    before = len(reader.issues)
    standard = {key: item for key, item in value.items() if key in parts.EVENT}
    found = members(reader, standard, path, parts.EVENT, extensible=True) or {}
    others = [key for key in value if key not in parts.EVENT and key not in _HEAD]
    extensions = tuple(extension(reader, key, value[key], path) for key in others)
    require(reader, value, path, _ALWAYS)
    found |= {"type": name, "extensions": extensions}
    return _finished(reader, model.ExtendedEvent, found, value, path, before)


def _finished(
    reader: Reader,
    kind: type[model.Event],
    found: dict[str, Any] | None,
    value: dict[str, Json],
    path: str,
    before: int,
) -> model.Event | None:
    """The event, with the rules checked; None where an issue after the first `before` stops reading."""
    if found is None or _stops(reader, before):
        return None
    found["namespaces"] = reader.namespaces
    event = model.made(kind, found)
    check_event(reader, event, value, path)
    return None if _stops(reader, before) else event


def _stops(reader: Reader, before: int) -> bool:
    issues = reader.issues
    return len(issues) > before and any(issue.stops_reading for issue in issues[before:])
