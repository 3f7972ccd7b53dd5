"""The rules of EPCIS 2.0 about more than one member, most of which no JSON schema can express."""

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any

from traceability.epcis import model
from traceability.epcis.hashing import event_hash
from traceability.epcis.json.reader import Reader

_UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}", re.IGNORECASE)
_USUAL_ID = re.compile(rf"urn:uuid:{_UUID.pattern}")
_HASH_ID = re.compile(r"sha-256;[0-9a-f]{64}(\?ver=CBV[0-9]+(\.[0-9]+)+)?", re.IGNORECASE)
_SHARED_BY_SENSORS = (
    ("deviceID", "device_id"),
    ("deviceMetadata", "device_metadata"),
    ("rawData", "raw_data"),
    ("dataProcessingMethod", "data_processing_method"),
    ("bizRules", "biz_rules"),
)
_WHOLE_PERCENT = 100

Raw = Mapping[str, Any]


def check_event(reader: Reader, event: model.Event, raw: Raw, path: str) -> None:
    """Report what breaks a rule; `raw` is the JSON object, for rules on presence alone."""
    check = _CHECKS.get(type(event))  # nothing more is asked of an event type outside the standard
    if check is not None:
        check(event, reader, raw, path)
    if event.event_id:
        _check_event_id(reader, event.event_id, path)
    if event.error_declaration:
        _check_error_declaration(reader, event, event.error_declaration, f"{path}.errorDeclaration")
    for index, element in enumerate(event.sensor_elements):
        if not element.is_plain:
            _check_sensor_element(reader, element, f"{path}.sensorElementList[{index}]")


def check_identity(reader: Reader, placed: Sequence[tuple[str, model.Event]]) -> None:
    """An eventID names one event; only an error declaration repeats it, and the event (EPCIS 2.0, 7.4.1)."""
    seen: dict[str, model.Event] = {}
    named = [event.event_id for _, event in placed if event.event_id]
    if len(set(named)) == len(named):
        return
    for path, event in placed:
        if not event.event_id:
            continue
        earlier = seen.setdefault(event.event_id, event)
        if earlier is event:
            continue
        if (earlier.error_declaration is None) == (event.error_declaration is None):
            reader.fail(f"{path}.eventID", "rule.duplicate", "Give each event an eventID of its own.")
        elif event_hash(earlier) != event_hash(event):
            reader.fail(
                f"{path}.errorDeclaration",
                "rule.error_declaration",
                "Repeat the erroneous event unchanged and add errorDeclaration only.",
            )


def sensor_doubts(event: model.Event) -> tuple[str, ...]:
    """Doubtful sensor times: after the event, or different in metadata and report. GS1's own examples do
    both, so it is a warning and not an error.
    """
    found: set[str] = set()
    for element in event.sensor_elements:
        if not element.is_plain:
            found |= _time_doubts(element, event.event_time)
    return tuple(sorted(found)) if found else ()


def _time_doubts(element: model.SensorElement, event_time: datetime) -> set[str]:
    found: set[str] = set()
    times = [report.time for report in element.reports if report.time is not None]
    if element.metadata is not None:
        above = element.metadata.time
        if above is not None and any(time != above for time in times):
            found.add("sensor_time_differs")
        times += [time for time in (above, element.metadata.start_time, element.metadata.end_time) if time]
    if times and max(times) > event_time:
        found.add("sensor_time_after_event")
    return found


def _check_object(event: model.ObjectEvent, reader: Reader, raw: Raw, path: str) -> None:
    sensed = event.sensor_elements and ("epcList" in raw or event.read_point)
    if not (event.epcs or event.quantities or sensed):
        message = "Name the objects in epcList or quantityList, or add sensorElementList with readPoint."
        reader.fail(f"{path}.epcList", "field.required", message)
    if event.action != "ADD" and "ilmd" in raw:
        reader.fail(
            f"{path}.ilmd",
            "rule.ilmd",
            "Leave ilmd out, or use action ADD; master data comes with new objects.",
        )
    _check_quantities(reader, event.quantities, path, "quantityList")
    if event.persistent_disposition is not None:
        _check_persistent_disposition(reader, event.persistent_disposition, path)


def _check_contents(
    event: model.AggregationEvent | model.AssociationEvent,
    reader: Reader,
    _raw: Raw,
    path: str,
) -> None:
    if event.action != "DELETE" and not (event.child_epcs or event.child_quantities):
        reader.fail(
            f"{path}.childEPCs", "field.required", "Name what is inside in childEPCs or childQuantityList."
        )
    if event.action != "OBSERVE" and event.parent is None:
        reader.fail(f"{path}.parentID", "rule.parent", "Add parentID; only action OBSERVE may leave it out.")
    if event.parent in event.child_epcs:
        reader.fail(
            f"{path}.parentID", "rule.parent", "Take the parent out of childEPCs; nothing contains itself."
        )
    _check_quantities(reader, event.child_quantities, path, "childQuantityList")


def _check_transaction(event: model.TransactionEvent, reader: Reader, _raw: Raw, path: str) -> None:
    if event.action != "DELETE" and not (event.epcs or event.quantities):
        reader.fail(f"{path}.epcList", "field.required", "Name the objects in epcList or quantityList.")
    _check_quantities(reader, event.quantities, path, "quantityList")


