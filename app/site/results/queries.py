"""What was recognised, asked by round, level, year, province and group; and the decisions that recognised it."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from typing import Any, cast

from sqlalchemy import BindParameter, ColumnElement, Date, Select, Table, bindparam, func, select
from sqlalchemy.orm import joinedload

from app.core.clock import today
from app.core.database.base import db
from app.core.database.reading import Prepared, PreparedMany, Source, labelled, reading
from catalog.listings.cards import first_pictures, is_public
from catalog.models import Award, Facility, Product
from catalog.tallies.cells import BETWEEN, FACETS
from catalog.tallies.queries import Numbers, read_numbers, read_recognitions_by_facet
from catalog.units.present import PresentUnits, read_units
from voting.models import SelectionRound

LEVEL_AND_YEAR = "award.level.year"
EVERY = 1_000_000_000


@dataclass(frozen=True, slots=True)
class ResultQuestion:
    """One value a facet, empty for all. province: the code of a province of today; round: a slug; year: digits."""

    level: str = ""
    year: str = ""
    province: str = ""
    group: str = ""
    round: str = ""

    def without(self, name: str) -> "ResultQuestion":
        return replace(self, **{name: ""})

    def values(self) -> dict[str, str]:
        """What is asked, by facet."""
        return {name: value for name in FACETS if (value := getattr(self, name))}


@dataclass(frozen=True, slots=True)
class Results:
    """A page of recognitions as rows of columns, how many there are, and how many each choice of a facet would show."""

    rows: list[Any]
    total: int
    counts: dict[str, dict[str, int]]
    units: PresentUnits


def list_results(question: ResultQuestion, on: date, *, limit: int, offset: int) -> Results:
    """The newest first; at most one facet asked costs the same whatever the size of the register."""
    with reading() as source:
        units = read_units(source, on)
        slugs = {row.id: row.slug for row in _PUBLIC_ROUNDS.all(source)}
        ids = _page_of(source, question, on, units, limit, offset)
        rows = {row.id: row for row in _ROWS.all(source, ids)}
        raw = _kept(source, question, on, units, slugs)
    if raw is None:
        raw, total = _counted(question, on), _count(question, on)
    else:
        name, value = next(iter(question.values().items()), ("level", ""))
        wanted = _kept_values(name, value, units, slugs) if value else raw[name]
        total = sum(raw[name].get(key, 0) for key in wanted)
    return Results([rows[key] for key in ids if key in rows], total, _by_choice(raw, units, slugs), units)


def list_recognitions(question: ResultQuestion, on: date, *, limit: int, offset: int = 0) -> list[Award]:
    """Recognitions with product, facility and unit, the newest first."""
    with reading() as source:
        ids = _page_of(source, question, on, read_units(source, on), limit, offset)
    loaded = joinedload(Award.product).joinedload(Product.facility).joinedload(Facility.unit)
    found = {
        row.id: row for row in db.session.scalars(select(Award).where(Award.id.in_(ids)).options(loaded))
    }
    return [found[key] for key in ids if key in found]


def _page_of(
    source: Source, question: ResultQuestion, on: date, units: PresentUnits, limit: int, offset: int
) -> list[int]:
    """The ids on a page: without a question from an index alone, so that what lies before it is not read."""
    asked = question.values()
    params: dict[str, Any] = {
        name: value for name, value in asked.items() if name in {"level", "group", "round"}
    }
    if question.year:
        params["year"] = int(question.year)
    keys = units.ids_of(question.province) if question.province else ()
    if question.province and not keys:
        return []
    prepared = _ids_of(frozenset(asked))
    found = prepared.all(source, keys or (0,), on=on, most=limit, before=offset, **params)
    return [row.id for row in found]


@cache
def _ids_of(asked: frozenset[str]) -> PreparedMany:
    return PreparedMany(lambda keys: _ids_query(asked, keys))


def _ids_query(asked: frozenset[str], keys: list[BindParameter[Any]]) -> Select[Any]:
    query = select(_award.c.id).where(
        _award.c.in_results.is_(True), _award.c.issued_on <= bindparam("on", type_=Date())
    )
    if asked & {"group", "province"}:
        query = query.join(_product, _product.c.id == _award.c.product_id)
        query = query.join(_facility, _facility.c.id == _product.c.facility_id)
    conditions: dict[str, ColumnElement[bool]] = {
        "level": _award.c.level == bindparam("level"),
        "year": _award.c.year == bindparam("year"),
        "group": _product.c.group == bindparam("group"),
        "province": _facility.c.unit_id.in_(keys),
        "round": _award.c.round_id.in_(
            select(_round.c.id).where(_round.c.slug == bindparam("round"), _round.c.published_at.is_not(None))
        ),
    }
    return (
        query.where(*(conditions[name] for name in sorted(asked)))
        .order_by(_award.c.issued_on.desc(), _award.c.sort_key, _award.c.id)
        .limit(bindparam("most"))
        .offset(bindparam("before"))
    )


def _kept(
    source: Source, question: ResultQuestion, on: date, units: PresentUnits, slugs: Mapping[int, str]
) -> Numbers | None:
    """The kept numbers, where at most one facet is asked and no recognition is dated later than the day."""
    asked = question.values()
    if len(asked) > 1 or _LATER.all(source, on=on, most=1):
        return None
    name, value = next(iter(asked.items()), ("", ""))
    return read_recognitions_by_facet(source, name, _kept_values(name, value, units, slugs))


def _kept_values(name: str, value: str, units: PresentUnits, slugs: Mapping[int, str]) -> tuple[str, ...]:
    """The keys of the stored numbers for a requested value: units of all lists, the id of a round."""
    if name == "province":
        return tuple(map(str, units.ids_of(value)))
    if name == "round":
        return tuple(str(key) for key, slug in slugs.items() if slug == value)
    return (value,) if name else ()


def _by_choice(raw: Numbers, units: PresentUnits, slugs: Mapping[int, str]) -> dict[str, dict[str, int]]:
    """Facet -> value -> how many recognitions choosing it would show, the other facets as they are."""
    return {
        **{name: raw[name] for name in ("level", "year", "group")},
        "province": units.sum_by_code(raw["province"]),
        "round": {slugs[int(key)]: n for key, n in raw["round"].items() if int(key) in slugs},
    }


def _count(question: ResultQuestion, on: date) -> int:
    found = _asked(select(Award.id), question, on)
    return db.session.scalar(select(func.count()).select_from(found.subquery())) or 0


def _counted(question: ResultQuestion, on: date) -> Numbers:
    columns: dict[str, Any] = {
        "level": Award.level,
        "year": Award.year,
        "province": Facility.unit_id,
        "group": Product.group,
        "round": Award.round_id,
    }
    return {name: _grouped(question.without(name), on, column) for name, column in columns.items()}


def count_by_year_and_level(on: date) -> dict[int, dict[str, int]]:
    """Year -> level -> how many recognitions, the newest year first."""
    counts: Counter[tuple[int, str]] = Counter()
    with reading() as source:
        kept, later = (
            read_numbers(source, LEVEL_AND_YEAR)[LEVEL_AND_YEAR],
            _LATER.all(source, on=on, most=EVERY),
        )
    for value, number in kept.items():
        level, _, in_year = value.partition(BETWEEN)
        counts[int(in_year), level] += number
    for row in later:
        counts[row.year, row.level] -= 1
    found: dict[int, dict[str, int]] = {}
    for (year, level), number in sorted(counts.items(), reverse=True):
        if number:
            found.setdefault(year, {})[level] = number
    return found


def round_names(ids: set[int]) -> dict[int, SelectionRound]:
    """The published rounds among some, by id."""
    query = select(SelectionRound).where(SelectionRound.id.in_(ids), SelectionRound.published_at.is_not(None))
    return {row.id: row for row in db.session.scalars(query)}


def pictures_by_slug(slugs: list[str]) -> dict[str, Any]:
    """The main picture of each of some products, if they are public."""
    query = (
        select(Product.id, Product.slug).join(Product.facility).where(Product.slug.in_(slugs), is_public())
    )
    found = {key: slug for key, slug in db.session.execute(query)}  # noqa: C416  # rows are not pairs to mypy
    return {found[key]: picture for key, picture in first_pictures(found).items()}


def _grouped(question: ResultQuestion, on: date, column: Any) -> dict[str, int]:
    query = _asked(select(column, func.count(Award.id)).select_from(Award), question, on)
    return {
        str(value): count for value, count in db.session.execute(query.group_by(column)) if value is not None
    }


def _asked(query: Select[Any], question: ResultQuestion, on: date) -> Select[Any]:
    """Recognitions of public products, and of rounds published here whatever became of the product; a certificate
    that was corrected counts once, as the new one (`catalog.tallies.cells`).
    """
    conditions: list[ColumnElement[bool]] = [Award.in_results.is_(True), Award.issued_on <= on]
    if question.level:
        conditions.append(Award.level == question.level)
    if question.year:
        conditions.append(Award.year == int(question.year))
    if question.group:
        conditions.append(Product.group == question.group)
    if question.province:
        conditions.append(Facility.unit_id.in_(_units_now_in(question.province)))
    if question.round:
        wanted = select(SelectionRound.id).where(SelectionRound.slug == question.round)
        conditions.append(Award.round_id.in_(wanted.where(SelectionRound.published_at.is_not(None))))
    return query.join(Award.product).join(Product.facility).where(*conditions)


def _units_now_in(code: str) -> tuple[int, ...]:
    with reading() as source:
        return read_units(source, today()).ids_of(code)


_award, _product, _facility, _round = (
    cast("Table", entity.__table__) for entity in (Award, Product, Facility, SelectionRound)
)
_ROWS = PreparedMany(
    lambda keys: select(
        *(
            _award.c[name]
            for name in (
                "id", "product_id", "number", "level", "year", "issued_on", "valid_until", "revoked_on",
                "suspended_on", "unit_name", "product_name", "producer_name", "source", "source_text", "is_demo",
            )
        ),
        _product.c.slug,
        _product.c.group,
        (_product.c.counted_as != "").label("is_public"),
        *labelled(_facility, "facility_", "slug", "kind", "state", "consent_at", "unit_id"),
        *labelled(_round, "round_", "slug", "title_vi", "title_en"),
    )
    .join(_product, _product.c.id == _award.c.product_id)
    .join(_facility, _facility.c.id == _product.c.facility_id)
    .outerjoin(_round, (_round.c.id == _award.c.round_id) & _round.c.published_at.is_not(None))
    .where(_award.c.id.in_(keys))
)  # fmt: skip
_LATER = Prepared(
    select(_award.c.year, _award.c.level)
    .where(_award.c.in_results.is_(True), _award.c.issued_on > bindparam("on", type_=Date()))
    .limit(bindparam("most"))
)
_PUBLIC_ROUNDS = Prepared(select(_round.c.id, _round.c.slug).where(_round.c.published_at.is_not(None)))
