"""What a recall, or a drill of one, has to answer: which lots, how much of them, with whom it is. Pure."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import Decimal

from traceability.genealogy.closure import Quantity, in_base_unit

Amounts = Mapping[str, Decimal]
"""Dimension (kg, l, or a counted unit) -> amount, as in `genealogy.in_base_unit`."""


@dataclass(frozen=True, slots=True)
class Delivery:
    """Goods of a lot that left the facility or came back. kind: ship, sell, destroy, take-back; key: whom, folded."""

    lot_id: int
    kind: str
    key: str
    party: str
    at: datetime
    quantity: Quantity | None


@dataclass(frozen=True, slots=True)
class ReachedLot:
    """A lot that the recall touches. steps: 0 for the lot itself; items: codes issued for single items."""

    id: int
    code: str
    name: str
    is_input: bool
    quantity: Quantity | None
    items: int = 0


@dataclass(frozen=True, slots=True)
class Contact:
    phone: str = ""
    address: str = ""


@dataclass(frozen=True, slots=True)
class Recipient:
    """One that has goods of these lots. sent, back: by dimension; unstated: deliveries without an amount."""

    key: str
    name: str
    lots: tuple[str, ...]
    first_at: datetime
    last_at: datetime
    sent: Amounts
    back: Amounts
    unstated: int
    contact: Contact = field(default_factory=Contact)
    reached_at: datetime | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Total:
    """One dimension over the lots reached: what there was, where it is by the diary. used: for further lots."""

    dimension: str
    made: Decimal
    used: Decimal
    sent: Decimal
    back: Decimal
    destroyed: Decimal

    @property
    def left(self) -> Decimal:
        return self.made - self.used - self.sent - self.destroyed + self.back


@dataclass(frozen=True, slots=True)
class Report:
    """retail: goods sold without a name, whom only the public notice reaches; by dimension."""

    lots: tuple[ReachedLot, ...]
    recipients: tuple[Recipient, ...]
    retail: Amounts
    totals: tuple[Total, ...]

    @property
    def items(self) -> int:
        return sum(lot.items for lot in self.lots)

    @property
    def reached(self) -> int:
        return sum(one.reached_at is not None for one in self.recipients)


def report_of(
    lots: Iterable[ReachedLot],
    deliveries: Iterable[Delivery],
    uses: Iterable[Quantity],
    contacts: Mapping[str, Contact],
    answers: Mapping[str, tuple[datetime, str]],
) -> Report:
    """uses: what of these lots went into further lots; answers: key of a recipient -> when it was reached, its word."""
    reached = tuple(lots)
    moved = sorted(deliveries, key=lambda one: (one.at, one.lot_id))
    by_key: dict[str, list[Delivery]] = defaultdict(list)
    for one in moved:
        if one.key and one.kind != "destroy":
            by_key[one.key].append(one)
    codes = {lot.id: lot.code for lot in reached}
    recipients = [
        _recipient(key, own, codes, contacts.get(key, Contact()), answers.get(key))
        for key, own in by_key.items()
    ]
    return Report(
        lots=reached,
        recipients=tuple(sorted(recipients, key=lambda one: (one.key, one.name))),
        retail=_sums(one.quantity for one in moved if not one.key and one.kind in {"ship", "sell"}),
        totals=_totals(reached, moved, uses),
    )


def time_taken(started_at: datetime, finished_at: datetime | None, now: datetime) -> timedelta:
    """From the start to the end, or until now while it goes on; whole seconds."""
    return timedelta(seconds=int(((finished_at or now) - started_at).total_seconds()))


def _recipient(
    key: str,
    own: list[Delivery],
    codes: Mapping[int, str],
    contact: Contact,
    answer: tuple[datetime, str] | None,
) -> Recipient:
    sent = [one for one in own if one.kind != "take-back"]
    return Recipient(
        key=key,
        name=own[-1].party,
        lots=tuple(dict.fromkeys(codes[one.lot_id] for one in own)),
        first_at=own[0].at,
        last_at=own[-1].at,
        sent=_sums(one.quantity for one in sent),
        back=_sums(one.quantity for one in own if one.kind == "take-back"),
        unstated=sum(one.quantity is None for one in sent),
        contact=contact,
        reached_at=answer[0] if answer else None,
        note=answer[1] if answer else "",
    )


def _sums(quantities: Iterable[Quantity | None]) -> dict[str, Decimal]:
    sums: dict[str, Decimal] = defaultdict(Decimal)
    for quantity in quantities:
        if quantity is not None:
            dimension, amount = in_base_unit(quantity)
            sums[dimension] += amount
    return dict(sorted(sums.items()))


def _totals(
    lots: Iterable[ReachedLot], deliveries: Iterable[Delivery], uses: Iterable[Quantity]
) -> tuple[Total, ...]:
    moved: dict[str, list[Quantity | None]] = defaultdict(list)
    for one in deliveries:
        moved[one.kind].append(one.quantity)
    parts = (
        _sums(lot.quantity for lot in lots),
        _sums(uses),
        _sums([*moved["ship"], *moved["sell"]]),
        _sums(moved["take-back"]),
        _sums(moved["destroy"]),
    )
    names = sorted({name for part in parts for name in part})
    return tuple(Total(name, *(part.get(name, Decimal(0)) for part in parts)) for name in names)
