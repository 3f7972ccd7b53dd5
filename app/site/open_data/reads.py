"""Whole tables as columns: so many rows at a time by key, so that nothing of a table stays in memory and no statement
walks over what the one before it gave.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, cast

from sqlalchemy import BindParameter, Date, Integer, Select, String, Table, bindparam, func, select, tuple_

from app.core.database.reading import Prepared, PreparedMany, Source, labelled, reading
from catalog.enums import ProductState
from catalog.models import Award, Facility, Product
from catalog.units.present import PresentUnit, read_units
from voting.models import SelectionRound

BATCH = 1_000
HIGHEST = 2**31 - 1
"""Of a key."""


@dataclass(frozen=True, slots=True)
class Part:
    """Rows of a table. units: what a province of any list has become; products: a facility's id -> published ones."""

    rows: Sequence[Any]
    units: Mapping[int, PresentUnit]
    products: Mapping[int, int] = field(default_factory=dict)


def iter_facilities(on: date) -> Iterator[Part]:
    """All verified facilities by id; three statements a part."""
    yield from _parts(_facilities, on, {"after": 0}, lambda row: {"after": row.id})


def list_facilities(ids: Sequence[int], on: date) -> Part:
    """The verified ones of some facilities, in the given order."""
    with reading() as source:
        rows = {row.id: row for row in _FACILITIES_OF.all(source, ids)}
        counts = {row.facility_id: row.products for row in _COUNTS_OF.all(source, list(rows))}
        return Part([rows[key] for key in ids if key in rows], read_units(source, on).by_id, counts)


def iter_certificates(on: date) -> Iterator[Part]:
    """Numbered certificates of public products, the newest first; two statements a part."""
    start = {"day": date.max, "key": HIGHEST}
    yield from _parts(_certificates, on, start, lambda row: {"day": row.issued_on, "key": row.id})


def iter_recognitions(on: date) -> Iterator[Part]:
    """The public recognitions of a day and before, the newest first; two statements a part."""
    start = {"day": on, "name": "", "key": 0}
    yield from _parts(
        _recognitions, on, start, lambda row: {"day": row.issued_on, "name": row.sort_key, "key": row.id}
    )


def list_recognitions(ids: Sequence[int], on: date) -> Part:
    """Some recognitions, in the given order."""
    with reading() as source:
        rows = {row.id: row for row in _RECOGNITIONS_OF.all(source, ids)}
        return Part([rows[key] for key in ids if key in rows], read_units(source, on).by_id)


Read = Callable[[Source, dict[str, Any]], tuple[Sequence[Any], dict[int, int]]]


def _parts(
    read: Read, on: date, start: dict[str, Any], behind: Callable[[Any], dict[str, Any]]
) -> Iterator[Part]:
    """behind: from the last row of a part to where the next one begins. Each part is read for itself, so that no
    reading stays open while its rows are written.
    """
    place = start
    while True:
        with reading() as source:
            rows, products = read(source, place)
            if not rows:
                return
            part = Part(rows, read_units(source, on).by_id, products)
        yield part
        place = behind(rows[-1])


def _facilities(source: Source, place: dict[str, Any]) -> tuple[Sequence[Any], dict[int, int]]:
    rows = _FACILITIES.all(source, most=BATCH, **place)
    found = _COUNTS.all(source, first=rows[0].id, last=rows[-1].id) if rows else []
    return rows, {row.facility_id: row.products for row in found}


def _certificates(source: Source, place: dict[str, Any]) -> tuple[Sequence[Any], dict[int, int]]:
    return _CERTIFICATES.all(source, most=BATCH, **place), {}


def _recognitions(source: Source, place: dict[str, Any]) -> tuple[Sequence[Any], dict[int, int]]:
    return _RECOGNITIONS.all(source, most=BATCH, **place), {}


_award, _product, _facility, _round = (
    cast("Table", entity.__table__) for entity in (Award, Product, Facility, SelectionRound)
)
_FACILITY = ("id", "slug", "name", "kind", "source", "commune", "address", "website", "is_demo", "unit_id")
_AWARD = (
    "id", "number", "sort_key", "product_name", "producer_name", "level", "year", "unit_name", "issuer",
    "decision_number", "decision_date", "issued_on", "valid_until", "revoked_on", "suspended_on", "source", "is_demo",
)  # fmt: skip


def _of_facilities() -> Select[Any]:
    return select(*(_facility.c[name] for name in _FACILITY)).where(_facility.c.counted_as != "")


def _counted() -> Select[Any]:
    """Grouped by facility; the second condition holds an index by state, whose walk is longer, back."""
    return (
        select(_product.c.facility_id, func.count().label("products"))
        .where(_product.c.counted_as != "", func.coalesce(_product.c.state, "") == ProductState.PUBLISHED)
        .group_by(_product.c.facility_id)
    )


def _of_awards() -> Select[Any]:
    return (
        select(
            *(_award.c[name] for name in _AWARD),
            _product.c.group,
            *labelled(_facility, "facility_", "kind", "state", "consent_at", "unit_id"),
            _round.c.slug.label("round_slug"),
        )
        .join(_product, _product.c.id == _award.c.product_id)
        .join(_facility, _facility.c.id == _product.c.facility_id)
        .outerjoin(_round, (_round.c.id == _award.c.round_id) & _round.c.published_at.is_not(None))
    )


def _key(name: str) -> BindParameter[int]:
    return bindparam(name, type_=Integer())


def _day() -> BindParameter[date]:
    return bindparam("day", type_=Date())


_MOST: BindParameter[int] = bindparam("most", type_=Integer())
_FACILITIES = Prepared(
    _of_facilities().where(_facility.c.id > _key("after")).order_by(_facility.c.id).limit(_MOST)
)
_FACILITIES_OF = PreparedMany(lambda keys: _of_facilities().where(_facility.c.id.in_(keys)))
_COUNTS = Prepared(_counted().where(_product.c.facility_id.between(_key("first"), _key("last"))))
_COUNTS_OF = PreparedMany(lambda keys: _counted().where(_product.c.facility_id.in_(keys)))
_CERTIFICATES = Prepared(
    _of_awards()
    .where(
        _award.c.is_listed.is_(True), tuple_(_award.c.issued_on, _award.c.id) < tuple_(_day(), _key("key"))
    )
    .order_by(_award.c.issued_on.desc(), _award.c.id.desc())
    .limit(_MOST)
)
_RECOGNITIONS = Prepared(
    _of_awards()
    .where(
        _award.c.in_results.is_(True),
        _award.c.issued_on <= _day(),
        (_award.c.issued_on < _day())
        | (tuple_(_award.c.sort_key, _award.c.id) > tuple_(bindparam("name", type_=String()), _key("key"))),
    )
    .order_by(_award.c.issued_on.desc(), _award.c.sort_key, _award.c.id)
    .limit(_MOST)
)
_RECOGNITIONS_OF = PreparedMany(lambda keys: _of_awards().where(_award.c.id.in_(keys)))
