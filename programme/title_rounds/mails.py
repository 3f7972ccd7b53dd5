"""Letters about candidates for a title to the facility that handed them in, each in its reader's language.

They stand on the page of messages; whether one goes out as a mail is the reader's choice. No letter names the artisan:
it would outlive the consent to a name.
"""

from collections.abc import Sequence

from app.accounts.notifications.kinds import Kind
from app.accounts.notifications.services import notify_all
from app.accounts.queries import list_facility_managers
from app.core.actor import Actor
from app.web.addresses import absolute_url
from app.web.filters import date_in
from app.web.i18n import N_, translate
from programme.models import TitleCandidate

RECEIVED, TAKEN_IN, RETURNED, TAKEN_OUT = "received", "taken-in", "returned", "taken-out"
GIVEN, PROPOSED, NOT_AGREED, UNDONE = "given", "proposed", "not-agreed", "undone"
LETTERS = {
    RECEIVED: (
        N_("%(round)s: candidate received"),
        N_("The office has received the candidate whom your facility put forward. The council judges next."),
    ),
    TAKEN_IN: (
        N_("%(round)s: taken in by the ministry"),
        N_("The ministry has taken in the candidate whom your facility put forward in the province."),
    ),
    RETURNED: (
        N_("%(round)s: candidate to be put right"),
        N_("The candidate was returned. Put it right and hand it in again by %(day)s."),
    ),
    TAKEN_OUT: (
        N_("%(round)s: candidate taken out"),
        N_("The candidate whom your facility put forward was taken out of the round."),
    ),
    GIVEN: (
        N_("%(round)s: the title is given"),
        N_("The outcome is public: the candidate whom your facility put forward is given the title."),
    ),
    PROPOSED: (
        N_("%(round)s: proposed to the ministry"),
        N_(
            "The outcome is public: the candidate whom your facility put forward is proposed to the ministry."
        ),
    ),
    NOT_AGREED: (
        N_("%(round)s: the council did not agree"),
        N_(
            "The outcome is public: the council did not agree with the candidate whom your facility put forward."
        ),
    ),
    UNDONE: (
        N_("%(round)s: publication undone"),
        N_("What was published does not hold any more. A title that it gave is gone."),
    ),
}
"""What happened -> subject and opening."""
REASON, PAPER = N_("Reason: %(text)s"), N_("By: %(text)s")
OUTCOME, SIGN_IN = N_("The outcome in public: %(url)s"), N_("Sign in to go on: %(url)s")


def write_letters(actor: Actor, row: TitleCandidate, what: str, reason: str = "") -> None:
    """What happened to a candidate, but not to who did it; inside a transaction. Nobody is told of one whom the office
    put forward itself.
    """
    people = list_facility_managers(row.facility_id) if row.facility_id is not None else []
    notify_all(
        Kind.PROGRAMME,
        [(user, *_text(user.locale, row, what, reason)) for user in people if user.id != actor.user_id],
    )


def write_outcomes(actor: Actor, judged: Sequence[TitleCandidate]) -> None:
    """What came of each candidate whom the council judged, which is public now; inside a transaction."""
    for each in judged:
        worthy = GIVEN if each.round.gives else PROPOSED
        write_letters(actor, each, worthy if each.agrees else NOT_AGREED)


def write_undone(actor: Actor, judged: Sequence[TitleCandidate], reason: str) -> None:
    """That the outcome does not hold any more; inside a transaction."""
    for each in judged:
        write_letters(actor, each, UNDONE, reason)


def _text(say: str, row: TitleCandidate, what: str, reason: str) -> tuple[str, str]:
    subject, opening = LETTERS[what]
    about = row.round
    name = (about.name_en if say == "en" else "") or about.name_vi
    values = {"round": name, "day": date_in(say, about.last_day)}
    parts = [translate(opening, say, **values)]
    if reason.strip():
        parts.append(translate(REASON, say, text=reason.strip()))
    if what in {GIVEN, PROPOSED, NOT_AGREED}:
        parts.append(translate(PAPER, say, text=about.decision_number))
        public = absolute_url("site.title_round", locale=say, slug=about.slug)
        parts.append(translate(OUTCOME, say, url=public))
    own = absolute_url("programme.title_candidate", locale=say, candidate_id=row.id)
    parts.append(translate(SIGN_IN, say, url=own))
    return translate(subject, say, **values), "\n\n".join(parts)
