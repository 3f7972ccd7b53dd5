"""What was recognised, asked by round, level, year, province and group; and the decisions that recognised it."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, func, or_, select
from sqlalchemy.orm import joinedload

from app.core.database.base import db
from catalog.listings.cards import first_pictures, is_public
from catalog.models import AdministrativeUnit, Award, AwardCorrection, Facility, Product, ProductPicture
from voting.models import SelectionRound

FACETS = ("level", "year", "province", "group", "round")


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
    found = _asked(select(Award), question, on)
    total = db.session.scalar(select(func.count()).select_from(found.subquery())) or 0
    order = (Award.year.desc(), Award.issued_on.desc(), Product.sort_key, Award.id)
    loaded = joinedload(Award.product).joinedload(Product.facility).joinedload(Facility.unit)
    query = found.options(loaded).order_by(*order).limit(limit).offset(offset)
    return list(db.session.scalars(query)), total


def count_recognitions(question: ResultQuestion, on: date) -> dict[str, dict[str, int]]:
    """Facet -> value -> how many recognitions choosing it would show, the other facets as they are."""
    columns: dict[str, Any] = {
        "level": Award.level,
        "year": Award.year,
        "province": Facility.unit_id,
        "group": Product.group,
        "round": Award.round_id,
    }
    raw = {name: _grouped(question.without(name), on, column) for name, column in columns.items()}
    codes, slugs = _present_codes(), _public_slugs()
    return {
        **{name: {str(value): n for value, n in raw[name]} for name in ("level", "year", "group")},
        "province": _summed((codes[value], n) for value, n in raw["province"]),
        "round": _summed((slugs[value], n) for value, n in raw["round"] if value in slugs),
    }


def count_by_year_and_level(on: date) -> dict[int, dict[str, int]]:
    """Year -> level -> how many recognitions, the newest year first."""
    columns: tuple[Any, ...] = (Award.year, Award.level)
    query = _asked(select(*columns, func.count(Award.id)).select_from(Award), ResultQuestion(), on)
    found = query.group_by(*columns).order_by(Award.year.desc())
    counts: dict[int, dict[str, int]] = {}
    for year, level, count in db.session.execute(found):
        counts.setdefault(year, {})[str(level)] = count
    return counts


def round_names(ids: set[int]) -> dict[int, SelectionRound]:
    """The published rounds among some, by id."""
    query = select(SelectionRound).where(SelectionRound.id.in_(ids), SelectionRound.published_at.is_not(None))
    return {row.id: row for row in db.session.scalars(query)}


def pictures_by_slug(slugs: list[str]) -> dict[str, ProductPicture]:
    """The picture that stands for each of some products, as far as they are public."""
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
    that was corrected counts once, as the new one.
    """
    shown = or_(is_public(), Award.round_id.is_not(None))
    corrected = select(AwardCorrection.old_id)
    conditions: list[ColumnElement[bool]] = [shown, Award.issued_on <= on, Award.id.not_in(corrected)]
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
