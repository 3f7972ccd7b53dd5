"""What was recognised, asked by round, level, year, province and group; and the decisions that recognised it."""

from collections import Counter
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from typing import Any, cast

from sqlalchemy import BindParameter, Date, Table, bindparam, func, select, union_all

from app.core.database.base import db
from app.core.database.reading import Prepared, PreparedMany, Source, labelled, reading
from catalog.listings.cards import first_pictures, is_public, read_first_pictures
from catalog.models import Award, Facility, Product
from catalog.tallies.cells import BETWEEN, FACETS
from catalog.tallies.queries import WHOLE, Numbers, read_numbers, read_recognitions_by_facet
from catalog.units.present import PresentUnits, read_units
from voting.models import SelectionRound

LEVEL_AND_YEAR = "award.level.year"
EVERY = 1_000_000_000
BY_INDEX = ("round", "province", "year", "group", "level")
"""Facets in the order in which fewer recognitions share a value."""


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
    """A page of recognitions, how many there are, and how many each choice of a facet would show. rows: as the driver
    gives them (`result_row`), each with the columns of the main picture of its product or None.
    """

    rows: list[tuple[Any, Any]]
    total: int
    counts: dict[str, dict[str, int]]
    units: PresentUnits

    @property
    def key(self) -> Hashable:
        """All that was read: whatever shows anything else has another key."""
        rows = tuple([(row, picture and key_of_picture(picture)) for row, picture in self.rows])
        return rows, self.total, self.counts_key, self.units

    @property
    def counts_key(self) -> Hashable:
        return tuple([(name, tuple(sorted(numbers.items()))) for name, numbers in self.counts.items()])


def key_of_picture(picture: Any) -> Hashable:
    """The columns that are shown of a picture."""
    return (tuple(picture.files.items()), *picture[2:])


def list_results(question: ResultQuestion, on: date, *, limit: int, offset: int) -> Results:
    """The newest first; it costs the same whatever the size of the register."""
    with reading() as source:
        units = read_units(source, on)
        slugs = {row.id: row.slug for row in _PUBLIC_ROUNDS.lasting(source)}
        asked = _stored_values(question, units, slugs)
        ids = _page_of(source, asked, on, limit, offset)
        rows = {key: (row, product) for row in _ROWS.raw(source, ids) for key, product in [row[:2]]}
        pictures = read_first_pictures(source, list({product for _, product in rows.values()}))
        raw = read_recognitions_by_facet(source, {name: values or ("-1",) for name, values in asked.items()})
        later = _LATER.all(source, on=on, most=EVERY)
    _take_out(raw, later, asked)
    name, wanted = next(iter(asked.items()), ("level", tuple(raw["level"])))
    total = sum(raw[name].get(value, 0) for value in wanted)
    found = [(row, pictures.get(product)) for row, product in (rows[key] for key in ids if key in rows)]
    return Results(found, total, _by_choice(raw, units, slugs), units)


def result_row(raw: Any) -> Any:
    """A recognition with its columns as attributes, of a row of `Results`."""
    return _ROWS.row(raw)


def find_recognitions(question: ResultQuestion, on: date, *, limit: int) -> list[int]:
    """The ids of recognitions, the newest first."""
    with reading() as source:
        slugs = {row.id: row.slug for row in _PUBLIC_ROUNDS.lasting(source)}
        return _page_of(source, _stored_values(question, read_units(source, on), slugs), on, limit, 0)


def _page_of(
    source: Source, asked: Mapping[str, tuple[str, ...]], on: date, limit: int, offset: int
) -> list[int]:
    """The ids on a page: found in an index of one facet, the other facets looked at from there."""
    if not all(asked.values()):
        return []
    first = next((name for name in BY_INDEX if name in asked), "")
    params: dict[str, Any] = {
        f"{name}_{at}": int(value) if name in WHOLE else value
        for name, values in asked.items()
        for at, value in enumerate(values)
    }
    prepared = _ids_of(first, tuple((name, len(asked[name])) for name in sorted(asked)))
    return [row[0] for row in prepared.raw(source, on=on, most=limit, before=offset, **params)]


