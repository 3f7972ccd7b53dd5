"""Mails of origin: plain text in the reader's language, in the outbox with the act that they report."""

from collections.abc import Iterator, Mapping, Sequence

from app.accounts.models import User
from app.accounts.notifications.kinds import Kind
from app.accounts.notifications.services import notify
from app.accounts.queries import list_facility_members
from app.web.i18n import N_
from app.web.i18n import translate as _
from traceability.enums import RecallKind
from traceability.models import Lot, Recall

Receivers = Mapping[int, Sequence[Lot]]
"""Facility -> its lots affected by a supplier's lot."""
MOST_NAMED = 20
"""Lots that a mail names one by one."""
OWN = {
    RecallKind.HOLD: N_("A lot of yours is held"),
    RecallKind.RECALL: N_("A lot of yours is recalled"),
}
RECEIVED = {
    RecallKind.HOLD: N_("A lot you received is held"),
    RecallKind.RECALL: N_("A lot you received is recalled"),
}


def recalled_by_officer(lot: Lot, recall: Recall) -> None:
    """Tell the facility that an officer holds or recalls one of its lots, and why."""
    for user in list_facility_members(lot.facility_id):
        body = _(
            "An officer marked lot %(lot)s of “%(product)s”: %(reason)s\n\n"
            "The page of the lot and of everything made from it says so from now on.",
            user.locale,
            lot=lot.code,
            product=lot.snapshot["name_vi"],
            reason=recall.reason_vi,
        )
        _send(user, OWN[RecallKind(recall.kind)], body)


def supply_recalled(recall: Recall, receivers: Receivers) -> None:
    """Tell facilities that a lot they received is held or recalled, and which of their lots it reaches."""
    for user, own in _told(receivers):
        body = _(
            "Lot %(lot)s of “%(product)s” by %(maker)s: %(reason)s\n\n"
            "You noted it as raw material. It reaches these lots of yours: %(own)s.\n"
            "Their pages say so from now on, and their labels cannot be printed until it is lifted.",
            user.locale,
            own=own,
            reason=recall.reason_vi,
            **_supply(recall.lot),
        )
        _send(user, RECEIVED[RecallKind(recall.kind)], body)


def supply_lifted(recall: Recall, receivers: Receivers) -> None:
    """Tell the same facilities that it has ended."""
    for user, own in _told(receivers):
        body = _(
            "Lot %(lot)s of “%(product)s” by %(maker)s: %(reason)s\n\nYour lots: %(own)s.",
            user.locale,
            own=own,
            reason=recall.undone_reason,
            **_supply(recall.lot),
        )
        _send(user, N_("A hold or recall of a lot you received has ended"), body)


def _supply(lot: Lot) -> dict[str, str]:
    snapshot = lot.snapshot
    return {"lot": lot.code, "product": snapshot["name_vi"], "maker": snapshot["facility"]["name"]}


def _named(lots: Sequence[Lot]) -> str:
    """The codes of the first lots, and that there are more."""
    codes = ", ".join(lot.code for lot in lots[:MOST_NAMED])
    return f"{codes}, … ({len(lots)})" if len(lots) > MOST_NAMED else codes


def _told(receivers: Receivers) -> Iterator[tuple[User, str]]:
    """Every member of the facilities, with the lots to name to them."""
    for facility_id, lots in receivers.items():
        for user in list_facility_members(facility_id):
            yield user, _named(lots)


def _send(user: User, subject: str, body: str) -> None:
    notify(user, Kind.ORIGIN, _(subject, user.locale), body)
