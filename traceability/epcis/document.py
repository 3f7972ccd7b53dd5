"""Reading EPCIS, in JSON or XML: a capture document, a query result, a single event, a list of events."""

import re
from collections.abc import Callable, Iterable
from io import BytesIO
from typing import Any, NamedTuple

from traceability.epcis import model
from traceability.epcis.issues import InvalidEpcis, Issue, step
from traceability.epcis.json.events import read_event
from traceability.epcis.json.masterdata import HEADER, VOCABULARY
from traceability.epcis.json.memory import Memory
from traceability.epcis.json.reader import (
    Member,
    Reader,
    Table,
    each,
    members,
    require,
    text,
    time,
    uri,
)
from traceability.epcis.json.text import Json, refused
from traceability.epcis.lexical.context import EPCIS_CONTEXT, Namespaces
from traceability.epcis.outline import load_outline, with_events
from traceability.epcis.rules import check_identity

_IGNORED_FIELDS = ("https://repository-x.example.com/", "ignoreFields")
_VERSION = re.compile(r"2(?:\.[0-9]+)*")

Placed = list[tuple[str, Json]]


class Reading(NamedTuple):
    """`document` is None where some event cannot be read; what was read is valid when there is no issue."""

    document: model.Document | None
    issues: tuple[Issue, ...]


def read(data: bytes | str) -> Reading:
    """Read and check EPCIS JSON, or XML of 2.0 or 1.2. Never raises for invalid input; numbers stay exact."""
    events: list[Json] = []
    try:
        content = data if isinstance(data, bytes) else data.encode()
        outline = load_outline(BytesIO(content), lambda event, _text: events.append(event))
    except InvalidEpcis as refusal:
        return Reading(None, refusal.issues)
    except UnicodeError:
        return Reading(None, refused("json.encoding", "Save the file as UTF-8.").issues)
    return read_json(with_events(outline, events))


def parse(data: bytes | str) -> model.Document:
    """The document, or InvalidEpcis with every issue."""
    document, issues = read(data)
    if issues or document is None:
        raise InvalidEpcis(issues)
    return document


def read_json(value: Json, memory: Memory | None = None) -> Reading:
    """As `read`, from JSON that `load_outline` gave. memory: of what was read before."""
    reader = Reader(memory)
    if isinstance(value, list):
        document = _read_alone(reader, [(f"$[{index}]", item) for index, item in enumerate(value)])
    elif isinstance(value, dict):
        read_document = _DOCUMENTS.get(value["type"]) if isinstance(value.get("type"), str) else None
        document = read_document(reader, value) if read_document else _read_alone(reader, [("$", value)])
    else:
        reader.fail("$", "type.object", "Write a document or an event as an object in curly brackets.")
        document = None
    return Reading(document, tuple(reader.issues))


def _read_alone(reader: Reader, placed: Placed) -> model.Document | None:
    """Events without a document around them; each names its own context."""
    if not placed:
        reader.fail("$", "document.empty", "Write at least one event.")
    for path, item in placed:
        if isinstance(item, dict):
            _require_context(reader, item, path)
    return _with_events(reader, placed)


def _read_capture(reader: Reader, value: dict[str, Json]) -> model.Document | None:
    head = _read_head(reader, value, _CAPTURE_HEAD, ("schemaVersion", "creationDate", "epcisBody"))
    body = _object(reader, value, "$", "epcisBody")
    placed = _event_list(reader, body, "$.epcisBody", {}) if body is not None else []
    return _with_events(
        reader, placed, "EPCISDocument", head.get("creation_date"), head.get("extensions", ())
    )


def _read_query(reader: Reader, value: dict[str, Json]) -> model.Document | None:
    head = _read_head(reader, value, _QUERY_HEAD, ("epcisBody",))
    results, listed, found, placed = None, None, {}, []
    path = "$.epcisBody"
    body = _object(reader, value, "$", "epcisBody")
    if body is not None and _members_but(reader, body, path, {}, "queryResults") is not None:
        results = _object(reader, body, path, "queryResults")
        path += ".queryResults"
    if results is not None:
        found = _members_but(reader, results, path, _QUERY_RESULTS, "resultsBody") or {}
        require(reader, results, path, ("queryName",))
        listed = _object(reader, results, path, "resultsBody")
        path += ".resultsBody"
    if listed is not None:
        placed = _event_list(reader, listed, path, _RESULTS_BODY)
    extensions = (*head.get("extensions", ()), *found.get("extensions", ()))
    return _with_events(reader, placed, "EPCISQueryDocument", head.get("creation_date"), extensions)


