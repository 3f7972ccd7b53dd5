"""Mails of the selection: plain text in the reader's language, put into the outbox with the act they tell of."""

from collections.abc import Callable, Iterable

from sqlalchemy import select

from app.accounts.models import User
from app.accounts.queries import list_facility_members
from app.core.actor import Actor
from app.core.clock import VIETNAM
from app.core.db import db
from app.core.mail import post_mail
from app.web.i18n import N_
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
    for user in list_facility_members(nomination.facility_id):
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
    words = N_(
        "Your score sheet for entry %(code)s was received at %(at)s.\nReceipt: %(receipt)s\n\n"
        "Keep this checkpoint: with it anyone can prove later that the log was not changed."
    )
    _send_receipt(actor.user_id, words, round_, code, revision, note)


def paper_received(
    user_id: int, round_: SelectionRound, code: str, revision: ScoreSheetRevision, note: RoundCheckpoint
) -> None:
    """Give the juror receipt and checkpoint of a sheet on paper, and the way to object. No score: mails are read by
    others.
    """
    words = N_(
        "Your score sheet on paper for entry %(code)s was typed in and received at %(at)s.\nReceipt: %(receipt)s\n\n"
        "Check it on your page of the round. If it is not what you wrote, tell the chair before scoring is closed."
    )
    _send_receipt(user_id, words, round_, code, revision, note)


def _send_receipt(
    user_id: int | None, words: str, round_: SelectionRound, code: str, revision: ScoreSheetRevision,
    note: RoundCheckpoint,
) -> None:  # fmt: skip
    user = db.session.get(User, user_id)
    if user is None:
        return
    at = revision.saved_at.astimezone(VIETNAM).strftime("%d/%m/%Y %H:%M:%S")
    text = _(words, user.locale, code=code, at=at, receipt=revision.receipt)
    title = _("Receipt for entry %(code)s", user.locale, code=code)
    send(user, title, f"{text}\n\n{note.note}\n{round_.title_vi}")


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
    people = {user.id: user for each in sorted(facilities) for user in list_facility_members(each)}
    for user in people.values():
        send(user, *text(user, round_))


def send(user: User, subject: str, body: str) -> None:
    post_mail(user.email, subject, body, locale=user.locale)


def council_people(round_: SelectionRound, *roles: str) -> Iterable[User]:
    query = (
        select(User)
        .join(CouncilMember, CouncilMember.user_id == User.id)
        .where(CouncilMember.round_id == round_.id, CouncilMember.role.in_(roles))
    )
    return db.session.scalars(query).all()
