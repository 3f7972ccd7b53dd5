"""The family of a lot as a page shows it: the picture, and the same as tables."""

from collections import defaultdict
from collections.abc import Callable, Collection
from dataclasses import dataclass
from decimal import Decimal

from markupsafe import Markup

from app.web.filters import number_text
from app.web.i18n import current_locale, translate, translate_plural
from traceability.genealogy.balances.rules import Balance, BalanceState
from traceability.genealogy.graph.state_names import BALANCE_STATES
from traceability.genealogy.graph.svg import Arc, Box, draw_family
from traceability.genealogy.queries import Family, Use
from traceability.models import Lot
from traceability.terms import quantity_text, unit_text

_BASE_UNITS = {"l": "lít"}


@dataclass(frozen=True, slots=True)
class FamilyView:
    """picture: SVG, empty where there is nothing to draw. rows, balance: of the tables. hidden: lots not shown."""

    picture: Markup
    rows: list[dict[str, object]]
    balance: list[dict[str, object]]
    doubts: list[str]
    hidden: int


def family_view(
    family: Family, lot: Lot, *, recalled: Collection[int], href: Callable[[Lot], str]
) -> FamilyView:
    """href: the address of a lot's page, empty where there is none for the reader."""
    lots = family.lots()
    joined = _joined(family.uses)
    rows: list[dict[str, object]] = [
        {"source": lots[source], "target": lots[target], "amount": text or translate("Not given"),
         "source_href": href(lots[source]), "target_href": href(lots[target])}
        for (source, target), text in joined.items()
    ]  # fmt: skip
    boxes = [_box(line.lot, lot, recalled, href) for line in family.lines]
    arcs = [Arc(str(source), str(target), text) for (source, target), text in joined.items()]
    return FamilyView(
        picture=_picture(boxes, arcs, lot) if rows else Markup(),
        rows=rows,
        balance=[_balance_row(item, lots[int(item.lot)]) for item in family.balance],
        doubts=_doubts(family, lots),
        hidden=family.total - len(family.lines),
    )


def amount_text(amount: Decimal, unit: str) -> str:
    """An amount in a unit as people write it or in a base unit of `genealogy`."""
    written = _BASE_UNITS.get(unit, unit)
    return f"{number_text(format(amount.normalize(), 'f'))} {unit_text(written, amount)}"


def _joined(uses: list[Use]) -> dict[tuple[int, int], str]:
    """What went from lot to lot, however often, in the units it was written in."""
    parts: dict[tuple[int, int], dict[str, Decimal | None]] = defaultdict(dict)
    for use in uses:
        sums = parts[use.source_id, use.target_id]
        if use.quantity is not None:
            sums[use.unit] = (sums.get(use.unit) or Decimal(0)) + use.quantity
    return {
        ends: " + ".join(quantity_text(amount, unit) for unit, amount in sums.items())
        for ends, sums in parts.items()
    }


def _box(row: Lot, asked: Lot, recalled: Collection[int], href: Callable[[Lot], str]) -> Box:
    is_bad = row.id in recalled
    if is_bad:
        sign = translate("Held or recalled")
    elif row.id == asked.id:
        sign = translate("This lot")
    elif row.facility_id != asked.facility_id:
        sign = translate("Another facility")
    else:
        sign = translate("Raw material") if row.product_id is None else ""
    kind = "self" if row.id == asked.id else "input" if row.product_id is None else "product"
    english = row.snapshot.get("name_en", "") if current_locale() == "en" else ""
    return Box(
        key=str(row.id),
        name=english or row.snapshot["name_vi"],
        code=row.code,
        kind=kind,
        sign=sign,
        is_bad=is_bad,
        href="" if row.id == asked.id else href(row),
        lang="vi" if current_locale() != "vi" and not english else "",
    )


def _picture(boxes: list[Box], arcs: list[Arc], lot: Lot) -> Markup:
    title = translate("Where lot %(lot)s came from and went", lot=lot.code)
    description = translate_plural(
        "%(num)s lot, from top to bottom; the table below says the same.",
        "%(num)s lots, from top to bottom; the table below says the same.",
        len(boxes),
    )
    return Markup(draw_family(boxes, arcs, title=title, description=description))  # noqa: S704  # escaped there


def _balance_row(item: Balance, lot: Lot) -> dict[str, object]:
    known = item.made > 0
    return {
        "lot": lot,
        "made": amount_text(item.made, item.dimension) if known else translate("Not given"),
        "used": amount_text(item.used, item.dimension),
        "gone": amount_text(item.gone, item.dimension),
        "left": amount_text(item.left, item.dimension) if item.state != BalanceState.UNKNOWN else "—",
        "state": str(item.state),
        "state_text": translate(BALANCE_STATES[item.state]),
    }


def _doubts(family: Family, lots: dict[int, Lot]) -> list[str]:
    """What does not add up, each as a question to the facility."""
    found = [
        translate(
            "Lot %(lot)s: %(used)s went out of %(made)s.",
            lot=lots[int(b.lot)].code,
            used=amount_text(b.used + b.gone, b.dimension),
            made=amount_text(b.made, b.dimension),
        )
        for b in family.balance
        if b.state == BalanceState.OVERDRAWN
    ]
    found += [
        translate(
            "Lot %(lot)s: %(output)s were made from %(inputs)s. Is an input missing?",
            lot=lots[int(y.lot)].code,
            output=amount_text(y.output, y.dimension),
            inputs=amount_text(y.inputs, y.dimension),
        )
        for y in family.yields
        if y.more_out_than_in
    ]
    if family.loops:
        found.append(translate("A lot is made from itself, over some steps. Check the inputs."))
    return found
