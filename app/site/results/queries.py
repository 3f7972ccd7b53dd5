"""What was recognised, asked by round, level, year, province and group; and the decisions that recognised it."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import joinedload

from app.core.database.base import db
from catalog.listings.cards import first_pictures, is_public
from catalog.models import AdministrativeUnit, Award, Facility, Product, ProductPicture
from catalog.tallies.cells import BETWEEN, FACETS
from catalog.tallies.queries import count_recognitions_by_facet, numbers_of
from voting.models import SelectionRound

LEVEL_AND_YEAR = "award.level.year"
NUMBERED = frozenset({"year", "province", "round"})


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


def list_recognitions(
    question: ResultQuestion, on: date, *, limit: int, offset: int = 0
) -> tuple[list[Award], int]:
    """Recognitions with product, facility and unit, the newest first, and how many there are."""
    order = (Award.issued_on.desc(), Award.sort_key, Award.id)
    loaded = joinedload(Award.product).joinedload(Product.facility).joinedload(Facility.unit)
    query = _asked(select(Award), question, on).options(loaded).order_by(*order).limit(limit).offset(offset)
    return list(db.session.scalars(query)), _total(question, on)


def count_recognitions(question: ResultQuestion, on: date) -> dict[str, dict[str, int]]:
    """Facet -> value -> how many recognitions choosing it would show, the other facets as they are."""
    raw = _kept(question, on) or _counted(question, on)
    codes, slugs = _present_codes(), _public_slugs()
    return {
        **{name: {str(value): n for value, n in raw[name]} for name in ("level", "year", "group")},
        "province": _summed((codes[value], n) for value, n in raw["province"]),
        "round": _summed((slugs[value], n) for value, n in raw["round"] if value in slugs),
    }


def _kept(question: ResultQuestion, on: date) -> dict[str, list[tuple[Any, int]]] | None:
    """The kept numbers, where at most one facet is asked and no recognition is dated later than the day."""
    asked = question.values()
    if len(asked) > 1 or _some_dated_later(on):
        return None
    name, value = next(iter(asked.items()), ("", ""))
    found = count_recognitions_by_facet(name, _kept_values(name, value))
    return {
        facet: [(int(key) if facet in NUMBERED else key, number) for key, number in numbers.items()]
        for facet, numbers in found.items()
    }


def _kept_values(name: str, value: str) -> tuple[str, ...]:
    """The keys of the stored numbers for a requested value: units of all lists, the id of a round."""
    if name == "province":
        return tuple(map(str, _units_now_in(value)))
    if name == "round":
        return tuple(str(key) for key, slug in _public_slugs().items() if slug == value)
    return (value,) if name else ()


def _some_dated_later(on: date) -> bool:
    query = select(Award.id).where(Award.in_results, Award.issued_on > on).limit(1)
    return db.session.scalar(query) is not None


def _total(question: ResultQuestion, on: date) -> int:
    asked = question.values()
    if len(asked) <= 1 and not _some_dated_later(on):
        name, value = next(iter(asked.items()), ("", ""))
        numbers = numbers_of(f"award.{name}" if name else "award")
        return sum(
            numbers[kind].get(key, 0) for kind in numbers for key in _kept_values(name, value) or ("",)
        )
    found = _asked(select(Award.id), question, on)
    return db.session.scalar(select(func.count()).select_from(found.subquery())) or 0


def _counted(question: ResultQuestion, on: date) -> dict[str, list[tuple[Any, int]]]:
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
    for value, number in numbers_of(LEVEL_AND_YEAR)[LEVEL_AND_YEAR].items():
        level, _, in_year = value.partition(BETWEEN)
        counts[int(in_year), level] += number
    for year, level in db.session.execute(
        select(Award.year, Award.level).where(Award.in_results, Award.issued_on > on)
    ):
        counts[year, level] -= 1
    found: dict[int, dict[str, int]] = {}
    for (year, level), number in sorted(counts.items(), reverse=True):
        if number:
            found.setdefault(year, {})[level] = number
    return found


def round_names(ids: set[int]) -> dict[int, SelectionRound]:
    """The published rounds among some, by id."""
    query = select(SelectionRound).where(SelectionRound.id.in_(ids), SelectionRound.published_at.is_not(None))
    return {row.id: row for row in db.session.scalars(query)}


def pictures_by_slug(slugs: list[str]) -> dict[str, ProductPicture]:
    """The main picture of each of some products, if they are public."""
    query = (
        select(Product.id, Product.slug).join(Product.facility).where(Product.slug.in_(slugs), is_public())
    )
    found = {key: slug for key, slug in db.session.execute(query)}  # noqa: C416  # rows are not pairs to mypy
    return {found[key]: picture for key, picture in first_pictures(found).items()}


def _grouped(question: ResultQuestion, on: date, column: Any) -> list[tuple[Any, int]]:
    query = _asked(select(column, func.count(Award.id)).select_from(Award), question, on)
    return [(value, count) for value, count in db.session.execute(query.group_by(column))]


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


def _present_codes() -> dict[int, str]:
    """Unit id of any list -> code of the unit of today it has become."""
    return {unit.id: unit.present.code for unit in db.session.scalars(select(AdministrativeUnit))}


def _units_now_in(code: str) -> list[int]:
    return [unit_id for unit_id, now in _present_codes().items() if now == code]


def _public_slugs() -> dict[int, str]:
    query = select(SelectionRound.id, SelectionRound.slug).where(SelectionRound.published_at.is_not(None))
    return {key: slug for key, slug in db.session.execute(query)}  # noqa: C416  # rows are not pairs to mypy


def _summed(pairs: Iterator[tuple[str, int]]) -> dict[str, int]:
    found: dict[str, int] = {}
    for value, count in pairs:
        found[value] = found.get(value, 0) + count
    return found
