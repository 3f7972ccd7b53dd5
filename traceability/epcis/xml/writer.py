"""EPCIS JSON as EPCIS XML 2.0: the same events, with the elements in the order of the standard's schema."""

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from typing import Any

from traceability.epcis import model, serialize
from traceability.epcis.lexical.context import STANDARD_PREFIXES
from traceability.epcis.lexical.vocabulary import (
    BIZ_STEP,
    BIZ_TRANSACTION_TYPE,
    COMPONENT,
    DISPOSITION,
    ERROR_REASON,
    MEASUREMENT,
    SENSOR_ALERT,
    SOURCE_DESTINATION_TYPE,
    Vocabulary,
)
from traceability.epcis.xml.spelling import attribute_value, element_name, element_text

JsonObject = dict[str, Any]

NAMESPACE = "urn:epcglobal:epcis:xsd:2"
QUERY_NAMESPACE = "urn:epcglobal:epcis-query:xsd:2"
_HEAD = ("eventTime", "recordTime", "eventTimeZoneOffset", "eventID", "errorDeclaration", "certificationInfo")
_WHERE = ("bizStep", "disposition", "readPoint", "bizLocation")
_PARTIES = ("sourceList", "destinationList", "sensorElementList")
_ORDERS: Mapping[str, tuple[str, ...]] = {
    "ObjectEvent": (
        *_HEAD, "epcList", "action", *_WHERE, "bizTransactionList", "quantityList", *_PARTIES,
        "persistentDisposition", "ilmd",
    ),
    "AggregationEvent": (
        *_HEAD, "parentID", "childEPCs", "action", *_WHERE, "bizTransactionList", "childQuantityList", *_PARTIES,
    ),
    "TransactionEvent": (
        *_HEAD, "bizTransactionList", "parentID", "epcList", "action", *_WHERE, "quantityList", *_PARTIES,
    ),
    "TransformationEvent": (
        *_HEAD, "inputEPCList", "inputQuantityList", "outputEPCList", "outputQuantityList", "transformationID",
        *_WHERE, "bizTransactionList", *_PARTIES, "persistentDisposition", "ilmd",
    ),
    "AssociationEvent": (
        *_HEAD, "parentID", "childEPCs", "childQuantityList", "action", *_WHERE, "bizTransactionList", *_PARTIES,
    ),
}  # fmt: skip
_WORDS: Mapping[str, Vocabulary] = {
    "bizStep": BIZ_STEP, "disposition": DISPOSITION, "set": DISPOSITION, "unset": DISPOSITION,
    "reason": ERROR_REASON, "exception": SENSOR_ALERT, "component": COMPONENT,
}  # fmt: skip
_EPC_LISTS = frozenset({"epcList", "childEPCs", "inputEPCList", "outputEPCList"})
_QUANTITIES = frozenset({"quantityList", "childQuantityList", "inputQuantityList", "outputQuantityList"})
_TYPED = {
    "bizTransactionList": ("bizTransaction", BIZ_TRANSACTION_TYPE),
    "sourceList": ("source", SOURCE_DESTINATION_TYPE),
    "destinationList": ("destination", SOURCE_DESTINATION_TYPE),
}


def document_xml(events: Iterable[model.Event], *, created: datetime) -> str:
    """A capture document of the events. ValueError: what has no form in XML, as an event type of one's own, a name or a
    character that XML does not know.
    """
    head, listed = _head("epcis:EPCISDocument", f'xmlns:epcis="{NAMESPACE}"', events, created)
    return f"{head}\n<EPCISBody>{listed}</EPCISBody>\n</epcis:EPCISDocument>\n"


def query_document_xml(events: Iterable[model.Event], *, created: datetime, query_name: str) -> str:
    """The answer to a query. ValueError as above."""
    name = "epcisq:EPCISQueryDocument"
    head, listed = _head(name, f'xmlns:epcisq="{QUERY_NAMESPACE}" xmlns:epcis="{NAMESPACE}"', events, created)
    results = f"<queryName>{element_text(query_name)}</queryName><resultsBody>{listed}</resultsBody>"
    return f"{head}\n<EPCISBody><epcisq:QueryResults>{results}</epcisq:QueryResults></EPCISBody>\n</{name}>\n"


def _head(name: str, namespaces: str, events: Iterable[model.Event], created: datetime) -> tuple[str, str]:
    """The first tag of a document, and its list of events."""
    written = serialize.document(events, created=created)
    standard = {prefix: STANDARD_PREFIXES[prefix] for prefix in ("cbvmda", "gs1")}
    prefixes = standard | _declared(written["@context"])
    if taken := sorted(prefixes.keys() & {"epcis", "epcisq", "xml", "xmlns"}):
        raise ValueError(f"the prefix {taken[0]!r} has no form in XML: it has another meaning there")
    declared = _declarations(prefixes)
    head = (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<{name} {namespaces}{declared} '
        f'schemaVersion="2.0" creationDate={attribute_value(written["creationDate"])}>'
    )
    listed = "\n".join(_event(event, prefixes) for event in written["epcisBody"]["eventList"])
    return head, f"<EventList>\n{listed}\n</EventList>"


