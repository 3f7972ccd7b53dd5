"""The event hash of CBV 2.0, section 8.9: the canonical pre-image of an event and its SHA-256 as `ni` URI.

The order of members is that of the reference generator, by which published hashes were made: it differs
from the table of the standard in `parentID` (before the EPC lists) and in the lists of business transactions,
destinations and sources, which stand last with master data and extensions, in alphabetical order.
`eventID`, `recordTime`, `errorDeclaration` and comments take no part.
"""

import hashlib
from collections.abc import Callable, Iterable
from datetime import datetime
from decimal import Decimal
from typing import Any, NamedTuple, TypeVar, cast

from traceability.epcis import model
from traceability.epcis.lexical.context import Memo, Namespaces
from traceability.epcis.lexical.formats import number_in, number_text, utc_text
from traceability.epcis.lexical.identifiers import canonical, identity
from traceability.epcis.lexical.vocabulary import (
    BIZ_STEP,
    BIZ_TRANSACTION_TYPE,
    COMPONENT,
    DISPOSITION,
    MEASUREMENT,
    SENSOR_ALERT,
    SOURCE_DESTINATION_TYPE,
    Vocabulary,
    from_urn,
)

P = TypeVar("P")
IgnoredFields = Iterable[tuple[str, str]]
Texts = Memo[str, str]

_COMMENTS = frozenset({("", "comment"), ("http://www.w3.org/2000/01/rdf-schema#", "comment")})
_EVENT_VALUES = (
    ("parentID", "parent"),
    ("epcList", "epcs"),
    ("inputEPCList", "input_epcs"),
    ("childEPCs", "child_epcs"),
    ("quantityList", "quantities"),
    ("childQuantityList", "child_quantities"),
    ("inputQuantityList", "input_quantities"),
    ("outputEPCList", "output_epcs"),
    ("outputQuantityList", "output_quantities"),
    ("transformationID", "transformation_id"),
)
"""Between the certificates and the action, which only those kinds have that have no transformationID."""
_METADATA_VALUES = (
    ("time", "time"),
    ("startTime", "start_time"),
    ("endTime", "end_time"),
    ("deviceID", "device_id"),
    ("deviceMetadata", "device_metadata"),
    ("rawData", "raw_data"),
    ("dataProcessingMethod", "data_processing_method"),
    ("bizRules", "biz_rules"),
)
_REPORT_VALUES = (
    ("type", "type"),
    ("exception", "exception"),
    ("deviceID", "device_id"),
    ("deviceMetadata", "device_metadata"),
    ("rawData", "raw_data"),
    ("dataProcessingMethod", "data_processing_method"),
    ("bizRules", "biz_rules"),
    ("time", "time"),
    ("microorganism", "microorganism"),
    ("chemicalSubstance", "chemical_substance"),
    ("value", "value"),
    ("component", "component"),
    ("stringValue", "string_value"),
    ("booleanValue", "boolean_value"),
    ("hexBinaryValue", "hex_binary_value"),
    ("uriValue", "uri_value"),
    ("minValue", "min_value"),
    ("maxValue", "max_value"),
    ("meanValue", "mean_value"),
    ("sDev", "standard_deviation"),
    ("percRank", "percentile_rank"),
    ("percValue", "percentile_value"),
    ("uom", "uom"),
    ("coordinateReferenceSystem", "coordinate_reference_system"),
)
_HELD: dict[type[model.Event], model.Held] = {
    kind: model.Held(kind, _EVENT_VALUES) for kind in model.EVENT_KINDS[:-1]
}
_METADATA = model.Held(model.SensorMetadata, _METADATA_VALUES)
_REPORT = model.Held(model.SensorReport, _REPORT_VALUES)
_AMOUNTS = frozenset(("quantityList", "childQuantityList", "inputQuantityList", "outputQuantityList"))
_QUANTITY = model.Held(model.Quantity, (("epcClass", "epc_class"), ("quantity", "quantity"), ("uom", "uom")))
_SELDOM = frozenset(
    (
        "biz_transactions", "destinations", "sources", "ilmd", "extensions", "certification_info",
        "persistent_disposition",
    )
)  # fmt: skip
_WEB = ("https://", "http://")
_REPORT_WORDS = {"type": MEASUREMENT, "exception": SENSOR_ALERT, "component": COMPONENT}


