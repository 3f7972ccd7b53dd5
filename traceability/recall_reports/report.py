"""The questions of a recall or drill: which lots, how much of them, who has it. Pure."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import Decimal

from traceability.genealogy.balances.quantities import Quantity, sums_by_dimension
from traceability.genealogy.balances.rules import Balance, BalanceState

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
    """A lot affected by the recall. steps: 0 for the lot itself; items: codes issued for single items."""

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
    """A recipient of goods of these lots. sent, back: by dimension; unstated: deliveries without an amount."""

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
    """One dimension over the lots reached: what there was, where it is by the diary. used: for further lots. left: None
    where it cannot be told; overdrawn: lots of which more went out than there was.
    """

    dimension: str
    made: Decimal
    used: Decimal
    shipped: Decimal
    sold: Decimal
    back: Decimal
    destroyed: Decimal
    left: Decimal | None
    overdrawn: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Report:
    """retail: goods sold without a name, whom only the public notice reaches; unnamed: shipped without a receiver; by
    dimension.
    """

    lots: tuple[ReachedLot, ...]
    recipients: tuple[Recipient, ...]
    retail: Amounts
    unnamed: Amounts
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
    balance: Iterable[Balance],
    contacts: Mapping[str, Contact],
    answers: Mapping[str, tuple[datetime, str]],
) -> Report:
    """balance: of every lot reached and each of its dimensions; answers: key of a recipient -> when it was
    reached, its word.
    """
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
        retail=sums_by_dimension(one.quantity for one in moved if not one.key and one.kind == "sell"),
        unnamed=sums_by_dimension(one.quantity for one in moved if not one.key and one.kind == "ship"),
        totals=_totals(codes, moved, balance),
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
        sent=sums_by_dimension(one.quantity for one in sent),
        back=sums_by_dimension(one.quantity for one in own if one.kind == "take-back"),
        unstated=sum(one.quantity is None for one in sent),
        contact=contact,
        reached_at=answer[0] if answer else None,
        note=answer[1] if answer else "",
    )


def _totals(
    codes: Mapping[int, str], deliveries: Iterable[Delivery], balance: Iterable[Balance]
) -> tuple[Total, ...]:
    moved: dict[str, list[Quantity | None]] = defaultdict(list)
    for one in deliveries:
        moved[one.kind].append(one.quantity)
    acts = {kind: sums_by_dimension(moved[kind]) for kind in ("ship", "sell", "take-back", "destroy")}
    by_dimension: dict[str, list[Balance]] = defaultdict(list)
    for each in balance:
        by_dimension[each.dimension].append(each)
    return tuple(_total(name, by_dimension[name], acts, codes) for name in sorted(by_dimension))


def _total(name: str, parts: list[Balance], acts: Mapping[str, Amounts], codes: Mapping[int, str]) -> Total:
    nothing = Decimal(0)
    told = all(part.state != BalanceState.UNKNOWN for part in parts)
    return Total(
        dimension=name,
        made=sum((part.made for part in parts), nothing),
        used=sum((part.used for part in parts), nothing),
        shipped=acts["ship"].get(name, nothing),
        sold=acts["sell"].get(name, nothing),
        back=acts["take-back"].get(name, nothing),
        destroyed=acts["destroy"].get(name, nothing),
        left=sum((part.left for part in parts), nothing) if told else None,
        overdrawn=tuple(codes[int(p.lot)] for p in parts if p.state == BalanceState.OVERDRAWN),
    )
