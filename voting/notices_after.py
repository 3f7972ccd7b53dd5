"""Mails of what follows the count, and of conflicts that wait for the chair."""

from sqlalchemy import select

from app.accounts.models import User
from app.accounts.queries import list_facility_members
from app.core.db import db
from app.web.i18n import translate as _
from app.web.i18n import translate_plural
from voting.models import Juror, JuryPanel, Nomination, SelectionRound
from voting.models_after import Complaint, Promotion
from voting.notices import council_people, send, tell_entrants


def conflicts_wait(round_: SelectionRound, count: int) -> None:
    """Tell the chair that a rule found conflicts; not which, a mail is read on many screens."""
    for user in council_people(round_, "chair"):
        send(
            user,
            _("Conflicts of interest to decide", user.locale),
            translate_plural(
                "A rule found one possible conflict of interest in %(round)s. Decide on the page of the round.",
                "A rule found %(num)s possible conflicts of interest in %(round)s. Decide on the page of the round.",
                count, user.locale, round=round_.title_vi,
            ),
        )  # fmt: skip


def reopened(round_: SelectionRound, reason: str) -> None:
    """Tell every juror that scoring is open again; entries and scores stay out of mails."""
    query = (
        select(User)
        .join(Juror, Juror.user_id == User.id)
        .join(JuryPanel, JuryPanel.id == Juror.panel_id)
        .where(JuryPanel.round_id == round_.id, Juror.removed_at.is_(None), User.disabled_at.is_(None))
        .distinct()
    )
    for user in db.session.scalars(query).all():
        send(
            user,
            _("Scoring of %(round)s is open again", user.locale, round=round_.title_vi),
            _("Chair and secretary opened scoring of %(round)s again: %(reason)s", user.locale,
              round=round_.title_vi, reason=reason),
        )  # fmt: skip


def taken_back(round_: SelectionRound) -> None:
    """Tell every entrant that the provisional list was taken back."""
    tell_entrants(round_, _taken_back)


def annulled(round_: SelectionRound) -> None:
    """Tell every entrant that the round was annulled."""
    tell_entrants(round_, _annulled)


def complaint_filed(complaint: Complaint) -> None:
    """Tell chair and secretary that a complaint waits, and until when."""
    for user in council_people(complaint.round, "chair", "secretary"):
        send(
            user,
            _("Complaint %(code)s was filed", user.locale, code=complaint.code),
            _("Complaint %(code)s about a result of %(round)s waits for the council's answer until %(until)s.",
              user.locale, code=complaint.code, round=complaint.round.title_vi,
              until=complaint.due_on.strftime("%d/%m/%Y")),
        )  # fmt: skip


def complaint_answered(complaint: Complaint) -> None:
    """Tell the facility that the council answered."""
    for user in list_facility_members(complaint.nomination.facility_id):
        send(
            user,
            _("Complaint %(code)s was answered", user.locale, code=complaint.code),
            _("The council answered your complaint %(code)s about %(round)s. Sign in to read the answer.",
              user.locale, code=complaint.code, round=complaint.round.title_vi),
        )  # fmt: skip


def promoted(promotion: Promotion) -> None:
    """Tell the facility that its entry goes up."""
    for user in list_facility_members(promotion.nomination.facility_id):
        send(
            user,
            _("Your product is sent up", user.locale),
            _("“%(product)s” was sent up to %(round)s with its whole dossier. You need not type anything again.",
              user.locale, product=promotion.nomination.product.name_vi, round=promotion.to_round.title_vi),
        )  # fmt: skip


def promotions_arrived(to_round: SelectionRound, count: int) -> None:
    """Tell the secretary above that dossiers came up."""
    for user in council_people(to_round, "secretary"):
        send(
            user,
            _("Dossiers were sent up", user.locale),
            translate_plural(
                "One dossier was sent up to %(round)s and waits for your check.",
                "%(num)s dossiers were sent up to %(round)s and wait for your check.",
                count, user.locale, round=to_round.title_vi,
            ),
        )  # fmt: skip


def source_annulled(promotion: Promotion) -> None:
    """Tell the secretary above that the result a promoted dossier leans on no longer holds."""
    for user in council_people(promotion.to_round, "chair", "secretary"):
        send(
            user,
            _("A result below was annulled", user.locale),
            _("“%(product)s” in %(round)s was sent up from %(below)s, now annulled. Decide whether it stays.",
              user.locale, product=promotion.nomination.product.name_vi, round=promotion.to_round.title_vi,
              below=promotion.round.title_vi),
        )  # fmt: skip


def _taken_back(user: User, round_: SelectionRound) -> tuple[str, str]:
    return (
        _("Provisional list of %(round)s was taken back", user.locale, round=round_.title_vi),
        _("The council examines %(round)s again: %(reason)s", user.locale,
          round=round_.title_vi, reason=round_.returned_reason),
    )  # fmt: skip


def _annulled(user: User, round_: SelectionRound) -> tuple[str, str]:
    return (
        _("%(round)s was annulled", user.locale, round=round_.title_vi),
        _("%(round)s was annulled: %(reason)s", user.locale, round=round_.title_vi, reason=round_.annulled_reason),
    )  # fmt: skip


def late_juror(round_: SelectionRound, user: User) -> None:
    """Tell a juror seated while scoring is open that sheets wait."""
    send(
        user,
        _("You judge in %(round)s", user.locale, round=round_.title_vi),
        _("You were seated in the jury of %(round)s. Sign in, declare your connections and score.", user.locale,
          round=round_.title_vi),
    )  # fmt: skip


def disqualified(nomination: Nomination) -> None:
    """Tell the facility that its entry was disqualified, and why."""
    for user in list_facility_members(nomination.facility_id):
        send(
            user,
            _("Your dossier", user.locale),
            _("“%(product)s” was disqualified from %(round)s: %(reason)s", user.locale,
              product=nomination.product.name_vi, round=nomination.round.title_vi,
              reason=nomination.closed_reason),
        )  # fmt: skip
