"""The index terms of an event: every field of a simple event query, each value in one spelling. Pure."""

import hashlib
from collections.abc import Iterable
from datetime import datetime
from decimal import Decimal
from functools import lru_cache
from math import isfinite
from typing import Any, NamedTuple

from app.core.text import nfc
from traceability.epcis import canonical, model
from traceability.epcis.lexical.context import Namespaces
from traceability.epcis.lexical.formats import Number, number_text, parse_time
from traceability.epcis.lexical.identifiers import identity
from traceability.epcis.lexical.vocabulary import (
    BIZ_STEP,
    BIZ_TRANSACTION_TYPE,
    DISPOSITION,
    ERROR_REASON,
    MEASUREMENT,
    SOURCE_DESTINATION_TYPE,
    Vocabulary,
    from_urn,
)

Terms = set[tuple[str, str]]
Numbers = set[tuple[str, float]]
Shared = frozenset[tuple[str, str]]
"""Terms of what many events say alike."""

_WEB = ("https://", "http://")
LONGEST = 300
"""Characters of a value that is indexed as it is; a database index takes no page of text."""
VOCABULARIES = {
    "bizStep": BIZ_STEP,
    "disposition": DISPOSITION,
    "persistentDisposition_set": DISPOSITION,
    "persistentDisposition_unset": DISPOSITION,
    "errorReason": ERROR_REASON,
    "type": MEASUREMENT,
}
TYPED_LISTS = {
    "bizTransaction": BIZ_TRANSACTION_TYPE,
    "source": SOURCE_DESTINATION_TYPE,
    "destination": SOURCE_DESTINATION_TYPE,
}
_EPCS = (
    ("epc", "epcs"),
    ("epc", "child_epcs"),
    ("inputEPC", "input_epcs"),
    ("outputEPC", "output_epcs"),
)
_CLASSES = (
    ("epcClass", "quantities"),
    ("epcClass", "child_quantities"),
    ("inputEPCClass", "input_quantities"),
    ("outputEPCClass", "output_quantities"),
)
_ONE = (
    ("transformationID", "transformation_id"),
    ("parentID", "parent"),
)
_WORDS = (("action", "action"), ("bizStep", "biz_step"), ("disposition", "disposition"))
_SENSED = (
    ("deviceID", "device_id"),
    ("dataProcessingMethod", "data_processing_method"),
    ("bizRules", "biz_rules"),
    ("microorganism", "microorganism"),
    ("chemicalSubstance", "chemical_substance"),
    ("uriValue", "uri_value"),
    ("stringValue", "string_value"),
    ("hexBinaryValue", "hex_binary_value"),
    ("time", "time"),
    ("startTime", "start_time"),
    ("endTime", "end_time"),
)
_PLAIN = frozenset({"action", "stringValue", "hexBinaryValue"})
"""Fields whose texts are taken as they are."""
_OWN: dict[type, model.Held] = {
    kind: model.Held(kind, (*_ONE, *_EPCS, *_CLASSES)) for kind in model.EVENT_KINDS
}
_ALIKE: dict[type, model.Held] = {kind: model.Held(kind, _WORDS) for kind in model.EVENT_KINDS}
_CLASS_FIELDS = frozenset(name for name, _attribute in _CLASSES)
_METADATA = model.Held(model.SensorMetadata, _SENSED)
_REPORT = model.Held(model.SensorReport, _SENSED)
_NUMBERS = model.Held(
    model.SensorReport,
    (
        ("value", "value"),
        ("minValue", "min_value"),
        ("maxValue", "max_value"),
        ("meanValue", "mean_value"),
        ("sDev", "standard_deviation"),
        ("percValue", "percentile_value"),
    ),
)


_SELDOM = frozenset(
    (
        "biz_transactions", "sources", "destinations", "persistent_disposition", "error_declaration", "extensions",
        "ilmd",
    )
)  # fmt: skip


Found = tuple[Terms, Numbers, Shared]
"""Every (field, value) of an event that a query can ask for; the shared ones are of all that are alike."""


def entries(event: model.Event) -> Found:
    """What an event is found by."""
    found = _Entries(event.namespaces)
    shared, own, is_seldom = event.once(_frame)
    found.named(own.read(event))
    if is_seldom:
        found.standard(event)
        found.extensions("", event.extensions)
        found.extensions("ILMD_", getattr(event, "ilmd", ()))
    for element in event.sensor_elements:
        if not element.is_plain:
            found.sensors(element)
            continue
        for report in element.reports:
            shared = _joined(shared, found.reading(report))
    return found.terms, found.numbers, shared


