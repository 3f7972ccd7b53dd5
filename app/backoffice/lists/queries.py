"""One page of a list of an officer's area, by keys instead of page numbers: its cost does not grow with its place."""

import base64
import binascii
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Date, Select, and_, func, or_, select

from app.backoffice.lists.kinds import KINDS, Kind
from app.core.actor import Actor
from app.core.clock import VIETNAM, today
from app.core.database.base import UtcDateTime, db
from catalog.listings.workspace import in_scope
from catalog.models import AdministrativeUnit

PER_PAGE = 50
CHUNK = 1_000
AGES = (7, 30, 90, 365)
"""Days since the last change, at least."""
NAME, NEWEST, OLDEST, ENDING = "name", "newest", "oldest", "ending"
SORTS = (NAME, NEWEST, OLDEST, ENDING)
LONGEST_PLACE = 8_000
"""Characters of a place in an address: a name of some hundred letters, each escaped."""
LARGEST_KEY = 2**63 - 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What an officer asked of a list. unit_id: of today; state, group: codes, "" for all; age: one of AGES or 0;
    more: names and values of facets (`facets`).
    after: where the page before ended, or with `back` where the page after began, as `Place.text` gives it.
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
class Listed:
    """rows in order. first, last: of this page, for the addresses of its neighbours; "" where there is none."""

    rows: Sequence[Any]
    total: int
    before: str = ""
    after: str = ""


def list_rows(kind: str, actor: Actor, asked: Asked) -> Listed:
    """A page of at most PER_PAGE rows: two statements."""
    which = KINDS[kind]
    rule = conditions(which, actor, asked)
    total = _total(which, rule)
    if asked.back:
        rows = _page(which, rule, asked, PER_PAGE + 1)
        further, rows = len(rows) > PER_PAGE, rows[:PER_PAGE][::-1]
        more_before, more_after = further, True
    else:
        rows = _page(which, rule, asked, PER_PAGE + 1)
        more_before, more_after = bool(_place(which, asked)), len(rows) > PER_PAGE
        rows = rows[:PER_PAGE]
    if not rows:
        return Listed(rows, total)
    return Listed(
        rows,
        total,
        _text(rows[0]) if more_before else "",
        _text(rows[-1]) if more_after else "",
    )


def count_rows(kind: str, actor: Actor, asked: Asked) -> int:
    """How many rows a list has."""
    which = KINDS[kind]
    return _total(which, conditions(which, actor, asked))


def _total(which: Kind, rule: list[ColumnElement[bool]]) -> int:
    return db.session.scalar(select(func.count()).select_from(which.rows.where(*rule).subquery())) or 0


def each_row(kind: str, actor: Actor, asked: Asked) -> Iterator[Any]:
    """Every row in order, a chunk at a time."""
    which = KINDS[kind]
    rule = conditions(which, actor, asked)
    asked = replace(asked, after="", back=False)
    while True:
        rows = _page(which, rule, asked, CHUNK)
        yield from rows
        if len(rows) < CHUNK:
            return
        asked = replace(asked, after=_text(rows[-1]))


def award_rules(which: Kind, asked: Asked) -> list[ColumnElement[bool]]:
    """What is asked of one recognition of a row; all of it has to be true of the same one."""
    return [which.facets[name].holds(value) for name, value in asked.more if which.facets[name].of_award]


def conditions(which: Kind, actor: Actor, asked: Asked) -> list[ColumnElement[bool]]:
    """What makes a row one of the list."""
    rule = [in_scope(actor)]
    if asked.unit_id is not None:
        unit = AdministrativeUnit
        rule.append((unit.id == asked.unit_id) | (unit.successor_id == asked.unit_id))
    if asked.text:
        rule.append(which.finds(asked.text))
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


def _page(which: Kind, rule: list[ColumnElement[bool]], asked: Asked, limit: int) -> list[Any]:
    column, falls = _order(which, asked)
    down = falls != asked.back
    query: Select[Any] = which.rows.add_columns(column.label("order_key")).where(*rule)
    place = _place(which, asked)
    if place is not None:
        value, key = place
        ahead = column < value if down else column > value
        same = and_(column == value, which.key < key if down else which.key > key)
        query = query.where(column <= value if down else column >= value, or_(ahead, same))
    order = (column.desc(), which.key.desc()) if down else (column, which.key)
    return list(db.session.execute(query.order_by(*order).limit(limit)))


def _text(row: Any) -> str:
    """The place of a row in the order, for an address."""
    value = row.order_key
    plain = value.isoformat() if isinstance(value, date) else value
    return base64.urlsafe_b64encode(json.dumps([plain, row.id]).encode()).decode().rstrip("=")


def _place(which: Kind, asked: Asked) -> tuple[Any, int] | None:
    """The place that an address names; None where it names none that can be read."""
    if not 0 < len(asked.after) <= LONGEST_PLACE:
        return None
    column, _falls = _order(which, asked)
    try:
        text = base64.urlsafe_b64decode(asked.after + "=" * (-len(asked.after) % 4))
        plain, key = json.loads(text)
        if type(key) is not int or not 0 <= key <= LARGEST_KEY:
            return None
        return _typed(column.type, plain), key
    except (ValueError, TypeError, binascii.Error, OverflowError, RecursionError):
        return None


def _typed(kind: Any, plain: Any) -> Any:
    if not isinstance(plain, str):
        raise TypeError(plain)
    if isinstance(kind, UtcDateTime):
        moment = datetime.fromisoformat(plain)
        return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)
    if isinstance(kind, Date):
        return date.fromisoformat(plain)
    if "\0" in plain:
        raise ValueError(plain)
    plain.encode()  # a lone surrogate, which no name has and no database takes
    return plain