@cache
def _ids_of(first: str, asked: tuple[tuple[str, int], ...]) -> Prepared:
    """first: the facet whose index is walked; for several values of it, several runs in order are merged."""
    others = [
        # An expression that no index has, so that the planner is left with the one index.
        func.coalesce(_STORED[name], 0 if name in WHOLE else "").in_(_bound(name, count))
        for name, count in asked
        if name != first
    ]
    plain = select(_award.c.id, _award.c.issued_on, _award.c.sort_key).where(
        _award.c.in_results.is_(True), _award.c.issued_on <= bindparam("on", type_=Date()), *others
    )
    runs = (
        [plain.where(_STORED[first] == value) for value in _bound(first, dict(asked)[first])]
        if first
        else [plain]
    )
    query = union_all(*runs) if len(runs) > 1 else runs[0]
    columns = query.selected_columns
    return Prepared(
        query.order_by(columns.issued_on.desc(), columns.sort_key, columns.id)
        .limit(bindparam("most"))
        .offset(bindparam("before"))
    )


def _bound(name: str, count: int) -> list[BindParameter[Any]]:
    return [bindparam(f"{name}_{at}") for at in range(count)]


def _take_out(raw: Numbers, later: Sequence[Any], asked: Mapping[str, tuple[str, ...]]) -> None:
    """Take those dated later than the day out of the kept numbers."""
    for row in later:
        values = {name: str(getattr(row, column.name) or "") for name, column in _STORED.items()}
        for facet, value in values.items():
            if value and all(values[name] in wanted for name, wanted in asked.items() if name != facet):
                raw[facet][value] = raw[facet].get(value, 0) - 1


def _stored_values(
    question: ResultQuestion, units: PresentUnits, slugs: Mapping[int, str]
) -> dict[str, tuple[str, ...]]:
    """The stored values of each facet asked for: units of all lists, the id of a published round; none where there
    is no such unit or round.
    """
    asked: dict[str, tuple[str, ...]] = {name: (value,) for name, value in question.values().items()}
    if question.province:
        asked["province"] = tuple(map(str, units.ids_of(question.province)))
    if question.round:
        asked["round"] = tuple(str(key) for key, slug in slugs.items() if slug == question.round)
    return asked


def _by_choice(raw: Numbers, units: PresentUnits, slugs: Mapping[int, str]) -> dict[str, dict[str, int]]:
    """Facet -> value -> how many recognitions choosing it would show, the other facets as they are."""
    return {
        **{name: raw[name] for name in ("level", "year", "group")},
        "province": units.sum_by_code(raw["province"]),
        "round": {slugs[int(key)]: n for key, n in raw["round"].items() if int(key) in slugs},
    }


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


def pictures_by_slug(slugs: list[str]) -> dict[str, Any]:
    """The main picture of each of some products, if they are public."""
    query = (
        select(Product.id, Product.slug).join(Product.facility).where(Product.slug.in_(slugs), is_public())
    )
    found = {key: slug for key, slug in db.session.execute(query)}  # noqa: C416  # rows are not pairs to mypy
    return {found[key]: picture for key, picture in first_pictures(found).items()}


_award, _product, _facility, _round = (
    cast("Table", entity.__table__) for entity in (Award, Product, Facility, SelectionRound)
)
_ROWS = PreparedMany(
    lambda keys: select(
        *(
            _award.c[name]
            for name in (
                "id", "product_id", "number", "level", "year", "issued_on", "valid_until", "revoked_on",
                "suspended_on", "unit_name", "product_name", "producer_name", "source_text", "is_demo",
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
_STORED = {
    "level": _award.c.level,
    "year": _award.c.year,
    "province": _award.c.shown_unit_id,
    "group": _award.c.shown_group,
    "round": _award.c.round_id,
}
"""The column of each facet."""
_LATER = Prepared(
    select(*_STORED.values())
    .where(_award.c.in_results.is_(True), _award.c.issued_on > bindparam("on", type_=Date()))
    .limit(bindparam("most"))
)
_PUBLIC_ROUNDS = Prepared(select(_round.c.id, _round.c.slug).where(_round.c.published_at.is_not(None)))