class _Frame(NamedTuple):
    """What many events say alike, and how to read the rest. is_seldom: whether an event has more than its objects and
    readings.
    """

    shared: Shared
    own: model.Plan
    is_seldom: bool


def _frame(event: model.Event) -> _Frame:
    found = _Entries(event.namespaces)
    found.alike(event)
    is_seldom = event.alike is None or not _SELDOM.isdisjoint(event.__dict__)
    return _Frame(frozenset(found.terms), _OWN[type(event)].plan(event), is_seldom)


@lru_cache(maxsize=1_000)
def _joined(some: Shared, others: Shared) -> Shared:
    return some | others


def _term(names: Namespaces, field: tuple[str, str]) -> tuple[str, str]:
    """A field and its value as in the index."""
    name, text = field
    return name, spelt(text, names, VOCABULARIES.get(name))


def spelt(text: str, names: Namespaces, vocabulary: Vocabulary | None = None) -> str:
    """A value as in the index: bare words and CURIEs as full URIs, identifiers as canonical links."""
    text = nfc(text.strip())
    if vocabulary is not None and text in vocabulary.words:
        return vocabulary.base + text
    if vocabulary is None and text.startswith(_WEB) and (link := canonical(text)) is not None:
        return key(link)
    full = vocabulary.web_uri(text) if vocabulary else text
    full = full if full.startswith(_WEB) else from_urn(names.expand(full))
    return key(canonical(full) or full)


def key(text: str) -> str:
    """The text in its one Unicode form, or the digest of one too long for an index; the event is kept as sent."""
    text = nfc(text)
    return text if len(text) <= LONGEST else f"sha256:{hashlib.sha256(text.encode()).hexdigest()}"


def seconds(moment: datetime) -> float:
    """A time as a number to compare."""
    return moment.timestamp()


def as_number(value: Number) -> float | None:
    """A number to compare, or None where it is beyond any comparison."""
    try:
        found = float(value)
    except OverflowError:
        return None
    return found if isfinite(found) else None


