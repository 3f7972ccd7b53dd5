"""Mails of origin: plain text in the reader's language, in the outbox with the act they tell of."""

from collections.abc import Iterable

from sqlalchemy import select

from app.accounts.models import Membership, User
from app.core.actor import Role
from app.core.db import db
from app.core.mail import post_mail
from app.web.i18n import translate as _
from traceability.enums import RecallKind
from traceability.models import Lot, Recall


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
