"""The mail that tells a juror what was typed in from their sheet on paper."""

from app.accounts.models import User
from app.core.clock import VIETNAM
from app.core.db import db
from app.web.i18n import translate as _
from voting.models import RoundCheckpoint, ScoreSheetRevision, SelectionRound
from voting.notices import send


def paper_received(
    user_id: int, round_: SelectionRound, code: str, revision: ScoreSheetRevision, note: RoundCheckpoint
) -> None:
    """Give the juror receipt and checkpoint, and the way to object. No score: mails are read by others."""
    user = db.session.get(User, user_id)
    if user is None:
        return
    at = revision.saved_at.astimezone(VIETNAM).strftime("%d/%m/%Y %H:%M:%S")
    text = _(
        "Your score sheet on paper for entry %(code)s was typed in and received at %(at)s.\nReceipt: %(receipt)s\n\n"
        "Check it on your page of the round. If it is not what you wrote, tell the chair before scoring is closed.",
        user.locale, code=code, at=at, receipt=revision.receipt,
    )  # fmt: skip
    title = _("Receipt for entry %(code)s", user.locale, code=code)
    send(user, title, f"{text}\n\n{note.note}\n{round_.title_vi}")
