"""One page of a list of an officer's area, by keys instead of page numbers: its cost does not grow with its place.

What fits is counted up to MOST_COUNTED. Where there is more, rows are taken in their order until the page is full;
where there are few, they are all found first and then put in order. Each statement has one table to begin with:
what else is asked is judged row by row, so that no planner begins elsewhere. To put a statement together takes longer
than to find its rows, so those of first pages are kept for the day.
"""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Any

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Date,
    Select,
    func,
    literal,
    or_,
    select,
    type_coerce,
    union,
    union_all,
)
from sqlalchemy.orm import aliased

from app.backoffice.lists.kinds import KINDS, Kind
from app.backoffice.lists.rules import beside
from app.core.actor import Actor, Role
from app.core.clock import VIETNAM, today
from app.core.database.base import db
from app.core.database.keyset import Place, beyond, place_text, read_place
from app.core.database.rows_as_text import rows_as_text
from catalog.listings.workspace import units_in_scope
from catalog.models import Award, Facility, Product

PER_PAGE = 20
CHUNK = 1_000
MOST_COUNTED = 1_000
KEPT = 128
"""Statements of each sort."""
ENDLESS = date(9999, 12, 31)
"""Where a paper without an end stands in the order of ends."""
AGES = (7, 30, 90, 365)
"""Days since the last change, at least."""
NAME, NEWEST, OLDEST, ENDING = "name", "newest", "oldest", "ending"
SORTS = (NAME, NEWEST, OLDEST, ENDING)
Rule = list[ColumnElement[bool]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What an officer asked of a list. unit_id: of today; state, group: codes, "" for all; age: one of AGES or 0;
    more: names and values of facets (`facets`).
    after: where the page before ended, or with `back` where the page after began, as `keyset.place_text` gives it.
    """

    text: str = ""
    unit_id: int | None = None
    state: str = ""
    group: str = ""
    age: int = 0
    sort: str = NAME
    after: str = ""
    back: bool = False
    more: tuple[tuple[str, str], ...] = ()

    def facet(self, name: str) -> str:
        """The value asked of a facet, "" for none."""
        return next((value for key, value in self.more if key == name), "")


@dataclass(frozen=True, slots=True)
class _Area:
    """officer: what an Actor serves, without who it is; the province asked about, if one."""

    officer: Actor
    unit_id: int | None

    @property
    def is_province(self) -> bool:
        """Whether only a province is asked about: that is so little that its facilities are a beginning."""
        return self.unit_id is not None or not self.officer.has(Role.OFFICER_REGION)


@dataclass(frozen=True, slots=True)
class Listed:
    """rows in order. total: how many there are, MOST_COUNTED + 1 for all that is more. before, after: of this page,
    for the addresses of its neighbours; "" where there is none.
    """

    rows: Sequence[Any]
    total: int
    before: str = ""
    after: str = ""

    @property
    def is_long(self) -> bool:
        return self.total > MOST_COUNTED


def list_rows(kind: str, actor: Actor, asked: Asked) -> Listed:
    """A page of at most PER_PAGE rows: two statements."""
    which, area = KINDS[kind], _area(actor, asked)
    few = _few(kind, area, asked)
    total = MOST_COUNTED + 1 if few is None else len(few)
    rows = _page(kind, area, asked, PER_PAGE + 1, few)
    further, rows = len(rows) > PER_PAGE, rows[:PER_PAGE]
    if asked.back:
        more_before, more_after, rows = further, True, rows[::-1]
    else:
        more_before, more_after = bool(_place(which, asked)), further
    if not rows:
        return Listed(rows, total)
    return Listed(rows, total, _text(rows[0]) if more_before else "", _text(rows[-1]) if more_after else "")


def is_long(kind: str, actor: Actor, asked: Asked) -> bool:
    """Whether more rows fit than MOST_COUNTED."""
    return _few(kind, _area(actor, asked), asked) is None


def count_rows(kind: str, actor: Actor, asked: Asked) -> int:
    """How many rows a list has, however many."""
    which = KINDS[kind]
    rows = which.rows.with_only_columns(which.key).where(*conditions(which, actor, asked))
    return db.session.scalar(select(func.count()).select_from(rows.subquery())) or 0


def each_row(kind: str, actor: Actor, asked: Asked) -> Iterator[Any]:
    """Every row in order, a chunk at a time."""
    asked, area = replace(asked, after="", back=False), _area(actor, asked)
    few = _few(kind, area, asked)
    while True:
        rows = _page(kind, area, asked, CHUNK, few)
        yield from rows
        if len(rows) < CHUNK:
            return
        asked = replace(asked, after=_text(rows[-1]))


def _few(kind: str, area: _Area, asked: Asked) -> list[int] | None:
    """The keys of what fits; None where that is more than MOST_COUNTED."""
    query = _keys(kind, area, replace(asked, sort=NAME, after="", back=False), today(), MOST_COUNTED + 1)
    found = json.loads(db.session.connection().execute(query).scalar_one() or "[]")
    return [key for (key,) in found] if len(found) <= MOST_COUNTED else None


@lru_cache(maxsize=KEPT)
def _keys(kind: str, area: _Area, asked: Asked, _day: date, most: int) -> Select[Any]:
    """The keys of what fits, up to so many, as one text: a thousand rows are found sooner than handed over."""
    which = KINDS[kind]
    rule = _conditions(which, area, replace(asked, text=""))
    if not _is_of_area(which, rule, _within(which, area)):
        query = which.rows.with_only_columns(which.key).where(*rule)
    elif rule:
        query = _located(which, which.key).where(*rule)
    else:
        query = select(which.key)  # each row has a facility and a unit, of which nothing is asked
    if asked.text:
        query = query.where(which.key.in_(_hits(which, asked.text)))
    return select(rows_as_text(*query.limit(most).subquery().c))


def award_rules(which: Kind, asked: Asked) -> Rule:
    """What is asked of one recognition of a row; all of it has to be true of the same one."""
    return [which.facets[name].holds(value) for name, value in asked.more if which.facets[name].of_award]


def _area(actor: Actor, asked: Asked) -> _Area:
    served = Actor(roles=actor.roles, provinces=actor.provinces, regions=actor.regions)
    return _Area(served, asked.unit_id)


def _within(which: Kind, area: _Area) -> Rule:
    """What lies where the officer serves."""
    units = units_in_scope(area.officer, area.unit_id)
    if units is None:
        return []
    return [(which.unit if area.is_province else beside(which.unit)).in_(units)]


def _judged(which: Kind, area: _Area, asked: Asked, entity: Any) -> Rule:
    """The rule about a row of `entity`, as a question that is asked of that row alone. What has a facility of its own
    is found once for a province instead, by indexes alone; recognitions stand behind their products, and to find all of
    them takes longer than to look at one in thirty-four.
    """
    rule, within = _conditions(which, area, asked), _within(which, area)
    if not rule:
        return []
    if not _is_of_area(which, rule, within):
        row = which.rows.with_only_columns(literal(1)).where(which.key == entity.id, *rule)
    elif area.is_province and which.entity is not Award:
        return [beside(entity.id).in_(_located(which, which.key).where(*within))]
    else:
        units = units_in_scope(area.officer, area.unit_id)
        row = _located(which, literal(1)).where(which.key == entity.id, beside(which.unit).in_(units))
    return [row.correlate(entity).exists()]


def _is_of_area(which: Kind, rule: Rule, within: Rule) -> bool:
    """Whether a rule asks for nothing but the place of the facility."""
    return len(rule) == len(within) and which.unit is Facility.unit_id


def _located(which: Kind, column: Any) -> Select[Any]:
    """Rows with their facility, and nothing else of them."""
    query = select(column).select_from(which.entity)
    if which.entity is Facility:
        return query
    if which.entity is Award:
        return query.join(Product, Product.id == Award.product_id).join(
            Facility, Facility.id == Product.facility_id
        )
    return query.join(Facility, Facility.id == which.entity.facility_id)


def conditions(which: Kind, actor: Actor, asked: Asked) -> Rule:
    """What makes a row one of the list."""
    return _conditions(which, _area(actor, asked), asked)


def _conditions(which: Kind, area: _Area, asked: Asked) -> Rule:
    rule = _within(which, area)
    if asked.text:
        rule.append(or_(*(condition for _entity, condition in which.finds(asked.text))))
    if asked.state in which.states:
        rule.append(which.states[asked.state](today()))
    if asked.group and which.group is not None:
        rule.append(which.group == asked.group)
    if asked.age:
        day = today() - timedelta(days=asked.age)
        rule.append(which.since < _moment(which, day + timedelta(days=1)))
    rule += [which.facets[name].holds(value) for name, value in asked.more if not which.facets[name].of_award]
    if (of_one := award_rules(which, asked)) and which.own_awards is not None:
        rule.append(which.own_awards.where(*of_one).exists())
    return rule


def _hits(which: Kind, text: str) -> Any:
    """The keys of the rows that the words find: each part is looked for in one table."""
    return union(*(_hits_in(which, entity, condition) for entity, condition in which.finds(text)))


def _hits_in(which: Kind, entity: Any, condition: ColumnElement[bool]) -> Select[Any]:
    if entity is None:
        return which.rows.with_only_columns(which.key).where(condition)
    keys = select(entity.id).where(condition)
    if entity is which.entity:
        return keys
    if entity is Facility and which.entity is Award:
        keys, entity = select(Product.id).where(Product.facility_id.in_(keys)), Product
    column = which.entity.facility_id if entity is Facility else which.entity.product_id
    return select(which.key).where(column.in_(keys))


def _moment(which: Kind, day: date) -> date | datetime:
    """The beginning of a day in Việt Nam, or the day where the column holds days."""
    return (
        day if isinstance(which.since.type, Date) else datetime(day.year, day.month, day.day, tzinfo=VIETNAM)
    )


def sorts_of(which: Kind) -> tuple[str, ...]:
    return SORTS if which.until is not None else SORTS[:-1]


def _order(which: Kind, asked: Asked) -> tuple[Any, bool]:
    """What the list is ordered by, and whether the largest comes first."""
    if asked.sort == ENDING and which.until is not None:
        return which.until, False
    if asked.sort in {NEWEST, OLDEST}:
        return which.since, asked.sort == NEWEST
    return which.name, False


def _page(kind: str, area: _Area, asked: Asked, limit: int, few: list[int] | None) -> list[Any]:
    if few == []:
        return []
    which, day = KINDS[kind], today()
    _attribute, falls = _order(which, asked)
    down = falls != asked.back
    if few is not None:
        query = _in_order(which, asked, _sorted(which, few, asked, limit, down=down), down=down)
    elif asked.after:
        query = _long_page(kind, area, asked, limit, day, down=down)
    else:
        query = _first_long_page(kind, area, asked, limit, day, down=down)
    return list(db.session.execute(query))


def _in_order(which: Kind, asked: Asked, found: Any, *, down: bool) -> Select[Any]:
    """The rows whose keys and values were found."""
    page = found.subquery()
    value, key = page.c.order_key, page.c.order_id
    query = which.rows.add_columns(type_coerce(value, _order(which, asked)[0].type).label("order_key"))
    return query.join(page, key == which.key).order_by(*_ordered(value, key, down=down))


def _long_page(kind: str, area: _Area, asked: Asked, limit: int, _day: date, *, down: bool) -> Select[Any]:
    which = KINDS[kind]
    return _in_order(which, asked, _walked(which, area, asked, limit, down=down), down=down)


_first_long_page = lru_cache(maxsize=KEPT)(_long_page)


def _ordered(value: Any, key: Any, *, down: bool) -> tuple[Any, Any]:
    return (value.desc(), key.desc()) if down else (value, key)


def _sorted(which: Kind, few: list[int], asked: Asked, limit: int, *, down: bool) -> Any:
    """Keys and values of a page of a few rows."""
    attribute, _falls = _order(which, asked)
    value = func.coalesce(attribute, ENDLESS) if attribute is which.until else beside(attribute)
    query = which.rows.where(which.key.in_(few))
    return _first(query, value, which.key, _place(which, asked), limit, down=down)


def _walked(which: Kind, area: _Area, asked: Asked, limit: int, *, down: bool) -> Any:
    """Keys and values of a page of many rows, taken from the index of their order."""
    attribute, _falls = _order(which, asked)
    if attribute.class_ not in {which.entity, Facility}:
        value = func.coalesce(attribute, ENDLESS) if attribute is which.until else attribute
        query = which.rows.where(*_conditions(which, area, asked))
        return _first(query, value, which.key, _place(which, asked), limit, down=down)
    entity, place = aliased(which.entity), _place(which, asked)
    if attribute.class_ is which.entity:
        column, query = getattr(entity, attribute.key), select(entity)
    else:
        facility = aliased(Facility)
        column = getattr(facility, attribute.key)
        query = select(facility).join(entity, entity.facility_id == beside(facility.id))
    key = entity.id
    query = query.where(*_judged(which, area, asked, entity))
    if attribute is not which.until or not attribute.property.columns[0].nullable:
        return _first(query, column, key, place, limit, down=down)
    arms = [
        _first(query.where(column.is_not(None)), column, key, place, limit, down=down).subquery(),
        _first(query.where(column.is_(None)), literal(ENDLESS), key, place, limit, down=down).subquery(),
    ]
    both = union_all(*(select(arm.c.order_id, arm.c.order_key) for arm in arms))
    names = both.selected_columns
    return both.order_by(*_ordered(names.order_key, names.order_id, down=down)).limit(limit)


def _first(
    query: Select[Any], value: Any, key: Any, place: Place | None, limit: int, *, down: bool
) -> Select[Any]:
    """Keys and values of the first rows after a place."""
    found: Select[Any] = query.with_only_columns(key.label("order_id"), value.label("order_key"))
    if place is not None:
        found = found.where(beyond(value, key, place, down=down))
    order = _ordered(value, key, down=down)
    return found.order_by(*(order[1:] if isinstance(value, BindParameter) else order)).limit(limit)


def _text(row: Any) -> str:
    return place_text(row.order_key, row.id)


def _place(which: Kind, asked: Asked) -> Place | None:
    return read_place(asked.after, _order(which, asked)[0].type)
