"""What the law requires on a lot's page, with what is missing and where it can be filled in."""

from dataclasses import dataclass

from app.web.i18n import N_, local_url, translate
from traceability.models import Lot
from traceability.passport.completeness import Item, circular_items, decree_items
from traceability.passport.queries import lot_facts
from traceability.terms import CIRCULAR_ITEMS, DECREE_ITEMS

CIRCULAR = N_("Circular 02/2024/TT-BKHCN")
DECREE = N_("Decree 37/2026/NĐ-CP, article 32")
_IN_DIARY = frozenset({"steps", "trace"})
_OF_LOT = frozenset({"time", "dates"})
_OF_FACILITY = frozenset({"maker", "address", "organisation", "origin"})
_OF_PAPERS = frozenset({"certificates"})


@dataclass(frozen=True, slots=True)
class Line:
    """href, where: the place in which a lacking item can be filled in; empty where nothing can be done."""

    code: str
    text: str
    met: bool
    optional: bool
    href: str = ""
    where: str = ""


@dataclass(frozen=True, slots=True)
class Section:
    """One law: its items in its order."""

    title: str
    lines: tuple[Line, ...]

    @property
    def met(self) -> int:
        return sum(line.met for line in self.lines)

    @property
    def lacking(self) -> tuple[Line, ...]:
        """Required items that are missing."""
        return tuple(line for line in self.lines if not line.met and not line.optional)


def completeness_of(lot: Lot, *, may_manage: bool) -> tuple[Section, Section]:
    """The ten items of the circular, the eight of the decree. may_manage: with the ways to fill in."""
    facts = lot_facts(lot)
    return (
        Section(
            translate(CIRCULAR), _lines(lot, circular_items(facts), CIRCULAR_ITEMS, may_manage=may_manage)
        ),
        Section(translate(DECREE), _lines(lot, decree_items(facts), DECREE_ITEMS, may_manage=may_manage)),
    )


def _lines(lot: Lot, items: tuple[Item, ...], texts: dict[str, str], *, may_manage: bool) -> tuple[Line, ...]:
    return tuple(
        Line(
            item.code,
            translate(texts[item.code]),
            item.met,
            item.optional,
            *(("", "") if item.met or not may_manage else _way(lot, item.code)),
        )
        for item in items
    )


def _way(lot: Lot, code: str) -> tuple[str, str]:
    """(address, name) of the page on which an item is filled in."""
    if code in _IN_DIARY:
        return local_url("traceability.diary", lot_id=lot.id, kind="make"), translate("Add it to the diary")
    if code in _OF_LOT:
        return local_url("traceability.edit", lot_id=lot.id), translate("Change the data of the lot")
    if code in _OF_FACILITY:
        return local_url("catalog.workspace"), translate("Complete the facility")
    if code in _OF_PAPERS:
        return local_url("catalog.papers"), translate("Add a paper")
    if code == "other" or lot.product_id is None:
        return "", ""
    return local_url("catalog.product", product_id=lot.product_id), translate("Complete the product")
