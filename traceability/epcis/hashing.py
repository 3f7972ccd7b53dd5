"""The event hash of CBV 2.0, section 8.9: the canonical pre-image of an event and its SHA-256 as `ni` URI.

The order of members is that of the reference generator, by which published hashes were made: it differs
from the table of the standard in `parentID` (before the EPC lists) and in the lists of business transactions,
destinations and sources, which stand last with master data and extensions, in alphabetical order.
`eventID`, `recordTime`, `errorDeclaration` and comments take no part.
"""

import hashlib
from collections.abc import Iterable
from datetime import datetime
from decimal import Decimal

from traceability.epcis import model
from traceability.epcis.lexical.context import Namespaces
from traceability.epcis.lexical.formats import number_in, number_text, utc_text
from traceability.epcis.lexical.identifiers import canonical
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

IgnoredFields = Iterable[tuple[str, str]]

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
    ("action", "action"),
    ("transformationID", "transformation_id"),
)
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
    kind: model.held(kind, _EVENT_VALUES) for kind in model.EVENT_KINDS[:-1]
}
_METADATA = model.held(model.SensorMetadata, _METADATA_VALUES)
_REPORT = model.held(model.SensorReport, _REPORT_VALUES)
_QUANTITY = model.held(model.Quantity, (("epcClass", "epc_class"), ("quantity", "quantity"), ("uom", "uom")))
_WEB = ("https://", "http://")
_REPORT_WORDS = {"type": MEASUREMENT, "exception": SENSOR_ALERT, "component": COMPONENT}


def prehash(event: model.Event, *, ignored: IgnoredFields = ()) -> str:
    """The pre-image. `ignored`: (namespace, name) of event extensions that take no part."""
    names = event.namespaces
    parts = [
        f"eventType={_kind(event)}eventTime={utc_text(event.event_time)}eventTimeZoneOffset={event.offset}",
        *sorted(f"certificationInfo={_text(names, uri)}" for uri in event.certification_info),
    ]
    if type(event) in _HELD:
        parts += [_member(names, key, value) for key, value in _HELD[type(event)](event)]
    parts += [
        _word(names, "bizStep", BIZ_STEP, event.biz_step),
        _word(names, "disposition", DISPOSITION, event.disposition),
    ]
    parts.append(_persistent_disposition(names, getattr(event, "persistent_disposition", None)))
    parts += [_place(names, "readPoint", event.read_point), _place(names, "bizLocation", event.biz_location)]
    if event.sensor_elements:
        parts += [
            "sensorElementList",
            *sorted([_sensor_element(names, element) for element in event.sensor_elements]),
        ]
    kept: list[model.Extension] = []
    if event.extensions:
        left_out = _COMMENTS.union(ignored)
        kept = [item for item in event.extensions if (item.namespace, item.name) not in left_out]
    return "".join(parts) + "".join(sorted([*_lists(names, event), *_extension_texts(names, kept)]))


def event_hash(event: model.Event, *, ignored: IgnoredFields = ()) -> str:
    """`ni:///sha-256;<64 hexadecimal digits>?ver=CBV2.0`."""
    digest = hashlib.sha256(prehash(event, ignored=ignored).encode()).hexdigest()
    return f"ni:///sha-256;{digest}?ver=CBV2.0"


def document_hashes(document: model.Document) -> tuple[str, ...]:
    """The hash of each event in document order."""
    return tuple(event_hash(event, ignored=document.ignored_fields) for event in document.events)


def _kind(event: model.Event) -> str:
    return (
        event.namespaces.expand(event.type)
        if isinstance(event, model.ExtendedEvent)
        else type(event).__name__
    )


def _text(names: Namespaces, text: str) -> str:
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


def _scalar(names: Namespaces, value: object) -> str:
    if isinstance(value, str):
        return _text(names, value)
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | Decimal):
        return number_text(value)
    assert isinstance(value, datetime)
    return utc_text(value)