class _Entries:
    """Collects; `names` are the namespaces of the event."""

    def __init__(self, names: Namespaces) -> None:
        self.names = names
        self.terms: Terms = set()
        self.numbers: Numbers = set()

    def text(self, name: str, value: str | None) -> None:
        if value is not None:
            self.terms.add(self.names.memo(_term)[name, value])

    def plain(self, name: str, value: str) -> None:
        self.terms.add((name, key(value)))

    def number(self, name: str, value: Number | datetime | None) -> None:
        if value is None:
            return
        found = seconds(value) if isinstance(value, datetime) else as_number(value)
        if found is not None:
            self.numbers.add((name, found))

    def listed(self, pairs: Iterable[tuple[str, Any]]) -> None:
        """Texts and times under their names."""
        for name, value in pairs:
            if isinstance(value, datetime):
                self.number(name, value)
            elif name in _PLAIN:
                self.plain(name, value)
            else:
                self.terms.add(self.names.memo(_term)[name, value])

    def alike(self, event: model.Event) -> None:
        self.text("eventType", event.type if isinstance(event, model.ExtendedEvent) else type(event).__name__)
        self.named(_ALIKE[type(event)](event))
        for name, place in _places(event):
            self.text(name, place.id)

    def standard(self, event: model.Event) -> None:
        for name, place in _places(event):
            if place.extensions:
                self.extensions(f"{name}_", place.extensions)
        if event.biz_transactions or event.sources or event.destinations:
            self.typed(event)
        lasting = getattr(event, "persistent_disposition", None)
        if lasting is not None:
            for name in ("set", "unset"):
                for word in getattr(lasting, name):
                    self.text(f"persistentDisposition_{name}", word)
        if event.error_declaration is not None:
            self.error(event.error_declaration)

    def typed(self, event: model.Event) -> None:
        lists: tuple[tuple[str, Iterable[model.BizTransaction | model.Party]], ...] = (
            ("bizTransaction", event.biz_transactions),
            ("source", event.sources),
            ("destination", event.destinations),
        )
        for name, items in lists:
            for item in items:
                kind = spelt(item.type, self.names, TYPED_LISTS[name]) if item.type else ""
                self.text(f"{name}_{kind}", item.id)

    def error(self, declaration: model.ErrorDeclaration) -> None:
        self.terms.add(("errorDeclaration", ""))
        self.number("errorDeclarationTime", declaration.time)
        self.text("errorReason", declaration.reason)
        for event_id in declaration.corrective_event_ids:
            self.plain("correctiveEventID", event_id)
        self.extensions("ERROR_DECLARATION_", declaration.extensions)

    def named(self, pairs: Iterable[tuple[str, Any]]) -> None:
        """What an event says once, and the lists of its objects and classes, under their names."""
        for name, value in pairs:
            if isinstance(value, str):
                self.terms.add((name, key(value)) if name in _PLAIN else self.names.memo(_term)[name, value])
            elif name in _CLASS_FIELDS:
                for quantity in value:
                    self.amount(name, quantity)
            else:
                for text in value:
                    self.terms.add(self.epc(name, text))

    def epc(self, name: str, text: str) -> tuple[str, str]:
        """Most objects are named once only, by a link: nothing to remember."""
        link = identity(text).canonical if text.startswith(_WEB) else None
        if link is None or len(link) > LONGEST:
            return self.names.memo(_term)[name, text]
        return name, link

    def amount(self, name: str, quantity: model.Quantity) -> None:
        value, numbers = model.once(quantity.alike, _amount, self.names, quantity)
        self.terms.add((name, value))
        self.numbers |= numbers

    def reading(self, report: model.SensorReport) -> Shared:
        """The terms of a reading, which those that are alike share; its number is noted."""
        terms, name = model.once(report.alike, _around_value, report, self.names)
        if name:
            self.number(name, report.value)
        return terms

    def sensors(self, element: model.SensorElement) -> None:
        self.terms.add(("sensorElementList", ""))
        if element.extensions:
            self.extensions("sensorElement_", element.extensions)
        if element.metadata is not None:
            self.listed(_METADATA(element.metadata))
            self.extensions("sensorMetadata_", element.metadata.extensions)
        for report in element.reports:
            if report.alike is None:
                self.report(report)
            else:
                self.terms |= self.reading(report)

    def report(self, report: model.SensorReport) -> None:
        self.text("type", report.type)
        self.listed(_REPORT(report))
        self.extensions("sensorReport_", report.extensions)
        self.number("percRank", report.percentile_rank)
        if report.boolean_value is not None:
            self.terms.add(("booleanValue", "true" if report.boolean_value else "false"))
        if report.uom:
            for name, value in _NUMBERS(report):
                self.number(f"{name}_{report.uom}", value)

    def extensions(self, group: str, items: model.Extensions, inner: str = "") -> None:
        for item in items:
            name = nfc(f"{inner}{group}{{{item.namespace}}}{item.name}")[:LONGEST]
            self.extension(name, item.value)
            for fields in _inside(item.value):
                self.extensions(group, fields.items, "INNER_")

    def extension(self, name: str, value: model.Value) -> None:
        if isinstance(value, tuple):
            for element in value:
                self.extension(name, element)
        elif isinstance(value, bool):
            self.terms.add((name, "true" if value else "false"))
        elif isinstance(value, int | Decimal):
            self.terms.add((name, key(number_text(value))))
            self.number(name, value)
        elif isinstance(value, str):
            self.terms.add((name, key(value)))
            self.number(name, parse_time(value))
        else:
            self.terms.add((name, ""))


def _amount(names: Namespaces, quantity: model.Quantity) -> tuple[str, frozenset[tuple[str, float]]]:
    """The class of an amount in its one spelling, and its numbers."""
    found = _Entries(names)
    found.number("quantity", quantity.quantity)
    if quantity.uom:
        found.number(f"quantity_{quantity.uom}", quantity.quantity)
    return spelt(quantity.epc_class, names), frozenset(found.numbers)


def _around_value(report: model.SensorReport, names: Namespaces) -> tuple[Shared, str]:
    """The terms of a reading that has texts and a value, and the name of its number, if it is found by that."""
    found = _Entries(names)
    found.terms.add(("sensorElementList", ""))
    found.report(report)
    return frozenset(found.terms), f"value_{report.uom}" if report.uom else ""


def _places(event: model.Event) -> Iterable[tuple[str, model.Place]]:
    named = (("readPoint", event.read_point), ("bizLocation", event.biz_location))
    return [(name, place) for name, place in named if place is not None]


def _inside(value: model.Value) -> list[model.Fields]:
    if isinstance(value, model.Fields):
        return [value]
    return [fields for element in value for fields in _inside(element)] if isinstance(value, tuple) else []
