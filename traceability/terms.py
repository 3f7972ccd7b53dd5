"""The names of traceability's codes, as English message ids."""

from dataclasses import dataclass
from typing import Any

from app.web.filters import number_text
from app.web.i18n import N_, current_locale, translate
from traceability.enums import (
    ClaimState,
    CodeAct,
    CodeState,
    EventKind,
    LotState,
    RecallKind,
    RunKind,
    RunState,
)

CLAIM_STATES = {
    ClaimState.WAITING: N_("These words make claims. The public reads them once an officer accepts them."),
    ClaimState.ACCEPTED: N_("These words make claims. An officer has accepted them."),
    ClaimState.REFUSED: N_(
        "These words make claims. An officer has refused them: the public does not read them."
    ),
}
LOT_STATES = {LotState.OPEN: N_("Lot open"), LotState.CLOSED: N_("Lot closed")}


EVENT_KINDS = {
    EventKind.RECEIVE: N_("Received"),
    EventKind.MAKE: N_("Produced"),
    EventKind.DRY: N_("Dried"),
    EventKind.FERMENT: N_("Fermented or aged"),
    EventKind.CHECK: N_("Checked"),
    EventKind.FILL: N_("Filled and labelled"),
    EventKind.PACK: N_("Packed"),
    EventKind.SHIP: N_("Shipped"),
    EventKind.SELL: N_("Sold"),
    EventKind.TAKE_BACK: N_("Taken back"),
    EventKind.DESTROY: N_("Destroyed"),
    EventKind.CORRECT: N_("Corrected"),
}


EVENT_ACTS = {
    EventKind.RECEIVE: N_("Receive"),
    EventKind.MAKE: N_("Make from inputs"),
    EventKind.DRY: N_("Dry"),
    EventKind.FERMENT: N_("Ferment or age"),
    EventKind.CHECK: N_("Check"),
    EventKind.FILL: N_("Fill and label"),
    EventKind.PACK: N_("Pack"),
    EventKind.SHIP: N_("Ship"),
    EventKind.SELL: N_("Sell"),
    EventKind.TAKE_BACK: N_("Take back"),
    EventKind.DESTROY: N_("Destroy"),
}


EVENT_ICONS = {
    EventKind.RECEIVE: "download",
    EventKind.MAKE: "factory",
    EventKind.DRY: "refresh",
    EventKind.FERMENT: "clock",
    EventKind.CHECK: "check",
    EventKind.FILL: "tag",
    EventKind.PACK: "box",
    EventKind.SHIP: "truck",
    EventKind.SELL: "home",
    EventKind.TAKE_BACK: "undo",
    EventKind.DESTROY: "trash",
    EventKind.CORRECT: "edit",
}


READINGS = {
    "Temperature": N_("Temperature"),
    "RelativeHumidity": N_("Humidity"),
    "Moisture": N_("Moisture of the goods"),
    "Acidity": "pH",
    "Salinity": N_("Salt"),
    "Baume": N_("Baumé degree"),
    "Brix": N_("Brix degree"),
    "since": N_("Since"),
}


CODE_STATES = {
    CodeState.ISSUED: N_("Issued"),
    CodeState.ACTIVE: N_("In use"),
    CodeState.SOLD: N_("Sold"),
    CodeState.VOID: N_("Void"),
}


CODE_ACTS = {
    CodeAct.ACTIVATE: N_("Put into use"),
    CodeAct.SELL: N_("Mark as sold"),
    CodeAct.VOID: N_("Make void"),
}


RUN_KINDS = {
    RunKind.LOT: N_("One code for the whole lot"),
    RunKind.ITEM: N_("A code of its own for each item"),
}


RUN_STATES = {
    RunState.ASKED: N_("Waiting for approval"),
    RunState.REFUSED: N_("Not approved"),
    RunState.QUEUED: N_("Being drawn"),
    RunState.DONE: N_("Ready to print"),
}


