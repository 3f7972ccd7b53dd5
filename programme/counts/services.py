"""Updating the kept numbers with each change of a fact, and recounting them."""

from collections.abc import Iterable, Iterator
from typing import Any

from sqlalchemy import Connection, delete, event, inspect, select, text
from sqlalchemy.orm import Session

from app.core.database.changes import lock_feed
from app.core.database.transaction import in_transaction, last_act
from catalog.models import AdministrativeUnit
from programme.counts.cells import Difference, cell_of
from programme.models import Count, Fact

CHUNK = 500
_ADD = text(
    "INSERT INTO programme_count (target_id, facet, value, evidence, number, facts) "
    "VALUES (:target, :facet, :value, :evidence, :number, :facts) "
    "ON CONFLICT (target_id, facet, value, evidence) DO UPDATE SET "
    "number = programme_count.number + excluded.number, facts = programme_count.facts + excluded.facts"
)
_KEEP = text("UPDATE programme_fact SET counted_as = :cell WHERE id = :key")
_COUNTED = ("target_id", "number", "day", "unit_id", "evidence", "withdrawn_at")
"""What of a fact its cell hangs on."""


class Changed:
    """The facts of one transaction whose numbers may have changed."""

    def __init__(self) -> None:
        self.facts: set[int] = set()

    def write(self, session: Session) -> None:
        """Count them under the lock of the feed: two transactions see each other's rows."""
        connection = session.connection()
        lock_feed(connection)
        _add(connection, _follow(connection, sorted(self.facts)))


def recount(connection: Connection) -> None:
    """Recount all numbers, a chunk of facts at a time."""
    connection.execute(delete(Count))
    connection.execute(text("UPDATE programme_fact SET counted_as = ''"))
    _add(connection, _follow(connection, list(connection.scalars(select(Fact.id).order_by(Fact.id)))))


def find_wrong_counts(connection: Connection) -> list[str]:
    """Kept numbers that differ from a count of the facts as they are now."""
    counted, codes = Difference(), _codes(connection)
    for row in connection.execute(_facts()):
        counted.add("", _cell(row, codes))
    wanted = {key: (number, facts) for key, number, facts in counted.rows()}
    query = select(Count.target_id, Count.facet, Count.value, Count.evidence, Count.number, Count.facts)
    kept = {
        (target, facet, value, evidence): (number, facts)
        for target, facet, value, evidence, number, facts in connection.execute(query)
    }
    none = (0, 0)
    wrong = [key for key in kept.keys() | wanted.keys() if kept.get(key, none) != wanted.get(key, none)]
    return [" ".join(map(str, key)) for key in sorted(wrong)]


def _follow(connection: Connection, ids: list[int]) -> Difference:
    """Bring the cells of facts up to date."""
    found, codes = Difference(), _codes(connection)
    for some in _chunks(ids):
        moved = []
        for row in connection.execute(_facts().where(Fact.id.in_(some))):
            after = _cell(row, codes)
            if after != row.counted_as:
                moved.append({"key": row.id, "cell": after})
                found.add(row.counted_as, after)
        if moved:
            connection.execute(_KEEP, moved)
    return found


def _facts() -> Any:
    return select(
        Fact.id, Fact.target_id, Fact.evidence, Fact.unit_id, Fact.day, Fact.number, Fact.withdrawn_at, Fact.counted_as,
    )  # fmt: skip


def _cell(row: Any, codes: dict[int, str]) -> str:
    if row.withdrawn_at is not None:
        return ""
    return cell_of(row.target_id, row.evidence, codes.get(row.unit_id, ""), row.day, row.number)


def _codes(connection: Connection) -> dict[int, str]:
    """Unit -> the code of what it is in today's list."""
    unit = AdministrativeUnit
    rows = {
        key: (code, successor)
        for key, code, successor in connection.execute(select(unit.id, unit.code, unit.successor_id))
    }
    found = {}
    for key in rows:
        last = key
        while (after := rows[last][1]) is not None:
            last = after
        found[key] = rows[last][0]
    return found


def _add(connection: Connection, found: Difference) -> None:
    rows = [
        {
            "target": key[0],
            "facet": key[1],
            "value": key[2],
            "evidence": key[3],
            "number": number,
            "facts": facts,
        }
        for key, number, facts in found.rows()
    ]
    if rows:
        connection.execute(_ADD, rows)


def _chunks(ids: list[int]) -> Iterator[list[int]]:
    for start in range(0, len(ids), CHUNK):
        yield ids[start : start + CHUNK]


@event.listens_for(Session, "after_flush")
def _note(session: Session, _context: object) -> None:
    """Note the facts that this flush changed; the numbers follow at the end of the transaction."""
    rows: Iterable[Any] = [
        *(row for row in session.new if isinstance(row, Fact)),
        *(row for row in session.dirty if isinstance(row, Fact) and _is_counted(row)),
    ]
    if not rows:
        return
    if not in_transaction():
        raise RuntimeError("a fact changed outside a transaction")
    last_act("programme counts", Changed).facts.update(row.id for row in rows)


def _is_counted(row: Fact) -> bool:
    attributes = inspect(row).attrs
    return any(attributes[name].history.has_changes() for name in _COUNTED)
