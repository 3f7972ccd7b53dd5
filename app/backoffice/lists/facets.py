"""What the rows of an officer's list are narrowed to and counted by: place of today and of before, commune, level,
year, kind, how a recognition stands. Each value of each has an address, so a number can lead to the rows behind it.
"""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import and_, extract, func, or_, select
from sqlalchemy.orm import aliased

from app.backoffice.lists.rules import beside
from app.core.clock import today
from app.core.database.base import db
from app.core.text import control_characters, sort_key
from app.web.access import current_actor
from app.web.i18n import N_, current_locale, translate
from catalog.listings.workspace import in_scope
from catalog.models import AdministrativeUnit, Award, Facility, Product
from catalog.review.area import served_units
from catalog.units.communes import commune_title, communes_of_former, find_commune_by_key, former_province_of
from catalog.units.services import english_name
from catalog.units.table import LIST_2004, LIST_2025, UNTIL_2004, V2004, V2025

Condition = Any
NONE, ANY = "none", "any"
"""Values of every facet: where nothing is known, and where something is."""
YEARS = 15
NOT_KNOWN, KNOWN = N_("Not known"), N_("Any")
FORMER = {code: (name, successor) for code, name, _kind, _region, successor in LIST_2004}
TODAY = {code: name for code, name, _kind, _region in LIST_2025}
_parts = Counter(successor for _name, successor in FORMER.values())
SOLE = {successor: code for code, (_name, successor) in FORMER.items() if _parts[successor] == 1}
"""Units of today that one province of before became whole: it needs no more to be known."""
ENDS = {
    "30": N_("Within 30 days"),
    "90": N_("Within 90 days"),
    "180": N_("Within 180 days"),
    "365": N_("Within a year"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Facet:
    """keys: the columns that decide; None where nothing is counted by it. value: of them, "" where not known. text:
    of a value, given what else the keys hold. holds: the rule of a value. choices: None where there are too many to
    offer. of_award: the rule is about one recognition of the row's, as every other such rule of the question.
    """

    label: str
    holds: Callable[[str], Condition]
    text: Callable[..., str]
    is_value: Callable[[str], bool]
    keys: Callable[[], Sequence[Any]] | None = None
    value: Callable[..., str] = str
    choices: Callable[[], Sequence[str]] | None = None
    of_award: bool = False
    falls: bool = False
    """Whether the largest value comes first, as with years."""
    by_number: bool = False
    """Whether the value with the most comes first, and among equals that with the first of its last keys."""
    is_large: bool = False
    """Whether it has too many values for a column each."""


def of_words(label: str, column: Any, words: Mapping[Any, str], *, of_award: bool = False) -> Facet:
    """A column of codes with names."""

    def holds(value: str) -> Condition:
        if value in {NONE, ANY}:
            return column.is_(None) if value == NONE else column.is_not(None)
        return column == value

    return Facet(
        label=label,
        keys=lambda: (column,),
        holds=holds,
        text=lambda value, *_more: translate(words[value]) if value in words else value,
        is_value=lambda value: value in words or value in {NONE, ANY},
        choices=lambda: [str(code) for code in words],
        of_award=of_award,
    )


def of_rules(
    label: str,
    words: Mapping[str, str],
    rules: Mapping[str, Callable[[], Condition]],
    *,
    place: Callable[[], Any] | None = None,
) -> Facet:
    """Rules with names. place: of the first that holds for a row, in their order; with it, rows are counted by them."""

    def holds(value: str) -> Condition:
        before = list(rules)[: list(rules).index(value)] if place is not None else []
        return and_(rules[value](), *(~rules[other]() for other in before))

    return Facet(
        label=label,
        keys=(lambda: (place(),)) if place is not None else None,
        value=lambda at: list(rules)[at],
        holds=holds,
        text=lambda value, *_more: translate(words[value]),
        is_value=lambda value: value in rules,
        choices=lambda: list(words),
    )


def of_named(label: str, code: Any, name_vi: Any, name_en: Any) -> Facet:
    """A code that has its names beside it in the same row."""

    def text(value: str, *names: Any) -> str:
        if not names:
            found = db.session.execute(select(name_vi, name_en).where(code == value)).first()
            names = tuple(found) if found is not None else (value, "")
        return str(names[1] if current_locale() == "en" and names[1] else names[0])

    return Facet(
        label=label,
        keys=lambda: (code, name_vi, name_en),
        value=lambda key, *_names: str(key),
        holds=lambda value: code == value,
        text=text,
        is_value=lambda value: 0 < len(value) <= 80 and not control_characters(value),  # noqa: PLR2004  # of a code
    )


def of_ends(column: Any) -> Facet:
    """What ends from today on within so many days."""

    def within(days: str) -> Callable[[], Condition]:
        return lambda: column.between(today(), today() + timedelta(days=int(days)))

    return of_rules(N_("Ends"), ENDS, {days: within(days) for days in ENDS})


def of_year(label: str, column: Any, *, of_award: bool = False) -> Facet:
    """The year of a column of days, or a column of years."""
    is_day = isinstance(getattr(column.type, "python_type", None), type) and column.type.python_type is date

    def holds(value: str) -> Condition:
        if value in {NONE, ANY}:
            return column.is_(None) if value == NONE else column.is_not(None)
        year = int(value)
        return column.between(date(year, 1, 1), date(year, 12, 31)) if is_day else column == year

    return Facet(
        label=label,
        keys=lambda: (extract("year", column) if is_day else column,),
        value=lambda year: str(int(year)) if year else "",
        holds=holds,
        text=lambda value, *_more: value,
        is_value=lambda value: value in {NONE, ANY} or is_year(value),
        choices=lambda: [str(today().year - back) for back in range(YEARS)],
        of_award=of_award,
        falls=True,
    )


def is_year(value: str) -> bool:
    return len(value) == 4 and value.isascii() and value.isdigit() and value > "1900"  # noqa: PLR2004  # digits


def place_text(name: str) -> str:
    return english_name(name) if current_locale() == "en" else name


def of_province(present: Any) -> Facet:
    """The unit of today. The address has it under the name that all officers' pages know."""
    return Facet(
        label=N_("Province or city"),
        keys=lambda: (present.code,),
        holds=lambda value: present.code == value,
        text=lambda value, *_more: place_text(TODAY[value]) if value in TODAY else value,
        is_value=lambda value: value in TODAY,
    )


def of_former(award_unit: Any = None) -> Facet:
    """The province of before the mergers: the facility's own where it was written down then, else that of its commune.

    award_unit: the province that a recognition names; it decides where neither says it.
    """
    unit = AdministrativeUnit
    keys: list[Any] = [unit.list_version, unit.code, Facility.commune_key]
    if award_unit is not None:
        keys += [award_unit, Award.issued_on]
    return Facet(
        label=N_("Province before 1 July 2025"),
        keys=lambda: keys,
        value=_former,
        holds=lambda wanted: _unnamed(award_unit) if wanted == NONE else _of_former(wanted, award_unit),
        text=lambda code, *_more: place_text(FORMER[code][0]),
        is_value=lambda code: code in FORMER or code == NONE,
        choices=former_of_area,
    )


def _former(version: str, code: str, commune: str, named: str = "", issued: date | None = None) -> str:
    """The code of the province of before that a row belongs to, "" where nothing says it."""
    if version == V2004:
        return code
    if code in SOLE:
        return SOLE[code]
    if commune:
        return former_province_of(commune)
    if issued is None or issued > UNTIL_2004:
        return ""
    return next((old for old, (name, after) in FORMER.items() if name == named and after == code), "")


def _of_former(wanted: str, award_unit: Any) -> Condition:
    """The same rule in SQL."""
    unit = AdministrativeUnit
    name, successor = FORMER[wanted]
    rules = [
        and_(unit.list_version == V2004, unit.code == wanted),
        and_(unit.list_version == V2025, Facility.commune_key.in_(communes_of_former(wanted))),
    ]
    if wanted == SOLE.get(successor):
        rules.append(and_(unit.list_version == V2025, unit.code == successor))
    elif award_unit is not None:
        names = and_(award_unit == name, Award.issued_on <= UNTIL_2004)
        rules.append(
            and_(unit.list_version == V2025, unit.code == successor, Facility.commune_key == "", names)
        )
    return or_(*rules)


def _unnamed(award_unit: Any) -> Condition:
    """Neither the unit, nor the commune, nor the recognition says which province it was."""
    unit = AdministrativeUnit
    rules: list[Condition] = [unit.list_version == V2025, unit.code.not_in(SOLE), Facility.commune_key == ""]
    if award_unit is not None:
        named = or_(*(and_(unit.code == after, award_unit == name) for name, after in FORMER.values()))
        rules.append(or_(Award.issued_on > UNTIL_2004, ~named))
    return and_(*rules)


def former_of_area() -> list[str]:
    """The provinces of before that went into those the officer serves, by name."""
    served = {unit.code for unit in served_units()}
    found = [code for code, (_name, successor) in FORMER.items() if successor in served]
    return sorted(found, key=lambda code: sort_key(FORMER[code][0]))


def of_commune() -> Facet:
    column = Facility.commune_key
    return Facet(
        label=N_("Commune or ward"),
        keys=lambda: (column,),
        holds=lambda value: column == ("" if value == NONE else value),
        text=lambda value, *_more: commune_title(value),
        is_value=lambda value: value == NONE or find_commune_by_key(value) is not None,
        is_large=True,
    )


def of_facility() -> Facet:
    """One facility; its name comes with the count, or is read where it stands in an address alone."""

    def text(value: str, *more: Any) -> str:
        if more:
            return str(more[0])
        query = (
            select(Facility.name)
            .join(Facility.unit)
            .where(Facility.id == int(value), in_scope(current_actor()))
        )
        return db.session.scalar(query) or f"#{value}"

    return Facet(
        label=N_("Facility"),
        keys=lambda: (Facility.id, Facility.name, Facility.sort_key),
        value=lambda key, *_names: str(key),
        holds=lambda value: Facility.id == int(value),
        text=text,
        is_value=lambda value: value.isascii() and value.isdigit() and len(value) <= 9,  # noqa: PLR2004  # of a row
        by_number=True,
        is_large=True,
    )


def of_last_year() -> Facet:
    """The year of a facility's last recognition that was not taken back."""
    own = aliased(Product)
    latest = (
        select(func.max(Award.year))
        .join(own, own.id == Award.product_id)
        .where(own.facility_id == Facility.id, beside(Award.revoked_on).is_(None))
        .correlate(Facility)
        .scalar_subquery()
    )
    return of_year(N_("Year of the last recognition"), latest)
