"""The parts of an event as tables of their JSON members; reading and writing both follow them."""

import re
from typing import Any

from traceability.epcis import model
from traceability.epcis.json import plain
from traceability.epcis.json.reader import (
    Member,
    Reader,
    boolean,
    each,
    identifier,
    ilmd,
    instance,
    instances,
    number,
    object_class,
    offset,
    one_of,
    one_or_each,
    record,
    text,
    time,
    uri,
    word,
)
from traceability.epcis.lexical import vocabulary

_UOM = re.compile(r"[A-Z0-9]{2,3}")
_HEX = re.compile(r"[0-9A-Fa-f]+")


def _uom(reader: Reader, value: object, path: str) -> str | None:
    if isinstance(value, str) and _UOM.fullmatch(value):
        return value
    reader.fail(
        path, "format.uom", "Write a UN/ECE Recommendation 20 unit of 2 or 3 capitals or digits, such as KGM."
    )
    return None


def _hex(reader: Reader, value: object, path: str) -> str | None:
    if isinstance(value, str) and _HEX.fullmatch(value):
        return value
    reader.fail(path, "format.hex", "Write hexadecimal digits here.")
    return None


PLACE = {"id": Member("id", identifier)}
QUANTITY = {
    "epcClass": Member("epc_class", object_class),
    "quantity": Member("quantity", number),
    "uom": Member("uom", _uom),
}
BIZ_TRANSACTION = {
    "type": Member("type", word(vocabulary.BIZ_TRANSACTION_TYPE)),
    "bizTransaction": Member("id", identifier),
}
SOURCE = {
    "type": Member("type", word(vocabulary.SOURCE_DESTINATION_TYPE)),
    "source": Member("id", identifier),
}
DESTINATION = {"type": SOURCE["type"], "destination": SOURCE["source"]}
PERSISTENT_DISPOSITION = {
    "set": Member("set", each(word(vocabulary.DISPOSITION), least=1, unique=True)),
    "unset": Member("unset", each(word(vocabulary.DISPOSITION), least=1, unique=True)),
}
ERROR_DECLARATION = {
    "declarationTime": Member("time", time),
    "reason": Member("reason", word(vocabulary.ERROR_REASON)),
    "correctiveEventIDs": Member("corrective_event_ids", each(uri, unique=True)),
}
_DEVICE = {
    "deviceID": Member("device_id", identifier),
    "deviceMetadata": Member("device_metadata", identifier),
    "rawData": Member("raw_data", identifier),
    "dataProcessingMethod": Member("data_processing_method", identifier),
    "bizRules": Member("biz_rules", identifier),
}
SENSOR_METADATA = {
    "time": Member("time", time),
    "startTime": Member("start_time", time),
    "endTime": Member("end_time", time),
    **_DEVICE,
}
SENSOR_REPORT = {
    "type": Member("type", word(vocabulary.MEASUREMENT)),
    "exception": Member("exception", word(vocabulary.SENSOR_ALERT)),
    **_DEVICE,
    "time": Member("time", time),
    "microorganism": Member("microorganism", uri),
    "chemicalSubstance": Member("chemical_substance", uri),
    "value": Member("value", number),
    # GS1's own examples write a component with a prefix that they never declare.
    "component": Member("component", word(vocabulary.COMPONENT, declared=False)),
    "stringValue": Member("string_value", text),
    "booleanValue": Member("boolean_value", boolean),
    "hexBinaryValue": Member("hex_binary_value", _hex),
    "uriValue": Member("uri_value", uri),
    "minValue": Member("min_value", number),
    "maxValue": Member("max_value", number),
    "meanValue": Member("mean_value", number),
    "sDev": Member("standard_deviation", number),
    "percRank": Member("percentile_rank", number),
    "percValue": Member("percentile_value", number),
    "uom": Member("uom", text),
    "coordinateReferenceSystem": Member("coordinate_reference_system", uri),
}
_any_report = record(model.SensorReport, SENSOR_REPORT, required=("type",), extensible=True)


def _report(reader: Reader, value: Any, path: str) -> model.SensorReport | None:
    """A reading; those of a delivery often differ in the value alone."""
    known = plain.report(reader, value)
    if known is not None:
        return known
    before = len(reader.issues)
    found = _any_report(reader, value, path)
    if found is not None and len(reader.issues) == before and _is_of_texts(found):
        reader.reports.note(plain.report_key(value), {**found.__dict__, "alike": model.Alike()})
    return found


def _is_of_texts(report: model.SensorReport) -> bool:
    """Whether a reading has texts alone, beside its value, which it has."""
    return type(report.value) in plain.NUMBERS and all(
        isinstance(item, str) for name, item in report.__dict__.items() if name != "value"
    )


_reports = each(_report, least=1)
SENSOR_ELEMENT = {
    "sensorMetadata": Member("metadata", record(model.SensorMetadata, SENSOR_METADATA, extensible=True)),
    "sensorReport": Member("reports", _reports),
}
_any_element = record(model.SensorElement, SENSOR_ELEMENT, required=("sensorReport",), extensible=True)


