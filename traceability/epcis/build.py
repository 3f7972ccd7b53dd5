"""The events a food or craft workshop records, from plain facts: right type, action, step and disposition.

Times are aware; identifiers are URIs (EPC URN or GS1 Digital Link). Nothing is stored and nothing is numbered
here: `with_hash_id` gives a finished event the identifier that its own content makes.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any, TypeVar

from traceability.epcis.hashing import event_hash
from traceability.epcis.lexical.context import STANDARD_PREFIXES, Namespaces
from traceability.epcis.lexical.formats import Number
from traceability.epcis.model import (
    AggregationEvent,
    BizTransaction,
    ErrorDeclaration,
    Event,
    Extension,
    Extensions,
    ObjectEvent,
    Party,
    Place,
    Quantity,
    SensorElement,
    SensorMetadata,
    SensorReport,
    TransformationEvent,
    Value,
)

E = TypeVar("E", bound=Event)

# Goods that leave are at no business location afterwards; the read point still says where it happened.
_GONE: Mapping[str, None] = {"biz_location": None}


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """When and where a step happened, and its papers. `at` is aware: its offset is the event's zone."""

    at: datetime
    place: str | None = None
    certificates: tuple[str, ...] = ()
    papers: tuple[BizTransaction, ...] = ()
    extensions: Extensions = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Goods:
    """Single objects by their serial identifiers, lots with their quantities, or both."""

    serials: tuple[str, ...] = ()
    lots: tuple[Quantity, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class MasterData:
    """What holds for a new lot or object for ever."""

    lot_number: str | None = None
    produced_on: date | None = None
    best_before: date | None = None
    expires_on: date | None = None

    def extensions(self) -> Extensions:
        values = (
            ("cbvmda", "lotNumber", self.lot_number),
            ("gs1", "productionDate", self.produced_on),
            ("cbvmda", "bestBeforeDate", self.best_before),
            ("cbvmda", "itemExpirationDate", self.expires_on),
        )
        return tuple(
            extension(prefix, STANDARD_PREFIXES[prefix], name, str(value))
            for prefix, name, value in values
            if value is not None
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What was measured: `kind` as in Temperature, `unit` by UN/ECE Recommendation 20 as in CEL, `substance` the URI of
    what is measured in the goods.
    """

    kind: str
    unit: str
    substance: str | None = None
    value: Number | None = None
    low: Number | None = None
    high: Number | None = None
    mean: Number | None = None


def extension(prefix: str, namespace: str, name: str, value: Value) -> Extension:
    return Extension(f"{prefix}:{name}", namespace, name, value)


def receive(setting: Setting, goods: Goods, *, supplier: str | None = None) -> ObjectEvent:
    """Raw material or goods come in from a supplier: the one step back."""
    sources = () if supplier is None else (Party("possessing_party", supplier),)
    return _object(setting, goods, "OBSERVE", "receiving", "in_progress", sources=sources)


def make(
    setting: Setting, inputs: Goods, outputs: Goods, *, master_data: MasterData | None = None
) -> TransformationEvent:
    """A batch is made from inputs: objects with serials are commissioned, a lot is a class instance."""
    return TransformationEvent(
        **_where_and_when(setting),
        biz_step="commissioning" if outputs.serials else "creating_class_instance",
        disposition="in_progress",
        input_epcs=inputs.serials,
        input_quantities=inputs.lots,
        output_epcs=outputs.serials,
        output_quantities=outputs.lots,
        ilmd=_ilmd(master_data),
    )


def store(
    setting: Setting,
    goods: Goods,
    *,
    readings: tuple[Reading, ...] = (),
    since: datetime | None = None,
    device: str | None = None,
) -> ObjectEvent:
    """Drying, fermenting, firing, ageing; readings hold from `since` to the event, or for its moment."""
    elements = (_sensor_element(setting.at, readings, since, device),) if readings else ()
    return _object(setting, goods, "OBSERVE", "storing", "in_progress", sensor_elements=elements)


def inspect(
    setting: Setting, goods: Goods, *, conforms: bool, readings: tuple[Reading, ...] = ()
) -> ObjectEvent:
    """Goods are checked; the certificates of the setting say by what, the readings what was found."""
    elements = (_sensor_element(setting.at, readings, None, None),) if readings else ()
    disposition = "conformant" if conforms else "non_conformant"
    return _object(setting, goods, "OBSERVE", "inspecting", disposition, sensor_elements=elements)


def fill(setting: Setting, goods: Goods, *, master_data: MasterData | None = None) -> ObjectEvent:
    """Bottles, boxes or pieces get their labels and begin to live."""
    return _object(setting, goods, "ADD", "commissioning", "active", ilmd=_ilmd(master_data))


def pack(setting: Setting, parent: str, goods: Goods) -> AggregationEvent:
    """Goods go into a carton; `parent` is the carton's identifier."""
    return AggregationEvent(
        **_where_and_when(setting),
        **_inside(parent, goods),
        action="ADD",
        biz_step="packing",
        disposition="in_progress",
    )


def ship(setting: Setting, goods: Goods, *, recipient: str | None = None) -> ObjectEvent:
    """Goods leave for a recipient: the one step forward."""
    destinations = () if recipient is None else (Party("possessing_party", recipient),)
    return _object(setting, goods, "OBSERVE", "shipping", "in_transit", destinations=destinations, **_GONE)


def sell(setting: Setting, goods: Goods) -> ObjectEvent:
    return _object(setting, goods, "DELETE", "retail_selling", "retail_sold", **_GONE)


def take_back(setting: Setting, goods: Goods) -> ObjectEvent:
    """Goods are recalled and held; the reason goes into the extensions of the setting."""
    return _object(setting, goods, "OBSERVE", "holding", "recalled")


def destroy(setting: Setting, goods: Goods) -> ObjectEvent:
    return _object(setting, goods, "DELETE", "destroying", "destroyed", **_GONE)


def correct(
    event: E, *, at: datetime, reason: str = "incorrect_data", corrective_event_ids: tuple[str, ...] = ()
) -> E:
    """The declaration that `event` is wrong: the same event, unchanged, with the error declared on top."""
    declaration = ErrorDeclaration(at, reason, corrective_event_ids)
    return replace(event, error_declaration=declaration, record_time=None)


def with_hash_id(event: E) -> E:
    """The event with its own hash as eventID."""
    return replace(event, event_id=event_hash(event))


def offset_text(moment: datetime) -> str:
    """The zone offset of an aware time, `+07:00`. ValueError for a naive one."""
    text = moment.strftime("%z")
    if len(text) != len("+0700"):
        raise ValueError("the time of an event needs its zone, in hours and minutes")
    return f"{text[:3]}:{text[3:]}"


def _where_and_when(setting: Setting) -> dict[str, Any]:
    place = None if setting.place is None else Place(setting.place)
    return {
        "event_time": setting.at,
        "offset": offset_text(setting.at),
        "read_point": place,
        "biz_location": place,
        "certification_info": setting.certificates,
        "biz_transactions": setting.papers,
        "extensions": setting.extensions,
        "namespaces": Namespaces(_prefixes(setting.extensions), epcis=True),
    }


def _prefixes(extensions: Extensions) -> Mapping[str, str]:
    return {item.key.partition(":")[0]: item.namespace for item in extensions}


def _object(
    setting: Setting, goods: Goods, action: str, biz_step: str, disposition: str, **more: Any
) -> ObjectEvent:
    facts = {"epcs": goods.serials, "quantities": goods.lots, "action": action}
    step = {"biz_step": biz_step, "disposition": disposition}
    return ObjectEvent(**{**_where_and_when(setting), **facts, **step, **more})


def _inside(parent: str, goods: Goods) -> dict[str, Any]:
    return {"parent": parent, "child_epcs": goods.serials, "child_quantities": goods.lots}


def _ilmd(master_data: MasterData | None) -> Extensions:
    return () if master_data is None else master_data.extensions()


def _sensor_element(
    at: datetime, readings: tuple[Reading, ...], since: datetime | None, device: str | None
) -> SensorElement:
    metadata = SensorMetadata(
        time=at if since is None else None,
        start_time=since,
        end_time=None if since is None else at,
        device_id=device,
    )
    return SensorElement(tuple(_report(reading) for reading in readings), metadata)


def _report(reading: Reading) -> SensorReport:
    return SensorReport(
        type=reading.kind,
        uom=reading.unit,
        chemical_substance=reading.substance,
        value=reading.value,
        min_value=reading.low,
        max_value=reading.high,
        mean_value=reading.mean,
    )
