"""Updating the numbers with each change, and recounting them."""

from collections import Counter
from collections.abc import Iterator
from typing import Any

from sqlalchemy import Connection, Table, case, delete, event, exists, inspect, select, text, update
from sqlalchemy.orm import Session

from app.core.database.changes import lock_feed
from app.core.database.transaction import in_transaction, last_act
from app.core.text import sort_key
from catalog.enums import FacilityState, ProductState
from catalog.models import Award, AwardCorrection, Facility, Product, RecognitionCell, Tally
from catalog.names import number_key
from catalog.tallies import cells
from catalog.tallies.number_parts import find_wrong_parts, keep_parts

CHUNK = 500
Numbers = Counter[tuple[str, str]]
_ADD_CELL = text(
    'INSERT INTO recognition_cell (level, year, unit_id, "group", round_id, number) '
    "VALUES (:level, :year, :unit, :group, :round, :by) ON CONFLICT (unit_id, year, level, "
    '"group", round_id) DO UPDATE SET number = recognition_cell.number + excluded.number'
)
_ADD = text(
    "INSERT INTO tally (kind, value, number) VALUES (:kind, :value, :by) "
    "ON CONFLICT (kind, value) DO UPDATE SET number = tally.number + excluded.number"
)
_AWARD: Table = Award.__table__  # type: ignore[assignment]
_PRODUCT: Table = Product.__table__  # type: ignore[assignment]
_FACILITY: Table = Facility.__table__  # type: ignore[assignment]
_CELL_COLUMNS = (
    RecognitionCell.level, RecognitionCell.year, RecognitionCell.unit_id, RecognitionCell.group,
    RecognitionCell.round_id,
)  # fmt: skip
_FACILITY_CELL = case((Facility.state == FacilityState.VERIFIED, Facility.unit_id), else_=None)
_PRODUCT_IS_PUBLIC = (Product.state == ProductState.PUBLISHED) & (Facility.state == FacilityState.VERIFIED)


class Changed:
    """The facilities, products and recognitions of one transaction whose numbers may have changed."""

    def __init__(self) -> None:
        self.facilities: set[int] = set()
        self.products: set[int] = set()
        self.awards: set[int] = set()
        self.numbers: Numbers = Counter()

    def write(self, session: Session) -> None:
        """Count everything that changed, under the lock of the feed: two transactions see each other's rows."""
        connection = session.connection()
        lock_feed(connection)
        keep_parts(connection, self.awards)
        _count_facilities(connection, self)
        _count_products(connection, self)
        _count_awards(connection, self.awards, self.numbers)
        _add(connection, self.numbers)


def recount(connection: Connection) -> None:
    """Recount all numbers and part all certificates' numbers anew, a chunk of rows at a time."""
    changed = Changed()
    changed.facilities = set(connection.scalars(select(Facility.id)))
    connection.execute(delete(Tally))
    connection.execute(delete(RecognitionCell))
    for table in (_FACILITY, _PRODUCT, _AWARD):
        connection.execute(update(table).values(counted_as=""))
    _count_facilities(connection, changed)
    changed.products = set(connection.scalars(select(Product.id)))
    _count_products(connection, changed)
    changed.awards = set(connection.scalars(select(Award.id)))
    keep_parts(connection, changed.awards)
    _count_awards(connection, changed.awards, changed.numbers)
    _add(connection, changed.numbers)


def find_wrong_numbers(connection: Connection) -> list[tuple[str, str]]:
    """Numbers (kind, value) that differ from a count of the rows as they are now, and ("certificate", its number)
    where parts of it are not kept, or others.
    """
    counted: Numbers = Counter()
    for state, unit in connection.execute(select(Facility.state, Facility.unit_id)):
        counted.update(cells.facility_numbers(str(unit) if state == FacilityState.VERIFIED else ""))
    for product in connection.execute(_PRODUCT_FACTS):
        counted.update(cells.product_numbers(_product_cell(product)))
    for row in connection.execute(_facts()):
        counted.update(cells.award_numbers(cells.award_cell(_facts_of(row))))
    kept = {
        (kind, value): number
        for kind, value, number in connection.execute(select(Tally.kind, Tally.value, Tally.number))
    }
    kept |= {
        (cells.CELL, cells.BETWEEN.join(map(str, (*values, round_id or "")))): number
        for *values, round_id, number in connection.execute(select(*_CELL_COLUMNS, RecognitionCell.number))
    }
    wrong = {key for key in kept.keys() | counted.keys() if kept.get(key, 0) != counted.get(key, 0)}
    return sorted(wrong | {("certificate", number) for number in find_wrong_parts(connection)})


def _count_facilities(connection: Connection, changed: Changed) -> None:
    query = select(Facility.id, Facility.counted_as, _FACILITY_CELL)
    for ids in _chunks(changed.facilities):
        found = [
            (key, before, str(after or ""))
            for key, before, after in connection.execute(query.where(Facility.id.in_(ids)))
        ]
        _keep(connection, _FACILITY, found)
        for _key, before, after in found:
            changed.numbers.update(
                cells.difference(cells.facility_numbers(before), cells.facility_numbers(after))
            )
        changed.products.update(connection.scalars(select(Product.id).where(Product.facility_id.in_(ids))))


