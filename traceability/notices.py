"""Mails of origin: plain text in the reader's language, in the outbox with the act they tell of."""

from collections.abc import Iterable, Mapping, Sequence

from sqlalchemy import select

from app.accounts.models import Membership, User
from app.core.actor import Role
from app.core.db import db
from app.core.mail import post_mail
from app.web.i18n import translate as _
from traceability.enums import RecallKind
from traceability.models import Lot, Recall

MOST_NAMED = 20
"""Lots that a mail names one by one."""


def recalled_by_officer(lot: Lot, recall: Recall) -> None:
    """Tell the facility that an officer holds or recalls one of its lots, and why."""
    for user in _members(lot.facility_id):
        subject = (
            _("A lot of yours is held", user.locale)
            if recall.kind == RecallKind.HOLD
            else _("A lot of yours is recalled", user.locale)
        )
        body = _(
            "An officer marked lot %(lot)s of “%(product)s”: %(reason)s\n\n"
            "The page of the lot and of everything made from it says so from now on.",
            user.locale,
            lot=lot.code,
            product=lot.snapshot["name_vi"],
            reason=recall.reason_vi,
        )
        post_mail(user.email, subject, body, locale=user.locale)


def supply_recalled(recall: Recall, receivers: Mapping[int, Sequence[Lot]]) -> None:
    """Tell facilities that a lot they received is held or recalled, and which of their lots it reaches."""
    for facility_id, lots in receivers.items():
        for user in _members(facility_id):
            subject = (
                _("A lot you received is held", user.locale)
                if recall.kind == RecallKind.HOLD
                else _("A lot you received is recalled", user.locale)
            )
            body = _(
                "Lot %(lot)s of “%(product)s” by %(maker)s: %(reason)s\n\n"
                "You noted it as raw material. It reaches these lots of yours: %(own)s.\n"
                "Their pages say so from now on, and their labels cannot be printed until it is lifted.",
                user.locale,
                own=_named(lots),
                reason=recall.reason_vi,
                **_supply(recall.lot),
            )
            post_mail(user.email, subject, body, locale=user.locale)


def supply_lifted(recall: Recall, receivers: Mapping[int, Sequence[Lot]]) -> None:
    """Tell the same facilities that it is lifted."""
    for facility_id, lots in receivers.items():
        for user in _members(facility_id):
            subject = _("A hold or recall of a lot you received is lifted", user.locale)
            body = _(
                "Lot %(lot)s of “%(product)s” by %(maker)s: %(reason)s\n\nYour lots: %(own)s.",
                user.locale,
                own=_named(lots),
                reason=recall.undone_reason,
                **_supply(recall.lot),
            )
            post_mail(user.email, subject, body, locale=user.locale)


def _supply(lot: Lot) -> dict[str, str]:
    snapshot = lot.snapshot
    return {"lot": lot.code, "product": snapshot["name_vi"], "maker": snapshot["facility"]["name"]}


def _named(lots: Sequence[Lot]) -> str:
    """The codes of the first lots, and that there are more."""
    codes = ", ".join(lot.code for lot in lots[:MOST_NAMED])
    return f"{codes}, … ({len(lots)})" if len(lots) > MOST_NAMED else codes


def _members(facility_id: int) -> Iterable[User]:
    query = (
        select(User)
        .join(Membership, Membership.user_id == User.id)
        .where(
            Membership.facility_id == facility_id,
            Membership.role == Role.FACILITY,
            User.disabled_at.is_(None),
        )
    )
    return db.session.scalars(query).all()
