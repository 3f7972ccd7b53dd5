"""Provinces and cities as public pages name them: read as rows, put in order once for the same rows."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any, cast

from sqlalchemy import Table, select

from app.core.database.reading import Prepared, Source
from app.core.text import sort_key
from catalog.models import AdministrativeUnit

_unit = cast("Table", AdministrativeUnit.__table__)
_COLUMNS = ("id", "code", "name_vi", "name_en", "successor_id", "valid_from", "valid_until")
_UNITS = Prepared(select(*(_unit.c[name] for name in _COLUMNS)).order_by(_unit.c.id))


@dataclass(frozen=True, slots=True)
class PresentUnit:
    """A province or city of today."""

    code: str
    name_vi: str
    name_en: str

    @property
    def present(self) -> "PresentUnit":
        """Itself, as every place has become one of these."""
        return self

    def name_in(self, locale: str) -> str:
        return {"en": self.name_en}.get(locale, self.name_vi)


@dataclass(frozen=True, slots=True)
class PresentUnits:
    """in_force: those of a day, in Vietnamese dictionary order. by_id: what a unit of any list has become."""

    in_force: tuple[PresentUnit, ...]
    by_id: Mapping[int, PresentUnit]

    def ids_of(self, code: str) -> tuple[int, ...]:
        """The units of all lists that have become the one of this code."""
        return tuple(key for key, unit in self.by_id.items() if unit.code == code)

    def sum_by_code(self, counts: Mapping[str, int]) -> dict[str, int]:
        """Counts by the id of a unit of any list (as text), added up by the code of today."""
        found: dict[str, int] = {}
        for key, count in counts.items():
            code = self.by_id[int(key)].code
            found[code] = found.get(code, 0) + count
        return found


def unit_of_today(unit: AdministrativeUnit) -> PresentUnit:
    """What a unit has become."""
    now = unit.present
    return PresentUnit(now.code, now.name_vi, now.name_en)


def read_units(source: Source, day: date) -> PresentUnits:
    """All units; one statement."""
    return _arranged(tuple(_UNITS.all(source)), day)


@lru_cache(maxsize=8)
def _arranged(rows: Sequence[Any], day: date) -> PresentUnits:
    """The same for the same rows."""
    known = {row.id: row for row in rows}

    def present(row: Any) -> Any:
        while row.successor_id is not None:
            row = known[row.successor_id]
        return row

    made = {row.id: PresentUnit(row.code, row.name_vi, row.name_en) for row in rows}
    holding = [
        row for row in rows if row.valid_from <= day and (row.valid_until is None or row.valid_until >= day)
    ]
    return PresentUnits(
        tuple(made[row.id] for row in sorted(holding, key=lambda row: sort_key(row.name_vi))),
        {row.id: made[present(row).id] for row in rows},
    )