RECALL_KINDS = {RecallKind.HOLD: N_("On hold"), RecallKind.RECALL: N_("Recall")}


SHEET_NAMES = {
    "a4-65": N_("A4, 65 labels of 38.1 × 21.2 mm (Tomy 145)"),
    "a4-40": N_("A4, 40 labels of 45.7 × 25.4 mm"),
    "a4-24": N_("A4, 24 labels of 63.5 × 33.9 mm"),
    "roll-50x30": N_("Roll, 50 × 30 mm"),
    "roll-40x30": N_("Roll, 40 × 30 mm"),
    "roll-60x40": N_("Roll, 60 × 40 mm"),
    "roll-100x50": N_("Roll, 100 × 50 mm"),
    "roll-2x50x30": N_("Roll, 2 in a row of 50 × 30 mm"),
    "roll-3x35x22": N_("Roll, 3 in a row of 35 × 22 mm"),
    "own": N_("Custom sheet, measured below"),
}


UNIT_NAMES = {
    "kg": N_("kg"),
    "g": N_("g"),
    "tấn": N_("tonne"),
    "lít": N_("litre"),
    "ml": N_("ml"),
    "m": N_("m"),
    "cái": N_("piece"),
    "chai": N_("bottle"),
    "hộp": N_("box"),
    "gói": N_("pack"),
    "túi": N_("bag"),
    "thùng": N_("carton"),
    "bộ": N_("set"),
}


UNIT_PLURALS = {
    "tấn": N_("tonnes"),
    "lít": N_("litres"),
    "cái": N_("pieces"),
    "chai": N_("bottles"),
    "hộp": N_("boxes"),
    "gói": N_("packs"),
    "túi": N_("bags"),
    "thùng": N_("cartons"),
    "bộ": N_("sets"),
}


REPORT_REASONS = {
    "other-product": N_("The goods are not what the page shows"),
    "damaged": N_("The label was damaged, moved or stuck over another"),
    "copied": N_("I saw the same code on several items"),
    "quality": N_("Something is wrong with the goods"),
    "other": N_("Something else"),
}


CIRCULAR_ITEMS = {
    "name": N_("Name of the product"),
    "picture": N_("Picture of the product"),
    "maker": N_("Name of the maker"),
    "address": N_("Address of the maker"),
    "steps": N_("Steps of production, each with place and time"),
    "time": N_("Time of production"),
    "code": N_("Trace code"),
    "mark": N_("Brand or trademark, serial number (where there is one)"),
    "shelf_life": N_("Shelf life (where there is one)"),
    "standard": N_("Standard or technical regulation applied"),
}


DECREE_ITEMS = {
    "name_gtin": N_("Name of the product, and its GTIN"),
    "organisation": N_("Name, address and identifier of the maker"),
    "origin": N_("Origin, or place of the last step"),
    "trace": N_("Traceability information"),
    "certificates": N_("Certificates of conformity or quality (where there are any)"),
    "dates": N_("Date of production and shelf life (where there is one)"),
    "warnings": N_("Safety warnings (where there are any)"),
    "other": N_("Further information that the authority asks for"),
}


def unit_text(unit: str, amount: Any) -> str:
    """The unit beside an amount, in the page's language."""
    name = UNIT_NAMES.get(unit, unit) if amount == 1 else UNIT_PLURALS.get(unit, UNIT_NAMES.get(unit, unit))
    return translate(name)


@dataclass(frozen=True, slots=True)
class Said:
    """A text and, where it is not in the page's language, its own."""

    text: str
    lang: str = ""


def said(vi: str, en: str = "") -> Said:
    """The text in the page's language, else the Vietnamese, marked."""
    if current_locale() == "vi":
        return Said(vi)
    return Said(en) if en else Said(vi, "vi" if vi else "")


def quantity_text(quantity: Any, unit: str) -> str:
    """`300 kg`, in the page's language; empty where nothing is stated."""
    return f"{number_text(quantity)} {unit_text(unit, quantity)}".strip() if quantity is not None else ""
