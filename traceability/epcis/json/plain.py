"""Quick looks at members as most events have them: what is read, or None where each part is looked at by its path."""

from collections.abc import Callable, Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any, Protocol

from traceability.epcis.json.memory import Amounts, Readings
from traceability.epcis.lexical import formats
from traceability.epcis.lexical.identifiers import identity
from traceability.epcis.model import Quantity, SensorElement, SensorReport, made

Json = Any
NUMBERS = (int, Decimal)


class Known(Protocol):
    """What was found right before."""

    @property
    def quantities(self) -> Amounts: ...

    @property
    def reports(self) -> Readings: ...


Look = Callable[[Known, Json], Any]


def uri(_known: Known, value: Json) -> str | None:
    return value if isinstance(value, str) and formats.is_uri(value) else None


def time(_known: Known, value: Json) -> datetime | None:
    return formats.parse_time(value) if isinstance(value, str) else None


def instances(_known: Known, value: Json) -> tuple[str, ...] | None:
    """Single objects, none twice."""
    if type(value) is not list:
        return None
    for item in value:
        if type(item) is not str or not identity(item).may_be_single:
            return None
    return tuple(value) if len(value) == 1 or len(set(value)) == len(value) else None


def amount_key(item: dict[str, Json]) -> tuple[Any, ...]:
    """What an amount says; 1, true and 1.0 are equal."""
    amount = item.get("quantity")
    return item.get("epcClass"), amount, type(amount), item.get("uom"), len(item)


def quantities(known: Known, value: Json) -> tuple[Quantity, ...] | None:
    """Amounts each of which was found right before."""
    if type(value) is not list:
        return None
    found = []
    for item in value:
        try:
            amount = known.quantities.get(amount_key(item))
        except (AttributeError, TypeError):  # no object, or one with a list or an object where a word belongs
            return None
        if amount is None:
            return None
        found.append(amount)
    return tuple(found)


def report_key(report: dict[str, Json]) -> tuple[Any, ...]:
    """What a reading says beside its value."""
    said = report.copy()
    del said["value"]
    return tuple(said.items())


def report(known: Known, value: Json) -> SensorReport | None:
    """A reading that was found right before with whatever value."""
    if type(value) is not dict or type(number := value.get("value")) not in NUMBERS:
        return None
    try:
        found = known.reports.get(report_key(value))
    except TypeError:  # a list or an object where a text belongs
        return None
    return None if found is None else made(SensorReport, {**found, "value": number})


def elements(known: Known, value: Json) -> tuple[SensorElement, ...] | None:
    """Readings with nothing around them."""
    if type(value) is not list:
        return None
    found = []
    for element in value:
        listed = element.get("sensorReport") if type(element) is dict and len(element) == 1 else None
        if type(listed) is not list or not listed:
            return None
        reports = []
        for item in listed:
            reading = report(known, item)
            if reading is None:
                return None
            reports.append(reading)
        found.append(made(SensorElement, {"reports": tuple(reports), "is_plain": True}))
    return tuple(found)


LOOKS: Mapping[str, Look] = {
    "eventID": uri,
    "eventTime": time,
    "sensorElementList": elements,
    **dict.fromkeys(("epcList", "childEPCs", "inputEPCList", "outputEPCList"), instances),
    **dict.fromkeys(
        ("quantityList", "childQuantityList", "inputQuantityList", "outputQuantityList"), quantities
    ),
}
"""By the name of the member."""