def _count_products(connection: Connection, changed: Changed) -> None:
    for ids in _chunks(changed.products):
        found = [
            (row.id, row.counted_as, _product_cell(row))
            for row in connection.execute(_PRODUCT_FACTS.where(Product.id.in_(ids)))
        ]
        _keep(connection, _PRODUCT, found)
        for _key, before, after in found:
            changed.numbers.update(
                cells.difference(cells.product_numbers(before), cells.product_numbers(after))
            )
        changed.awards.update(connection.scalars(select(Award.id).where(Award.product_id.in_(ids))))


_PRODUCT_FACTS = select(
    Product.id, Product.counted_as, _PRODUCT_IS_PUBLIC.label("is_public"), Product.group, Facility.unit_id
).join(Facility, Product.facility_id == Facility.id)


def _product_cell(row: Any) -> str:
    return cells.product_cell(row.group, row.unit_id) if row.is_public else ""


def _count_awards(connection: Connection, awards: set[int], numbers: Numbers) -> None:
    for ids in _chunks(awards):
        rows = []
        for row in connection.execute(_facts().where(Award.id.in_(ids))):
            facts = _facts_of(row)
            after = cells.award_cell(facts)
            if after != row.counted_as:
                shown = facts.in_results
                rows.append(
                    {
                        "key": row.id, "cell": after, "results": shown, "listed": facts.is_listed,
                        "unit": facts.unit_id if shown else None, "group": facts.group if shown else None,
                    }
                )  # fmt: skip
                numbers.update(
                    cells.difference(cells.award_numbers(row.counted_as), cells.award_numbers(after))
                )
        if rows:
            connection.execute(_KEEP_AWARD, rows)


def _facts() -> Any:
    return (
        select(
            Award.id, Award.counted_as, Award.level, Award.year, Facility.unit_id, Product.group, Award.round_id,
            Award.number, Award.valid_until, Award.revoked_on, Award.suspended_on,
            _PRODUCT_IS_PUBLIC.label("is_public"),
            exists().where(AwardCorrection.old_id == Award.id).label("is_corrected"),
        )
        .join(Product, Award.product_id == Product.id)
        .join(Facility, Product.facility_id == Facility.id)
    )  # fmt: skip


def _facts_of(row: Any) -> cells.AwardFacts:
    return cells.AwardFacts(
        level=row.level, year=row.year, unit_id=row.unit_id, group=row.group, round_id=row.round_id, number=row.number,
        valid_until=row.valid_until, is_public=bool(row.is_public), is_corrected=bool(row.is_corrected),
        is_ended=row.revoked_on is not None or row.suspended_on is not None,
    )  # fmt: skip


_KEEP_AWARD = text(
    "UPDATE award SET counted_as = :cell, in_results = :results, is_listed = :listed, "
    "shown_unit_id = :unit, shown_group = :group WHERE id = :key"
)


def _keep(connection: Connection, table: Table, rows: list[Any]) -> None:
    changed = [{"key": key, "cell": after} for key, before, after in rows if before != after]
    if changed:
        connection.execute(text(f"UPDATE {table.name} SET counted_as = :cell WHERE id = :key"), changed)  # noqa: S608  # a table's name


def _add(connection: Connection, numbers: Numbers) -> None:
    rows = [
        {"kind": kind, "value": value, "by": by}
        for (kind, value), by in sorted(numbers.items())
        if by and kind != cells.CELL
    ]
    if rows:
        connection.execute(_ADD, rows)
    whole = [
        cells.cell_columns(value) | {"by": by}
        for (kind, value), by in sorted(numbers.items())
        if by and kind == cells.CELL
    ]
    if whole:
        connection.execute(_ADD_CELL, whole)


def _chunks(ids: set[int]) -> Iterator[list[int]]:
    ordered = sorted(ids)
    for start in range(0, len(ordered), CHUNK):
        yield ordered[start : start + CHUNK]


_COUNTED: dict[type, tuple[str, ...]] = {
    Facility: ("state", "unit_id"),
    Product: ("state", "group", "facility_id"),
    Award: ("level", "year", "product_id", "round_id", "number", "valid_until", "revoked_on", "suspended_on"),
}
"""The facts that a number hangs on, by table."""


@event.listens_for(Session, "before_flush")
def _prepare(session: Session, _context: object, _instances: object) -> None:
    for row in session.new:
        if isinstance(row, Award):
            row.number_key = number_key(row.number or "")
            row.sort_key = sort_key(row.product_name)


@event.listens_for(Session, "after_flush")
def _note(session: Session, _context: object) -> None:
    """Note what this flush changed; the numbers follow at the end of the transaction."""
    rows = [row for row in session.new if isinstance(row, AwardCorrection | Facility | Product | Award)]
    rows += [row for row in session.dirty if _is_counted(row)]
    if not rows:
        return
    if not in_transaction():
        raise RuntimeError("a counted fact changed outside a transaction")
    changed = last_act("tallies", Changed)
    for row in rows:
        if isinstance(row, Facility):
            changed.facilities.add(row.id)
        elif isinstance(row, Product):
            changed.products.add(row.id)
        elif isinstance(row, Award):
            changed.awards.add(row.id)
        else:
            changed.awards.add(row.old_id)


def _is_counted(row: object) -> bool:
    attributes = inspect(row).attrs
    return any(attributes[name].history.has_changes() for name in _COUNTED.get(type(row), ()))
