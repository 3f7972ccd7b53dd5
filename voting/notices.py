"""Mails of the selection: plain text in the reader's language, put into the outbox with the act they tell of."""

from collections.abc import Callable, Iterable

from sqlalchemy import select

from app.accounts.models import Membership, User
from app.core.actor import Actor, Role
from app.core.clock import VIETNAM
from app.core.db import db
from app.core.mail import post_mail
from app.web.i18n import translate as _
from voting.models import CouncilMember, Nomination, RoundCheckpoint, ScoreSheetRevision, SelectionRound
from voting.standing import RANKED


def dossier_submitted(nomination: Nomination) -> None:
    """Tell the secretary that a dossier waits."""
    for user in council_people(nomination.round, "secretary"):
        send(
            user,
            _("A dossier was handed in", user.locale),
            _("The dossier of “%(product)s” for %(round)s waits for your check.", user.locale,
              product=nomination.product.name_vi, round=nomination.round.title_vi),
        )  # fmt: skip


def dossier_answered(nomination: Nomination) -> None:
    """Tell the facility that its dossier was accepted, or why it came back."""
    for user in facility_people(nomination.facility_id):
        if nomination.state == "accepted":
            text = _("Your dossier of “%(product)s” for %(round)s was accepted.", user.locale,
                     product=nomination.product.name_vi, round=nomination.round.title_vi)  # fmt: skip
        else:
            text = _("Your dossier of “%(product)s” came back: %(reason)s", user.locale,
                     product=nomination.product.name_vi, reason=nomination.return_reason)  # fmt: skip
        send(user, _("Your dossier", user.locale), text)


def sheet_received(
    actor: Actor, round_: SelectionRound, code: str, revision: ScoreSheetRevision, note: RoundCheckpoint
) -> None:
    """Give the juror the receipt and the signed checkpoint, outside the server's reach from now on."""
    user = db.session.get(User, actor.user_id)
    if user is None:
        return
    at = revision.saved_at.astimezone(VIETNAM).strftime("%d/%m/%Y %H:%M:%S")
    text = _(
        "Your score sheet for entry %(code)s was received at %(at)s.\nReceipt: %(receipt)s\n\n"
        "Keep this checkpoint: with it anyone can prove later that the log was not changed.",
        user.locale, code=code, at=at, receipt=revision.receipt,
    )  # fmt: skip
    send(
        user,
        _("Receipt for entry %(code)s", user.locale, code=code),
        f"{text}\n\n{note.note}\n{round_.title_vi}",
    )


def provisional_list(round_: SelectionRound) -> None:
    """Tell every entrant that the provisional list is public."""
    tell_entrants(round_, _provisional_text)


def results(round_: SelectionRound) -> None:
    """Tell every entrant that the decision is public."""
    tell_entrants(round_, _result_text)


def _provisional_text(user: User, round_: SelectionRound) -> tuple[str, str]:
    until = round_.complaints_until.strftime("%d/%m/%Y") if round_.complaints_until else ""
    return (
        _("Provisional list of %(round)s", user.locale, round=round_.title_vi),
        _("The provisional list of %(round)s is public. Complaints may be filed until %(until)s.", user.locale,
          round=round_.title_vi, until=until),
    )  # fmt: skip


def _result_text(user: User, round_: SelectionRound) -> tuple[str, str]:
    return (
        _("Result of %(round)s", user.locale, round=round_.title_vi),
        _(
            "The decision on %(round)s is public. You find the recognised products and their certificates "
            "on the page of the round.",
            user.locale, round=round_.title_vi,
        ),
    )  # fmt: skip


def tell_entrants(round_: SelectionRound, text: Callable[[User, SelectionRound], tuple[str, str]]) -> None:
    facilities = {n.facility_id for n in round_.nominations if n.state in RANKED or n.state == "submitted"}
    people = {user.id: user for facility_id in sorted(facilities) for user in facility_people(facility_id)}
    for user in people.values():
        send(user, *text(user, round_))


def send(user: User, subject: str, body: str) -> None:
    post_mail(user.email, subject, body, locale=user.locale)


def facility_people(facility_id: int) -> Iterable[User]:
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


def council_people(round_: SelectionRound, *roles: str) -> Iterable[User]:
    query = (
        select(User)
        .join(CouncilMember, CouncilMember.user_id == User.id)
        .where(CouncilMember.round_id == round_.id, CouncilMember.role.in_(roles))
    )
    return db.session.scalars(query).all()