_DOCUMENTS: dict[str, Callable[[Reader, dict[str, Json]], model.Document | None]] = {
    "EPCISDocument": _read_capture,
    "EPCISQueryDocument": _read_query,
}


def _read_head(
    reader: Reader, value: dict[str, Json], table: Table, required: Iterable[str]
) -> dict[str, Any]:
    """The members of a document except its body; its namespaces are in force from here on."""
    _require_context(reader, value, "$")
    reader.begin(Namespaces().extended(value.get("@context", []), "$['@context']", reader.issues))
    require(reader, value, "$", required)
    head = {key: item for key, item in value.items() if key not in {"@context", "type", "epcisBody"}}
    return members(reader, head, "$", table, extensible=True) or {}


def _require_context(reader: Reader, value: dict[str, Json], path: str) -> None:
    where = step(path, "@context")
    if (
        require(reader, value, path, ("@context",))
        and not Namespaces().extended(value["@context"], where, []).epcis
    ):
        reader.fail(where, "context.epcis", f"Name the EPCIS context {EPCIS_CONTEXT} in @context.")


def _object(reader: Reader, holder: dict[str, Json], path: str, name: str) -> dict[str, Json] | None:
    found = holder.get(name)
    if isinstance(found, dict):
        return found
    if require(reader, holder, path, (name,)):
        reader.fail(step(path, name), "type.object", "Write an object in curly brackets here.")
    return None


def _members_but(
    reader: Reader, holder: dict[str, Json], path: str, table: Table, left_out: str
) -> dict[str, Any] | None:
    rest = {key: item for key, item in holder.items() if key != left_out}
    return members(reader, rest, path, table, extensible=True)


def _event_list(reader: Reader, holder: dict[str, Json], path: str, table: Table) -> Placed:
    _members_but(reader, holder, path, table, "eventList")
    listed = holder.get("eventList")
    if isinstance(listed, list):
        return [(f"{path}.eventList[{index}]", item) for index, item in enumerate(listed)]
    if require(reader, holder, path, ("eventList",)):
        reader.fail(f"{path}.eventList", "type.list", "Write a list in square brackets here.")
    return []


def _with_events(
    reader: Reader,
    placed: Placed,
    kind: str = "",
    creation_date: Any = None,
    extensions: model.Extensions = (),
) -> model.Document | None:
    """The document of the events at `placed`, or None where anything before or in them cannot be read."""
    events = [(path, read_event(reader, item, path)) for path, item in placed]
    readable = [(path, event) for path, event in events if event is not None]
    check_identity(reader, readable)
    if any(issue.stops_reading for issue in reader.issues):
        return None
    names = next((item.value for item in extensions if (item.namespace, item.name) == _IGNORED_FIELDS), ())
    return model.Document(
        events=tuple(event for _, event in readable),
        kind=kind,
        creation_date=creation_date,
        ignored_fields=tuple(reader.namespaces.split(name) for name in _texts(names)),
    )


def _texts(value: model.Value) -> list[str]:
    return [item for item in value if isinstance(item, str)] if isinstance(value, tuple) else []


def _version(reader: Reader, value: Json, path: str) -> str | None:
    if isinstance(value, str) and _VERSION.fullmatch(value):
        return value
    reader.fail(
        path,
        "format.version",
        "Write the schema version as a text, such as 2.0; only EPCIS 2 is written in JSON.",
    )
    return None


_QUERY_HEAD = {
    "id": Member("id", uri),
    "schemaVersion": Member("schema_version", _version),
    "creationDate": Member("creation_date", time),
    "epcisHeader": Member("header", HEADER),
}
_CAPTURE_HEAD = {
    **_QUERY_HEAD,
    "instanceIdentifier": Member("instance_identifier", text),
    "sender": Member("sender", text),
    "receiver": Member("receiver", text),
}
_QUERY_RESULTS = {"queryName": Member("query_name", text), "subscriptionID": Member("subscription_id", text)}
_RESULTS_BODY = {"vocabularyList": Member("vocabularies", each(VOCABULARY))}
