"""Provinces and cities as public pages name them: read as one text, put in order once for the same text."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import NamedTuple, cast

from sqlalchemy import Table, select

from app.core.database.reading import Prepared, Source
from app.core.database.rows_as_text import rows_as_text
from app.core.text import sort_key
from catalog.models import AdministrativeUnit

_unit = cast("Table", AdministrativeUnit.__table__)


class PresentUnit(NamedTuple):
    """A province or city of today. Pieces of pages are kept under it, and a tuple is a quick key."""

    code: str
    name_vi: str
    name_en: str

    @property
    def present(self) -> "PresentUnit":
        """Itself, as every place has become one of these."""
        return self

    def name_in(self, locale: str) -> str:
        return {"en": self.name_en}.get(locale, self.name_vi)


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class PresentUnits:
    """in_force: those of a day, in Vietnamese dictionary order. by_id: what a unit of any list has become.

    The same object while nothing has changed, so that pieces of pages are kept under it.
    """

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


class _Stored(NamedTuple):
    """A unit of any list; days as texts of ISO 8601."""

    id: int
    code: str
    name_vi: str
    name_en: str
    successor_id: int | None
    valid_from: str
    valid_until: str | None


_UNITS = Prepared(select(rows_as_text(*(_unit.c[name] for name in _Stored._fields)).label("units")))


def read_units(source: Source, day: date) -> PresentUnits:
    """All units; one statement, or none where nobody has written since the last one."""
    return _arranged(_UNITS.lasting(source)[0].units, day)


@lru_cache(maxsize=8)
def _arranged(text: str | None, day: date) -> PresentUnits:
    """The same for the same text."""
    rows = sorted(map(_Stored._make, json.loads(text or "[]")))
    known, on = {row.id: row for row in rows}, day.isoformat()

    def present(row: _Stored) -> _Stored:
        while row.successor_id is not None:
            row = known[row.successor_id]
        return row

    made = {row.id: PresentUnit(row.code, row.name_vi, row.name_en) for row in rows}
    holding = [
        row for row in rows if row.valid_from <= on and (row.valid_until is None or row.valid_until >= on)
    ]
    return PresentUnits(
        tuple(made[row.id] for row in sorted(holding, key=lambda row: sort_key(row.name_vi))),
        {row.id: made[present(row).id] for row in rows},
    )