def _member(names: Namespaces, key: str, value: object) -> str:
    if isinstance(value, str):
        return f"{key}={_text(names, value)}"
    if isinstance(value, tuple):
        return key + "".join(sorted([_element(names, item) for item in value]))
    return f"{key}={_scalar(names, value)}"


def _element(names: Namespaces, item: object) -> str:
    if isinstance(item, str):
        return f"epc={_text(names, item)}"
    return "quantityElement" + "".join([_member(names, key, value) for key, value in _QUANTITY(item)])


def _word(names: Namespaces, key: str, vocabulary: Vocabulary, word: str | None) -> str:
    if word is None:
        return ""
    if word in vocabulary.words:
        return f"{key}={vocabulary.base}{word}"
    return f"{key}={_text(names, vocabulary.web_uri(word))}"


def _persistent_disposition(names: Namespaces, found: model.PersistentDisposition | None) -> str:
    if found is None:
        return ""
    values = [sorted(_word(names, "set", DISPOSITION, w) for w in found.set)]
    values.append(sorted(_word(names, "unset", DISPOSITION, w) for w in found.unset))
    return "persistentDisposition" + "".join(values[0] + values[1])


def _place(names: Namespaces, key: str, place: model.Place | None) -> str:
    if place is None:
        return ""
    return f"{key}id={_text(names, place.id)}" + _extensions(names, place.extensions)


def _sensor_element(names: Namespaces, element: model.SensorElement) -> str:
    metadata = ""
    if element.metadata is not None:
        values = [_member(names, key, value) for key, value in _METADATA(element.metadata)]
        content = "".join(values) + _extensions(names, element.metadata.extensions)
        metadata = "sensorMetadata" + content if content else ""
    reports = sorted([_sensor_report(names, report) for report in element.reports])
    return "sensorElement" + metadata + "".join(reports) + _extensions(names, element.extensions)


def _sensor_report(names: Namespaces, report: model.SensorReport) -> str:
    values = []
    for key, value in _REPORT(report):
        vocabulary = _REPORT_WORDS.get(key)
        values.append(
            _member(names, key, value) if vocabulary is None else _word(names, key, vocabulary, value)
        )
    return "sensorReport" + "".join(values) + _extensions(names, report.extensions)


def _lists(names: Namespaces, event: model.Event) -> list[str]:
    """The lists that share their place with the extensions, each as one text."""
    transactions = sorted(
        _word(names, "type", BIZ_TRANSACTION_TYPE, item.type) + f"bizTransaction={_text(names, item.id)}"
        for item in event.biz_transactions
    )
    found = ["bizTransactionList" + "".join(transactions)] if transactions else []
    for key, parties in (("destination", event.destinations), ("source", event.sources)):
        if not parties:
            continue
        listed = sorted(
            _word(names, "type", SOURCE_DESTINATION_TYPE, item.type) + f"{key}={_text(names, item.id)}"
            for item in parties
        )
        found.append(f"{key}List" + "".join(listed))
    ilmd = getattr(event, "ilmd", ())
    return [*found, "ilmd" + _extensions(names, ilmd)] if ilmd else found


def _extensions(names: Namespaces, items: model.Extensions) -> str:
    return "".join(sorted(_extension_texts(names, items))) if items else ""


def _extension_texts(names: Namespaces, items: Iterable[model.Extension]) -> list[str]:
    """Each extension as text; a list gives one text an element, JSON-LD's null none."""
    texts: list[str] = []
    for item in items:
        if (item.namespace, item.name) not in _COMMENTS:
            key = f"{{{item.namespace}}}{item.name}" if item.namespace else item.name
            texts += [key + content for content in _contents(names, item.value)]
    return texts


def _contents(names: Namespaces, value: model.Value) -> list[str]:
    if isinstance(value, tuple):
        return [content for element in value for content in _contents(names, element)]
    if value is None:
        return []
    if isinstance(value, model.Fields):
        return [_extensions(names, value.items)]
    text = _scalar(names, value)
    return [f"={text}" if text else ""]