def prehash(event: model.Event, *, ignored: IgnoredFields = ()) -> str:
    """The pre-image. `ignored`: (namespace, name) of event extensions that take no part."""
    names = event.namespaces
    texts = names.memo(_spelling)
    frame = event.once(_frame)
    parts = [frame.kind, utc_text(event.event_time), frame.zone]
    if frame.is_seldom:
        parts += sorted([f"certificationInfo={texts[uri]}" for uri in event.certification_info])
    if frame.own is not None:
        for key, value in frame.own.read(event):
            is_list = type(value) is tuple
            parts.append(_listed(texts, names, key, value) if is_list else _member(texts, key, value))
    parts.append(frame.words)
    if frame.is_seldom:
        parts.append(_persistent_disposition(texts, getattr(event, "persistent_disposition", None)))
    parts.append(frame.places)
    if elements := event.sensor_elements:
        parts.append("sensorElementList")
        parts += _in_order(_sensor_element, texts, elements)
    if frame.is_seldom:
        parts += _last(texts, event, ignored)
    return "".join(parts)


def _last(texts: Texts, event: model.Event, ignored: IgnoredFields) -> list[str]:
    left_out = _COMMENTS.union(ignored)
    kept = [item for item in event.extensions if (item.namespace, item.name) not in left_out]
    return sorted([*_lists(texts, event), *_extension_texts(texts, kept)])


class _Frame(NamedTuple):
    """What many events say alike: its texts, and how to read the rest. is_seldom: whether an event has more than its
    objects and readings.
    """

    kind: str
    zone: str
    words: str
    places: str
    own: model.Plan | None
    is_seldom: bool


def _frame(event: model.Event) -> _Frame:
    texts = event.namespaces.memo(_spelling)
    action = getattr(event, "action", None)
    words = [
        "" if action is None else _member(texts, "action", action),
        _word(texts, "bizStep", BIZ_STEP, event.biz_step),
        _word(texts, "disposition", DISPOSITION, event.disposition),
    ]
    held = _HELD.get(type(event))
    places = [_place(texts, "readPoint", event.read_point), _place(texts, "bizLocation", event.biz_location)]
    return _Frame(
        f"eventType={_kind(event)}eventTime=",
        f"eventTimeZoneOffset={event.offset}",
        "".join(words),
        "".join(places),
        None if held is None else held.plan(event),
        not _SELDOM.isdisjoint(event.__dict__),
    )


def event_hash(event: model.Event, *, ignored: IgnoredFields = ()) -> str:
    """`ni:///sha-256;<64 hexadecimal digits>?ver=CBV2.0`."""
    digest = hashlib.sha256(prehash(event, ignored=ignored).encode()).hexdigest()
    return f"ni:///sha-256;{digest}?ver=CBV2.0"


def document_hashes(document: model.Document) -> tuple[str, ...]:
    """The hash of each event in document order."""
    return tuple(event_hash(event, ignored=document.ignored_fields) for event in document.events)


def _kind(event: model.Event) -> str:
    kind = type(event)
    return (
        kind.__name__ if kind in _HELD else event.namespaces.expand(cast("model.ExtendedEvent", event).type)
    )


def _spelling(names: Namespaces, text: str) -> str:
    """One spelling a value: CURIEs and old URNs as web URIs, plain numbers, canonical links."""
    text = text.strip()
    if text.startswith(_WEB):
        return canonical(text) or text
    number = number_in(text)
    if number is not None:
        return number_text(number)
    if ":" not in text:
        return text
    text = from_urn(names.expand(text))
    return canonical(text) or text


def _scalar(texts: Texts, value: object) -> str:
    if isinstance(value, str):
        return texts[value]
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | Decimal):
        return number_text(value)
    assert isinstance(value, datetime)
    return utc_text(value)


def _member(texts: Texts, key: str, value: object) -> str:
    return f"{key}={texts[value] if isinstance(value, str) else _scalar(texts, value)}"


def _listed(texts: Texts, names: Namespaces, key: str, value: tuple[Any, ...]) -> str:
    if len(value) == 1:
        return key + _element(texts, names, key, value[0])
    return key + "".join(sorted([_element(texts, names, key, item) for item in value]))


def _element(texts: Texts, names: Namespaces, key: str, item: Any) -> str:
    return model.once(item.alike, _amount, names, item) if key in _AMOUNTS else _epc(texts, item)


def _epc(texts: Texts, item: str) -> str:
    """Most objects are named once only, by a link: nothing to remember."""
    link = identity(item).canonical if item.startswith(_WEB) else None
    return f"epc={link or texts[item]}"


def _amount(names: Namespaces, item: model.Quantity) -> str:
    texts = names.memo(_spelling)
    return "quantityElement" + "".join([_member(texts, key, value) for key, value in _QUANTITY(item)])