def _element(reader: Reader, value: object, path: str) -> model.SensorElement | None:
    """Readings; most are without metadata."""
    if not (type(value) is dict and len(value) == 1 and "sensorReport" in value):
        return _any_element(reader, value, path)
    reports = _reports(reader, value["sensorReport"], f"{path}.sensorReport")
    return model.made(model.SensorElement, {"reports": reports})


_any_place = record(model.Place, PLACE, required=("id",), extensible=True)


def _place(reader: Reader, value: object, path: str) -> model.Place | None:
    """A place; most events of a delivery name the same few, by their id alone."""
    name = value.get("id") if isinstance(value, dict) and len(value) == 1 else None
    if not isinstance(name, str):
        return _any_place(reader, value, path)
    known = reader.places.get(name)
    if known is None:
        before = len(reader.issues)
        known = _any_place(reader, value, path)
        if known is not None and len(reader.issues) == before:
            reader.places.note(name, known)
    return known


_any_quantity = record(model.Quantity, QUANTITY, required=("epcClass",))


def _quantity(reader: Reader, value: object, path: str) -> model.Quantity | None:
    """An amount of a class; many events of a delivery count the same few."""
    if not isinstance(value, dict):
        return _any_quantity(reader, value, path)
    name, amount, unit = value.get("epcClass"), value.get("quantity"), value.get("uom")
    is_usual = (
        isinstance(name, str) and type(amount) in plain.NUMBERS and (unit is None or isinstance(unit, str))
    )
    if not is_usual or len(value) != (2 if unit is None else 3):
        return _any_quantity(reader, value, path)
    key = plain.amount_key(value)
    known = reader.quantities.get(key)
    if known is None:
        before = len(reader.issues)
        known = _any_quantity(reader, value, path)
        if known is not None and len(reader.issues) == before:
            known = model.made(model.Quantity, {**known.__dict__, "alike": model.Alike()})
            reader.quantities.note(key, known)
    return known


_quantities = each(_quantity)


def _persistent_disposition(reader: Reader, value: object, path: str) -> model.PersistentDisposition | None:
    if isinstance(value, dict) and not value.keys() & PERSISTENT_DISPOSITION.keys():
        reader.fail(path, "field.required", "Add set or unset with at least one disposition.")
    return record(model.PersistentDisposition, PERSISTENT_DISPOSITION)(reader, value, path)


EVENT = {
    "eventTime": Member("event_time", time),
    "eventTimeZoneOffset": Member("offset", offset),
    "recordTime": Member("record_time", time),
    "eventID": Member("event_id", uri),
    "certificationInfo": Member("certification_info", one_or_each(uri)),
    "errorDeclaration": Member(
        "error_declaration",
        record(model.ErrorDeclaration, ERROR_DECLARATION, required=("declarationTime",), extensible=True),
    ),
    "bizStep": Member("biz_step", word(vocabulary.BIZ_STEP)),
    "disposition": Member("disposition", word(vocabulary.DISPOSITION)),
    "readPoint": Member("read_point", _place),
    "bizLocation": Member("biz_location", _place),
    "bizTransactionList": Member(
        "biz_transactions", each(record(model.BizTransaction, BIZ_TRANSACTION, required=("bizTransaction",)))
    ),
    "sourceList": Member("sources", each(record(model.Party, SOURCE, required=("type", "source")))),
    "destinationList": Member(
        "destinations", each(record(model.Party, DESTINATION, required=("type", "destination")))
    ),
    "sensorElementList": Member("sensor_elements", each(_element)),
}
_ACTION = {"action": Member("action", one_of(vocabulary.ACTIONS))}
_MASTER_DATA = {
    "persistentDisposition": Member("persistent_disposition", _persistent_disposition),
    "ilmd": Member("ilmd", ilmd),
}
OBJECT_EVENT = {
    **EVENT,
    **_ACTION,
    "epcList": Member("epcs", instances),
    "quantityList": Member("quantities", _quantities),
    **_MASTER_DATA,
}
AGGREGATION_EVENT = {
    **EVENT,
    **_ACTION,
    "parentID": Member("parent", instance),
    "childEPCs": Member("child_epcs", instances),
    "childQuantityList": Member("child_quantities", _quantities),
}
ASSOCIATION_EVENT = AGGREGATION_EVENT
TRANSACTION_EVENT = {
    **EVENT,
    **_ACTION,
    "bizTransactionList": Member(
        "biz_transactions",
        each(record(model.BizTransaction, BIZ_TRANSACTION, required=("bizTransaction",)), least=1),
    ),
    "parentID": Member("parent", instance),
    "epcList": Member("epcs", instances),
    "quantityList": Member("quantities", _quantities),
}
TRANSFORMATION_EVENT = {
    **EVENT,
    "transformationID": Member("transformation_id", identifier),
    "inputEPCList": Member("input_epcs", instances),
    "inputQuantityList": Member("input_quantities", _quantities),
    "outputEPCList": Member("output_epcs", instances),
    "outputQuantityList": Member("output_quantities", _quantities),
    **_MASTER_DATA,
}