def _declared(context: list[Any]) -> dict[str, str]:
    return {prefix: uri for entry in context if isinstance(entry, dict) for prefix, uri in entry.items()}


def _declarations(prefixes: Mapping[str, str]) -> str:
    return "".join(
        f" xmlns:{element_name(prefix)}={attribute_value(uri)}" for prefix, uri in prefixes.items()
    )


def _event(event: JsonObject, outer: Mapping[str, str]) -> str:
    own = {p: uri for p, uri in _declared(event.get("@context", [])).items() if outer.get(p) != uri}
    declared = _declarations(own)
    name = event["type"]
    order = _ORDERS.get(name, (*_HEAD, *_WHERE, "bizTransactionList", *_PARTIES))
    members = {key: value for key, value in event.items() if key not in {"@context", "type"}}
    parts = [_member(key, members.pop(key)) for key in order if key in members]
    parts += [_extension(key, value) for key, value in members.items()]
    if name in _ORDERS:
        return f"<{name}{declared}>{''.join(parts)}</{name}>"
    raise ValueError(f"an event of the type {name} has no form in XML")


def _member(key: str, value: Any) -> str:
    write = _WRITERS.get(key)
    if write is not None:
        return write(key, value)
    if isinstance(value, dict):
        return _tag(key, "".join(_inner(name, item) for name, item in value.items()))
    return _tag(key, element_text(_text(key, value)))


def _instances(key: str, value: list[str]) -> str:
    return _tag(key, "".join(_tag("epc", element_text(item)) for item in value))


def _quantities(key: str, value: list[JsonObject]) -> str:
    return _tag(key, "".join(_tag("quantityElement", _simple(item, _QUANTITY)) for item in value))


def _sensors(key: str, value: list[JsonObject]) -> str:
    return _tag(key, "".join(map(_sensor, value)))


def _certificates(key: str, value: list[str] | str) -> str:
    return "".join(_tag(key, element_text(item)) for item in (value if isinstance(value, list) else [value]))


def _master_data(key: str, value: JsonObject) -> str:
    return _tag(key, "".join(_extension(name, item) for name, item in value.items()))


_QUANTITY = ("epcClass", "quantity", "uom")


def _simple(item: JsonObject, order: Iterable[str]) -> str:
    return "".join(_tag(name, element_text(_text(name, item[name]))) for name in order if name in item)


def _typed(key: str, items: list[JsonObject]) -> str:
    name, vocabulary = _TYPED[key]
    parts = []
    for item in items:
        kind = f" type={attribute_value(_full(vocabulary, item['type']))}" if "type" in item else ""
        parts.append(f"<{name}{kind}>{element_text(item[name])}</{name}>")
    return _tag(key, "".join(parts))


def _inner(name: str, value: Any) -> str:
    """What is in a place, an error declaration or a persistent disposition."""
    if name == "correctiveEventIDs":
        return _tag(name, "".join(_tag("correctiveEventID", element_text(item)) for item in value))
    if ":" in name:
        return _extension(name, value)
    return "".join(
        _tag(name, element_text(_text(name, item)))
        for item in (value if isinstance(value, list) else [value])
    )


def _sensor(element: JsonObject) -> str:
    parts = []
    if "sensorMetadata" in element:
        parts.append(f"<sensorMetadata{_attributes(element['sensorMetadata'])}/>")
    parts += [f"<sensorReport{_attributes(report)}/>" for report in element.get("sensorReport", ())]
    parts += [_extension(key, value) for key, value in element.items() if ":" in key]
    return _tag("sensorElement", "".join(parts))


def _attributes(item: JsonObject) -> str:
    return "".join(
        f" {element_name(name)}={attribute_value(_attribute(name, value))}"
        for name, value in item.items()
        if value is not None
    )


def _attribute(name: str, value: Any) -> str:
    if isinstance(value, dict | list):
        raise ValueError(f"the field {name!r} has no form in XML: a reading holds single values there")  # noqa: TRY004
    return _full(MEASUREMENT, value) if name == "type" else _text(name, value)


def _extension(key: str, value: Any) -> str:
    """JSON-LD's null says nothing, and so does its place in XML."""
    if value is None:
        return ""
    if isinstance(value, list):
        return "".join(_extension(key, item) for item in value)
    element_name(key)
    if isinstance(value, dict):
        return _tag(key, "".join(_extension(name, item) for name, item in value.items()))
    return _tag(key, element_text(_text(key, value)))


def _text(name: str, value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if name in _WORDS and isinstance(value, str):
        return _full(_WORDS[name], value)
    return str(value)


def _full(vocabulary: Vocabulary, word: str) -> str:
    """The address of a bare word: in XML, words are written in full."""
    return vocabulary.base + word if word in vocabulary.words else word


def _tag(name: str, inside: str) -> str:
    return f"<{name}>{inside}</{name}>" if inside else f"<{name}/>"


_WRITERS: Mapping[str, Callable[[str, Any], str]] = {
    **dict.fromkeys(_EPC_LISTS, _instances),
    **dict.fromkeys(_QUANTITIES, _quantities),
    **dict.fromkeys(_TYPED, _typed),
    "sensorElementList": _sensors,
    "certificationInfo": _certificates,
    "ilmd": _master_data,
}
