"""What an event is found by: every field that a simple event query may name, each value in one spelling. Pure."""

import hashlib
from collections.abc import Iterable
from datetime import datetime
from decimal import Decimal
from math import isfinite

from traceability.epcis import canonical, model
from traceability.epcis.context import Namespaces
from traceability.epcis.formats import Number, number_text, parse_time
from traceability.epcis.vocabulary import (
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
_EPCS = {
    "epc": ("epcs", "child_epcs"),
    "inputEPC": ("input_epcs",),
    "outputEPC": ("output_epcs",),
}
_CLASSES = {
    "epcClass": ("quantities", "child_quantities"),
    "inputEPCClass": ("input_quantities",),
    "outputEPCClass": ("output_quantities",),
}
_SENSED_TEXTS = {
    "deviceID": "device_id",
    "dataProcessingMethod": "data_processing_method",
    "bizRules": "biz_rules",
    "microorganism": "microorganism",
    "chemicalSubstance": "chemical_substance",
    "uriValue": "uri_value",
}
_SENSED_PLAIN = {"stringValue": "string_value", "hexBinaryValue": "hex_binary_value"}
_SENSED_NUMBERS = {
    "value": "value",
    "minValue": "min_value",
    "maxValue": "max_value",
    "meanValue": "mean_value",
    "sDev": "standard_deviation",
    "percValue": "percentile_value",
}
_SENSED_TIMES = {"time": "time", "startTime": "start_time", "endTime": "end_time"}


def entries(event: model.Event) -> tuple[Terms, Numbers]:
    """Every (field, value) of an event that a query can ask for."""
    found = _Entries(event.namespaces)
    found.standard(event)
    found.objects(event)
    for element in event.sensor_elements:
        found.sensors(element)
    found.extensions("", event.extensions)
    found.extensions("ILMD_", getattr(event, "ilmd", ()))
    return found.terms, found.numbers


def spelt(text: str, names: Namespaces, vocabulary: Vocabulary | None = None) -> str:
    """A value as it stands in the index: bare words and CURIEs as full URIs, identifiers as canonical links."""
    text = text.strip()
    full = vocabulary.web_uri(text) if vocabulary else text
    full = from_urn(names.expand(full))
    return key(canonical(full) or full)


def key(text: str) -> str:
    """The text itself, or the digest of one too long for an index."""
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
            self.terms.add((name, spelt(value, self.names, VOCABULARIES.get(name))))

    def plain(self, name: str, value: str | None) -> None:
        if value is not None:
            self.terms.add((name, key(value)))

    def number(self, name: str, value: Number | datetime | None) -> None:
        if value is None:
            return
        found = seconds(value) if isinstance(value, datetime) else as_number(value)
        if found is not None:
            self.numbers.add((name, found))

    def standard(self, event: model.Event) -> None:
        self.text("eventType", event.type if isinstance(event, model.ExtendedEvent) else type(event).__name__)
        self.plain("action", getattr(event, "action", None))
        self.text("bizStep", event.biz_step)
        self.text("disposition", event.disposition)
        for name, place in (("readPoint", event.read_point), ("bizLocation", event.biz_location)):
            if place is not None:
                self.text(name, place.id)
                self.extensions(f"{name}_", place.extensions)
        self.text("transformationID", getattr(event, "transformation_id", None))
        self.typed(event)
        lasting = getattr(event, "persistent_disposition", None)
        for name in ("set", "unset"):
            for word in getattr(lasting, name, ()):
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

    def objects(self, event: model.Event) -> None:
        self.text("parentID", getattr(event, "parent", None))
        for name, attributes in _EPCS.items():
            for attribute in attributes:
                for epc in getattr(event, attribute, ()):
                    self.text(name, epc)
        for name, attributes in _CLASSES.items():
            for attribute in attributes:
                for quantity in getattr(event, attribute, ()):
                    self.text(name, quantity.epc_class)
                    self.number("quantity", quantity.quantity)
                    if quantity.uom:
                        self.number(f"quantity_{quantity.uom}", quantity.quantity)

    def sensors(self, element: model.SensorElement) -> None:
        self.terms.add(("sensorElementList", ""))
        self.extensions("sensorElement_", element.extensions)
        if element.metadata is not None:
            self.sensed(element.metadata)
            self.extensions("sensorMetadata_", element.metadata.extensions)
        for report in element.reports:
            self.text("type", report.type)
            self.sensed(report)
            self.extensions("sensorReport_", report.extensions)
            self.number("percRank", report.percentile_rank)
            if report.boolean_value is not None:
                self.terms.add(("booleanValue", "true" if report.boolean_value else "false"))
            for name, attribute in _SENSED_NUMBERS.items():
                if report.uom:
                    self.number(f"{name}_{report.uom}", getattr(report, attribute))

    def sensed(self, part: model.SensorMetadata | model.SensorReport) -> None:
        for name, attribute in _SENSED_TEXTS.items():
            self.text(name, getattr(part, attribute, None))
        for name, attribute in _SENSED_PLAIN.items():
            self.plain(name, getattr(part, attribute, None))
        for name, attribute in _SENSED_TIMES.items():
            self.number(name, getattr(part, attribute, None))

    def extensions(self, group: str, items: model.Extensions, inner: str = "") -> None:
        for item in items:
            name = f"{inner}{group}{{{item.namespace}}}{item.name}"[:LONGEST]
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


def _inside(value: model.Value) -> list[model.Fields]:
    if isinstance(value, model.Fields):
        return [value]
    return [fields for element in value for fields in _inside(element)] if isinstance(value, tuple) else []
