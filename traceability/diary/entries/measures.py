"""The measurements of a workshop: in terms of EPCIS, with units by UN/ECE Recommendation 20. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from traceability.enums import EventKind

SODIUM_CHLORIDE = "https://identifiers.org/inchikey:FAPWRFPIFSIZLT-UHFFFAOYSA-M"


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """field: in forms and tables. type: measurement type of the CBV; substance: what is dissolved, "" where
    the type says it all. low, high: anything beyond is a typing error. sign: written after the number.
    """

    field: str
    type: str
    unit: str
    low: Decimal
    high: Decimal
    sign: str = ""
    substance: str = ""

    def takes(self, value: Decimal) -> bool:
        return self.low <= value <= self.high and value == round(value, 3)


def _measure(field: str, cbv: str, unit: str, low: int, high: int, sign: str, substance: str = "") -> Measure:
    return Measure(
        field=field, type=cbv, unit=unit, low=Decimal(low), high=Decimal(high), sign=sign, substance=substance
    )


MEASURES: Mapping[str, Measure] = {
    "Temperature": _measure("temperature", "Temperature", "CEL", -100, 2000, "\u00a0°C"),
    "RelativeHumidity": _measure("humidity", "RelativeHumidity", "P1", 0, 100, "\u00a0%"),
    "Moisture": _measure("moisture", "Dimensionless", "P1", 0, 100, "\u00a0%"),
    "Acidity": _measure("ph", "Dimensionless", "Q30", 0, 14, ""),
    "Salinity": _measure("salt", "MassConcentration", "GL", 0, 400, "\u00a0g/L", SODIUM_CHLORIDE),
    "Baume": _measure("baume", "Density", "J14", 0, 70, "\u00a0°Bé"),
    "Brix": _measure("brix", "Dimensionless", "J18", 0, 100, "\u00a0°Bx"),
}
"""Kind of reading, as a diary stores it -> its description."""
KINDS_OF: Mapping[EventKind, tuple[str, ...]] = {
    EventKind.DRY: ("Temperature", "RelativeHumidity", "Moisture"),
    EventKind.FERMENT: ("Temperature", "RelativeHumidity", "Acidity", "Salinity", "Baume", "Brix"),
    EventKind.CHECK: ("Temperature", "Moisture", "Acidity", "Salinity", "Baume", "Brix"),
}
"""What is measured at an act, the usual first."""
