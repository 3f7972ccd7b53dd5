"""Signals about scans as pages show them."""

from collections.abc import Iterable
from dataclasses import dataclass

from app.core.clock import VIETNAM, today
from app.web.i18n import N_, current_locale
from catalog.units.queries import list_units
from traceability.codes.code import grouped
from traceability.enums import CodeState
from traceability.models import CodeSignal
from traceability.scans.store import scan_store
from traceability.signals.plot import Plot, draw_scans
from traceability.signals.rules import SignalKind

SIGNAL_KINDS = {
    SignalKind.SPREAD: N_("Opened in many provinces within a week"),
    SignalKind.SPEED: N_("Opened in two provinces within an hour, more than once"),
    SignalKind.AFTER_SOLD: N_("Opened by many people on many days after the sale"),
    SignalKind.UNUSED: N_("Opened although it is not in use, while others of its run are"),
}
PUBLIC_TEXTS = {
    SignalKind.SPREAD: N_("This code was opened in several provinces within a week."),
    SignalKind.SPEED: N_("This code was opened in provinces far apart within a short time."),
    SignalKind.AFTER_SOLD: N_("This code was opened by many people long after the item was sold."),
    SignalKind.UNUSED: N_("This code was opened before the maker put it into use."),
}


@dataclass(frozen=True, slots=True)
class SignalView:
    signal: CodeSignal
    title: str
    code: str
    plot: Plot


def signal_views(signals: Iterable[CodeSignal]) -> list[SignalView]:
    """Each with the drawing of its code's scans of the last 31 days."""
    names = province_names()
    return [_view(signal, names) for signal in signals]


def province_names() -> dict[str, str]:
    """Unit code -> name, in the page's language and Vietnamese order."""
    english = current_locale() == "en"
    return {unit.code: unit.name_en if english else unit.name_vi for unit in list_units()}


def _view(signal: CodeSignal, names: dict[str, str]) -> SignalView:
    code = signal.code
    scans = [
        (row.hour.astimezone(VIETNAM).date(), names.get(row.unit_code, ""))
        for row in scan_store().list_scans_of(code.code)
    ]
    sold = code.changed_at if code.state == CodeState.SOLD else None
    plot = draw_scans(scans, today(), sold.astimezone(VIETNAM).date() if sold else None)
    return SignalView(signal, SIGNAL_KINDS[SignalKind(signal.kind)], grouped(code.code), plot)
