"""Mails of the selection: plain text in the reader's language, put into the outbox with the act that they
report. An entry's code stands in no subject: who scored which entry is between juror and council, and a subject is
read in the list of mails, on locked screens and in the logs of mail servers.
"""

from typing import Any

from sqlalchemy import bindparam, select

from app.accounts.models import User
from app.core.actor import Actor
from app.core.clock import VIETNAM
from app.core.database.base import db
from app.core.database.reading import Prepared, labelled, reading
from app.web.i18n import N_
from app.web.i18n import translate as _
from voting.models import Juror, ScoreSheetRevision, SelectionRound
from voting.rounds.mails import send
from voting.score_sheets.standing import Revision

_JUROR = Prepared(
    select(*labelled(User.__table__, "", "id", "email", "locale")).where(User.id == bindparam("user_id"))
)


def sheet_received(actor: Actor, round_: Any, code: str, revision: Revision, note: str) -> None:
    """Give the juror the receipt and the signed checkpoint, outside the server's reach from now on.

    round_: a row with the title of it.
    """
    words = N_(
        "Your score sheet for entry %(code)s was received at %(at)s.\nReceipt: %(receipt)s\n\n"
        "Keep this checkpoint: with it anyone can prove later that the log was not changed."
    )
    _send_receipt(actor.user_id, words, round_, code, revision, note)


def paper_received(
    user_id: int, round_: SelectionRound, code: str, revision: ScoreSheetRevision, note: str
) -> None:
    """Give the juror receipt and checkpoint of a sheet on paper, and the way to object. No score: mails are read by
    others.
    """
    words = N_(
        "Your score sheet on paper for entry %(code)s was typed in and received at %(at)s.\nReceipt: %(receipt)s\n\n"
        "Check it on your page of the round. If it is not what you wrote, tell the chair before scoring is closed."
    )
    _send_receipt(user_id, words, round_, code, revision, note)


def sheet_returned(round_: SelectionRound, juror: Juror, code: str, reason: str = "") -> None:
    """Tell a juror that a sheet waits for them again. reason: the chair's; empty for the rule on spread."""
    user = db.session.get_one(User, juror.user_id)
    why = (
        _("The chair returned it: %(reason)s", user.locale, reason=reason) if reason
        else _("It differs from the others by more than the rules allow.", user.locale)
    )  # fmt: skip
    until = ""
    if round_.scoring_until is not None:
        at = round_.scoring_until.astimezone(VIETNAM).strftime("%d/%m/%Y %H:%M")
        until = " " + _("Scoring ends at %(at)s.", user.locale, at=at)
    text = _(
        "Your score sheet for entry %(code)s in %(round)s was returned to you. Check it on your page of the round and "
        "submit it again; until then it is not counted. What you submitted before stays in the sealed log.",
        user.locale, code=code, round=round_.title_vi,
    )  # fmt: skip
    send(user, _("A score sheet was returned to you", user.locale), f"{text}{until}\n\n{why}")


def _send_receipt(
    user_id: int | None,
    words: str,
    round_: Any,
    code: str,
    revision: Revision | ScoreSheetRevision,
    note: str,
) -> None:
    with reading() as source:
        found = _JUROR.all(source, user_id=user_id)
    if not found:
        return
    user = found[0]
    at = revision.saved_at.astimezone(VIETNAM).strftime("%d/%m/%Y %H:%M:%S")
    text = _(words, user.locale, code=code, at=at, receipt=revision.receipt)
    title = _("Receipt for a score sheet", user.locale)
    send(user, title, f"{text}\n\n{note}\n{round_.title_vi}")