def _word(texts: Texts, key: str, vocabulary: Vocabulary, word: str | None) -> str:
    if word is None:
        return ""
    if word in vocabulary.words:
        return f"{key}={vocabulary.base}{word}"
    return f"{key}={texts[vocabulary.web_uri(word)]}"


def _persistent_disposition(texts: Texts, found: model.PersistentDisposition | None) -> str:
    if found is None:
        return ""
    values = [sorted(_word(texts, "set", DISPOSITION, w) for w in found.set)]
    values.append(sorted(_word(texts, "unset", DISPOSITION, w) for w in found.unset))
    return "persistentDisposition" + "".join(values[0] + values[1])


def _place(texts: Texts, key: str, place: model.Place | None) -> str:
    if place is None:
        return ""
    plain = f"{key}id={texts[place.id]}"
    return plain + _extensions(texts, place.extensions) if place.extensions else plain


def _in_order(write: Callable[[Texts, P], str], texts: Texts, parts: tuple[P, ...]) -> list[str]:
    return [write(texts, parts[0])] if len(parts) == 1 else sorted([write(texts, part) for part in parts])


def _sensor_element(texts: Texts, element: model.SensorElement) -> str:
    reports = "".join(_in_order(_sensor_report, texts, element.reports))
    if element.is_plain:
        return f"sensorElement{reports}"
    metadata = ""
    if element.metadata is not None:
        values = [_member(texts, key, value) for key, value in _METADATA(element.metadata)]
        content = "".join(values) + _extensions(texts, element.metadata.extensions)
        metadata = "sensorMetadata" + content if content else ""
    more = _extensions(texts, element.extensions) if element.extensions else ""
    return f"sensorElement{metadata}{reports}{more}"


def _sensor_report(texts: Texts, report: model.SensorReport) -> str:
    if report.alike is not None and (value := report.value) is not None:
        before, after = report.alike.once(_around_value, texts, report)
        return f"{before}{number_text(value)}{after}"
    values = [_reported(texts, key, value) for key, value in _REPORT(report)]
    return "sensorReport" + "".join(values) + _extensions(texts, report.extensions)


def _around_value(texts: Texts, report: model.SensorReport) -> tuple[str, str]:
    """The texts before and after the value of a report that has one, and no extensions."""
    listed = list(_REPORT(report))
    place = [key for key, _ in listed].index("value")
    before, after = listed[:place], listed[place + 1 :]
    texts_before, texts_after = (
        "".join([_reported(texts, *pair) for pair in some]) for some in (before, after)
    )
    return f"sensorReport{texts_before}value=", texts_after


def _reported(texts: Texts, key: str, value: Any) -> str:
    vocabulary = _REPORT_WORDS.get(key)
    return _member(texts, key, value) if vocabulary is None else _word(texts, key, vocabulary, value)


def _lists(texts: Texts, event: model.Event) -> list[str]:
    """The lists that share their place with the extensions, each as one text."""
    found: list[str] = []
    if event.biz_transactions:
        transactions = sorted(
            _word(texts, "type", BIZ_TRANSACTION_TYPE, item.type) + f"bizTransaction={texts[item.id]}"
            for item in event.biz_transactions
        )
        found.append("bizTransactionList" + "".join(transactions))
    for key, parties in (("destination", event.destinations), ("source", event.sources)):
        if not parties:
            continue
        listed = sorted(
            _word(texts, "type", SOURCE_DESTINATION_TYPE, item.type) + f"{key}={texts[item.id]}"
            for item in parties
        )
        found.append(f"{key}List" + "".join(listed))
    ilmd = getattr(event, "ilmd", ())
    return [*found, "ilmd" + _extensions(texts, ilmd)] if ilmd else found


def _extensions(texts: Texts, items: model.Extensions) -> str:
    return "".join(sorted(_extension_texts(texts, items))) if items else ""


def _extension_texts(texts: Texts, items: Iterable[model.Extension]) -> list[str]:
    """Each extension as text; a list gives one text an element, JSON-LD's null none."""
    found: list[str] = []
    for item in items:
        if (item.namespace, item.name) not in _COMMENTS:
            key = f"{{{item.namespace}}}{item.name}" if item.namespace else item.name
            found += [key + content for content in _contents(texts, item.value)]
    return found


def _contents(texts: Texts, value: model.Value) -> list[str]:
    if isinstance(value, tuple):
        return [content for element in value for content in _contents(texts, element)]
    if value is None:
        return []
    if isinstance(value, model.Fields):
        return [_extensions(texts, value.items)]
    text = _scalar(texts, value)
    return [f"={text}" if text else ""]
