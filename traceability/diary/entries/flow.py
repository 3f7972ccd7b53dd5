"""Doubtful flows of goods: goods of a recalled lot leave, more leaves than there was, no receiver is named.
Each is refused until the writer gives a reason, which is stored with the entry.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from app.core.errors import RuleBroken, check_together
from traceability.enums import EventKind
from traceability.genealogy.balances.quantities import quantity_of
from traceability.genealogy.balances.queries import LEAVES, PlannedFlow, balance_sheet
from traceability.genealogy.balances.rules import Balance, BalanceState
from traceability.models import Lot
from traceability.recalls.queries import list_recalled_lot_ids

HANDED_ON = frozenset({EventKind.SHIP, EventKind.SELL})
Use = tuple[Lot, Decimal | None, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class FlowEntry:
    """A quantity of a lot, or of its inputs, that is about to be recorded. uses: as stored."""

    lot: Lot
    kind: EventKind
    quantity: Decimal | None
    unit: str
    party: str
    uses: Sequence[Use] = ()


@dataclass(slots=True)
class FlowCheck:
    """Judges entries one after the other, each with those before it that are not written yet."""

    planned: PlannedFlow = field(default_factory=PlannedFlow)

    def judge(self, entry: FlowEntry, reason: str) -> None:
        """Raises RuleBroken lot_recalled_flow, inputs_recalled, receiver_missing, more_out_than_in with every
        doubt; a reason allows them all.
        """
        before = self.planned
        self.planned = _with(before, entry)
        if reason:
            return
        try:
            check_together(
                lambda: _recalled(entry),
                lambda: _receiver(entry),
                lambda: self._more_out(entry, before),
            )
        except RuleBroken:
            self.planned = before
            raise

    def _more_out(self, entry: FlowEntry, before: PlannedFlow) -> None:
        """Only what this entry makes worse: a lot that is already overdrawn raises nothing new."""
        moved = [entry.lot.id] if entry.kind in LEAVES else []
        lots = [*moved, *(lot.id for lot, _quantity, _unit in entry.uses)]
        if not lots:
            return
        was = {(b.lot, b.dimension): b for b in balance_sheet(lots, planned=before).balances}
        codes = {lot.id: lot.code for lot, _quantity, _unit in entry.uses} | {entry.lot.id: entry.lot.code}
        for balance in balance_sheet(lots, planned=self.planned).balances:
            if balance.state == BalanceState.OVERDRAWN and _is_worse(balance, was):
                raise RuleBroken(
                    "more_out_than_in", "quantity" if moved else "inputs", lot=codes[int(balance.lot)],
                    out=_text(balance.used + balance.gone), made=_text(balance.made), unit=balance.dimension,
                )  # fmt: skip


def _is_worse(balance: Balance, was: dict[tuple[str, str], Balance]) -> bool:
    earlier = was.get((balance.lot, balance.dimension))
    return earlier is None or balance.left < earlier.left


def _text(amount: Decimal) -> str:
    return format(amount.normalize() + 0, "f").replace(".", ",")


def _recalled(entry: FlowEntry) -> None:
    held = list_recalled_lot_ids([entry.lot.id, *(lot.id for lot, _quantity, _unit in entry.uses)])
    if entry.kind in HANDED_ON and entry.lot.id in held:
        raise RuleBroken("lot_recalled_flow", "confirmed")
    codes = [lot.code for lot, _quantity, _unit in entry.uses if lot.id in held]
    if codes:
        raise RuleBroken("inputs_recalled", "inputs", lots=", ".join(codes))


def _receiver(entry: FlowEntry) -> None:
    if entry.kind == EventKind.SHIP and not entry.party:
        raise RuleBroken("receiver_missing", "party")


def _with(planned: PlannedFlow, entry: FlowEntry) -> PlannedFlow:
    quantity = quantity_of(entry.quantity, entry.unit)
    uses = [(lot.id, entry.lot.id, quantity_of(amount, unit)) for lot, amount, unit in entry.uses]
    return PlannedFlow(
        entries=(*planned.entries, (entry.lot.id, entry.kind, quantity)), uses=(*planned.uses, *uses)
    )
