"""The parts of certificates' numbers by which a look-up finds them, kept with each recognition."""

from collections.abc import Iterable, Iterator

from sqlalchemy import Connection, Table, bindparam, delete, insert, select

from catalog.models import Award, AwardNumberPart
from catalog.names import number_parts

CHUNK = 500
_PARTS: Table = AwardNumberPart.__table__  # type: ignore[assignment]
_DROP = delete(_PARTS).where(_PARTS.c.award_id == bindparam("of"), _PARTS.c.part == bindparam("text"))


def keep_parts(connection: Connection, awards: Iterable[int]) -> None:
    """Make the parts of these recognitions what their numbers say."""
    ordered = sorted(awards)
    for start in range(0, len(ordered), CHUNK):
        _keep(connection, ordered[start : start + CHUNK])


def _keep(connection: Connection, ids: list[int]) -> None:
    wanted, kept = _compared(connection, ids)
    if gone := sorted(kept - wanted):
        connection.execute(_DROP, [{"of": key, "text": part} for key, part in gone])
    if new := sorted(wanted - kept):
        connection.execute(insert(_PARTS), [{"award_id": key, "part": part} for key, part in new])


def find_wrong_parts(connection: Connection) -> Iterator[str]:
    """The numbers whose parts are not all kept, or of which others are kept."""
    last = 0
    while found := connection.execute(
        select(Award.id, Award.number).where(Award.id > last).order_by(Award.id).limit(CHUNK)
    ).all():
        numbers = {row.id: row.number or "" for row in found}
        wanted, kept = _compared(connection, list(numbers))
        yield from {numbers[key] for key, _part in wanted ^ kept}
        last = found[-1].id


def _compared(connection: Connection, ids: list[int]) -> tuple[set[tuple[int, str]], set[tuple[int, str]]]:
    """(recognition, part) as the numbers say and as they are kept."""
    rows = connection.execute(select(Award.id, Award.number).where(Award.id.in_(ids)))
    wanted = {(key, part) for key, number in rows for part in number_parts(number or "")}
    kept = connection.execute(select(_PARTS.c.award_id, _PARTS.c.part).where(_PARTS.c.award_id.in_(ids)))
    return wanted, {(key, part) for key, part in kept}