def _check_transformation(event: model.TransformationEvent, reader: Reader, _raw: Raw, path: str) -> None:
    inputs = event.input_epcs or event.input_quantities
    outputs = event.output_epcs or event.output_quantities
    if not inputs and not (event.transformation_id and outputs):
        message = (
            "Name the inputs, or give a transformationID that joins this event with the one that has them."
        )
        reader.fail(f"{path}.inputEPCList", "field.required", message)
    if not outputs and not (event.transformation_id and inputs):
        message = (
            "Name the outputs, or give a transformationID that joins this event with the one that has them."
        )
        reader.fail(f"{path}.outputEPCList", "field.required", message)
    _check_quantities(reader, event.input_quantities, path, "inputQuantityList")
    _check_quantities(reader, event.output_quantities, path, "outputQuantityList")
    _check_persistent_disposition(reader, event.persistent_disposition, path)


_CHECKS: Mapping[type[model.Event], Callable[[Any, Reader, Raw, str], None]] = {
    model.ObjectEvent: _check_object,
    model.AggregationEvent: _check_contents,
    model.AssociationEvent: _check_contents,
    model.TransactionEvent: _check_transaction,
    model.TransformationEvent: _check_transformation,
}


def _check_quantities(reader: Reader, quantities: Sequence[model.Quantity], path: str, name: str) -> None:
    for index, element in enumerate(quantities):
        amount = element.quantity
        if amount is None:
            if element.uom is not None:
                message = "Leave uom out where no quantity is given."
                reader.fail(f"{path}.{name}[{index}].uom", "rule.quantity", message)
        elif amount < 0:
            message = "Write a quantity that is not negative."
            reader.fail(f"{path}.{name}[{index}].quantity", "rule.quantity", message)


def _check_persistent_disposition(
    reader: Reader, found: model.PersistentDisposition | None, path: str
) -> None:
    both = set(found.set) & set(found.unset) if found else set()
    if both:
        message = f"Set or unset {', '.join(sorted(both))}, not both."
        reader.fail(f"{path}.persistentDisposition", "rule.persistent_disposition", message)


def _check_event_id(reader: Reader, event_id: str, path: str) -> None:
    if _USUAL_ID.fullmatch(event_id):
        return
    uuid_rest = event_id[9:] if event_id.lower().startswith("urn:uuid:") else None
    hash_rest = event_id[6:] if event_id.startswith("ni:///") else None
    if (uuid_rest is not None and not _UUID.fullmatch(uuid_rest)) or (
        hash_rest is not None and hash_rest.startswith("sha-256;") and not _HASH_ID.fullmatch(hash_rest)
    ):
        reader.fail(
            f"{path}.eventID",
            "identifier.form",
            "Write the eventID as urn:uuid:… or as an event hash ni:///sha-256;….",
        )


def _check_error_declaration(
    reader: Reader, event: model.Event, declaration: model.ErrorDeclaration, path: str
) -> None:
    if declaration.time < event.event_time:
        message = "Write a time at or after the eventTime of the event declared wrong."
        reader.fail(f"{path}.declarationTime", "rule.error_declaration", message)
    if event.event_id is not None and event.event_id in declaration.corrective_event_ids:
        message = "Name other events as corrections, not the erroneous one itself."
        reader.fail(f"{path}.correctiveEventIDs", "rule.error_declaration", message)


def _check_sensor_element(reader: Reader, element: model.SensorElement, path: str) -> None:
    metadata = element.metadata
    if metadata and metadata.start_time and metadata.end_time and metadata.start_time >= metadata.end_time:
        reader.fail(f"{path}.sensorMetadata.endTime", "rule.sensor", "Write an endTime after startTime.")
    for index, report in enumerate(element.reports):
        if metadata:
            _check_shared(reader, metadata, report, f"{path}.sensorReport[{index}]")
        if not _STATISTICS.isdisjoint(report.__dict__):
            _check_statistics(reader, report, f"{path}.sensorReport[{index}]")


def _check_shared(
    reader: Reader, metadata: model.SensorMetadata, report: model.SensorReport, path: str
) -> None:
    for name, attribute in _SHARED_BY_SENSORS:
        above, here = getattr(metadata, attribute), getattr(report, attribute)
        if above is not None and here is not None and above != here:
            message = f"Say {name} once, in sensorMetadata or in sensorReport; the two differ."
            reader.fail(f"{path}.{name}", "rule.sensor", message)


_STATISTICS = frozenset(
    ("min_value", "max_value", "standard_deviation", "percentile_rank", "percentile_value", "component")
)


def _check_statistics(reader: Reader, report: model.SensorReport, path: str) -> None:
    low, high, rank = report.min_value, report.max_value, report.percentile_rank
    if low is not None and high is not None and low > high:
        reader.fail(f"{path}.minValue", "rule.sensor", "Write a minValue that is not above maxValue.")
    if report.standard_deviation is not None and report.mean_value is None:
        reader.fail(
            f"{path}.meanValue", "rule.sensor", "Add meanValue; sDev says how far values lie from it."
        )
    if (rank is None) != (report.percentile_value is None):
        missing = "percRank" if rank is None else "percValue"
        reader.fail(f"{path}.{missing}", "rule.sensor", "Give percRank and percValue together, or neither.")
    if rank is not None and not 0 <= rank <= _WHOLE_PERCENT:
        reader.fail(f"{path}.percRank", "rule.sensor", "Write a percentile rank from 0 to 100.")
    if report.component is not None and report.value is None:
        reader.fail(f"{path}.value", "rule.sensor", "Add value; component says which part of a vector it is.")
