"""Reading one event: its type, its own namespaces, its members."""

from collections.abc import Callable
from operator import itemgetter
from typing import Any, NamedTuple

from traceability.epcis import model
from traceability.epcis.issues import step
from traceability.epcis.json import parts
from traceability.epcis.json.memory import Found
from traceability.epcis.json.plain import LOOKS, Known, Look
from traceability.epcis.json.reader import Json, Read, Reader, Table, extension, members, require
from traceability.epcis.lexical import formats
from traceability.epcis.rules import check_event


class Kind(NamedTuple):
    make: type[model.Event]
    table: Table
    required: tuple[str, ...]
    shapes: dict[tuple[str, ...], "Shape | None"]


class Shape(NamedTuple):
    """How events of the same members in the same order are read. key: what stands for the members and their order;
    said: those that many events say alike;
    places: those of them that are places; own: the others, each with its attribute, looked at quickly first.
    """

    key: object
    said: Callable[[dict[str, Json]], tuple[Json, ...]]
    places: tuple[str, ...]
    own: tuple[tuple[str, str, Look, Read], ...]


_ALWAYS = ("eventTime", "eventTimeZoneOffset")
KINDS = {
    kind.make.__name__: kind
    for kind in (
        Kind(model.ObjectEvent, parts.OBJECT_EVENT, (*_ALWAYS, "action"), {}),
        Kind(model.AggregationEvent, parts.AGGREGATION_EVENT, (*_ALWAYS, "action"), {}),
        Kind(model.AssociationEvent, parts.ASSOCIATION_EVENT, (*_ALWAYS, "action", "parentID"), {}),
        Kind(model.TransactionEvent, parts.TRANSACTION_EVENT, (*_ALWAYS, "action", "bizTransactionList"), {}),
        Kind(model.TransformationEvent, parts.TRANSFORMATION_EVENT, _ALWAYS, {}),
    )
}
_HEAD = frozenset({"type", "@context"})
_WORDS = ("type", "eventTimeZoneOffset", "action", "bizStep", "disposition")
_PLACES = ("readPoint", "bizLocation")
_MOST_SHAPES = 1_000


def read_event(reader: Reader, value: Json, path: str) -> model.Event | None:
    """The event at `path`, or None where it cannot be read; every fault goes to the reader's issues."""
    if not isinstance(value, dict):
        reader.fail(path, "type.object", "Write an event as an object in curly brackets.")
        return None
    if "@context" not in value:
        return _read_known(reader, value, path)
    outer, reports, quantities = reader.namespaces, reader.reports, reader.quantities
    reader.namespaces = outer.extended(value["@context"], step(path, "@context"), reader.issues)
    reader.reports, reader.quantities = Found(), Found()
    try:
        return _read_known(reader, value, path)
    finally:
        reader.namespaces, reader.reports, reader.quantities = outer, reports, quantities


def _read_known(reader: Reader, value: dict[str, Json], path: str) -> model.Event | None:
    if "type" not in value:
        require(reader, value, path, ("type",))
        return None
    name = value["type"]
    kind = KINDS.get(name) if isinstance(name, str) else None
    if kind is None:
        return _read_extended(reader, value, path)
    before = len(reader.issues)
    found = _read_alike(reader, kind, value, path)
    if found is None:
        found = members(reader, value, path, kind.table, extensible=True, passed=_HEAD)
        require(reader, value, path, kind.required)
    return _finished(reader, kind.make, found, value, path, before)


def _read_alike(reader: Reader, kind: Kind, value: dict[str, Json], path: str) -> dict[str, Any] | None:
    """As `members`, where what the event says as others do was found right before; None where it must be read whole."""
    names = tuple(value)
    shape = kind.shapes.get(names, _NEW)
    if shape is _NEW:
        shape = _new_shape(kind, names)
    if shape is None:
        return None
    said = (shape.key, *shape.said(value), *[_id_alone(value[name]) for name in shape.places])
    try:
        found = reader.alike.get(said)
    except TypeError:  # a list or an object where a word belongs
        return None
    if found is None:
        found = _learn(reader, kind, value, said[1:], path)
        if found is None:
            return None
        reader.alike.note(said, found)
    found = found.copy()
    for name, attribute, look, read in shape.own:
        own = look(reader, value[name])
        found[attribute] = read(reader, value[name], f"{path}.{name}") if own is None else own
    return found


_NEW = Shape(None, tuple, (), ())


def _new_shape(kind: Kind, names: tuple[str, ...]) -> Shape | None:
    """None where something is missing, unknown, an extension or a context of the event's own."""
    known = kind.table.keys() | {"type"}
    shape = None
    if set(kind.required) <= set(names) <= known:
        own = tuple([_own(kind, name) for name in names if name not in (*_WORDS, *_PLACES)])
        said = itemgetter(*[name for name in _WORDS if name in names])
        key = len(kind.shapes) if len(kind.shapes) < _MOST_SHAPES else names
        shape = Shape(key, said, tuple([name for name in _PLACES if name in names]), own)
    if len(kind.shapes) < _MOST_SHAPES:
        kind.shapes[names] = shape
    return shape


def _own(kind: Kind, name: str) -> tuple[str, str, Look, Read]:
    attribute, read = kind.table[name]
    return name, attribute, LOOKS.get(name, _no_look), read


def _no_look(_known: Known, _value: Json) -> None:
    """Members that few events have."""


def _id_alone(place: Json) -> Json:
    """The id of a place that says nothing else, else None."""
    return place.get("id") if type(place) is dict and len(place) == 1 else None


def _learn(
    reader: Reader, kind: Kind, value: dict[str, Json], said: tuple[Json, ...], path: str
) -> dict[str, Any] | None:
    """The attributes of what an event says as others do, where all of it is right and no more than words and ids."""
    if not all(isinstance(word, str) for word in said):
        return None
    before = len(reader.issues)
    alike = {name: value[name] for name in (*_WORDS, *_PLACES) if name in value}
    found = members(reader, alike, path, kind.table, extensible=False, passed=_HEAD)
    if found is None or len(reader.issues) > before:
        del reader.issues[before:]
        return None
    return {**found, "alike": model.Alike()}


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
