"""The next step of a round and who does it, and the effect of each step of the officer: texts of the page."""

from app.web.i18n import N_
from voting.enums import RoundAct, RoundState
from voting.models import SelectionRound

NEXT_STEPS = {
    RoundState.PLAN: N_(
        "Set the calendar, appoint the council and a jury for each product group, then announce the round."
    ),
    RoundState.ANNOUNCED: N_(
        "The round is public. Begin to receive entries on the announced day; council and juries may still change."
    ),
    RoundState.RECEIVING: N_(
        "Facilities hand in dossiers; the secretary accepts each one or returns it with a reason."
    ),
    RoundState.CHECKING: N_(
        "The secretary accepts or returns the dossiers that are left; the officer then opens scoring."
    ),
    RoundState.SCORING: N_(
        "Jurors score. Chair and secretary watch that sheets come in and settle conflicts, "
        "then close scoring with two signatures."
    ),
    RoundState.SITE_VISIT: N_("Sites are visited. The officer then opens the second pass of scoring."),
    RoundState.SCORING_SECOND: N_(
        "Jurors score the second pass. Chair and secretary then close scoring with two signatures."
    ),
    RoundState.COUNCIL: N_(
        "The council decides on each entry on its board; chair and secretary then sign the provisional list."
    ),
    RoundState.COMPLAINTS: N_(
        "The provisional list is public. Answer complaints; after the last day enter the signed decision "
        "and publish it with two signatures."
    ),
    RoundState.RECOGNISED: N_(
        "The result is public. Hand over the certificates; the officer then marks that on the page of the round."
    ),
    RoundState.AWARDED: N_(
        "All that is left is to send entries up to the next level and, when nothing is open any more, "
        "to archive the round."
    ),
}
CONSEQUENCES = {
    RoundAct.ANNOUNCE: N_(
        "The round becomes public with its calendar and rules; this cannot be "
        "undone. They may still be changed until scoring opens."
    ),
    RoundAct.OPEN_ENTRIES: N_("Facilities can hand in dossiers within the days of the calendar."),
    RoundAct.CLOSE_ENTRIES: N_(
        "No new dossier can be handed in any more; a returned one can be handed in again."
    ),
    RoundAct.OPEN_SCORING: N_(
        "Freezes the rules, the council and the list of entries and gives jurors their sheets. "
        "There is no way back to the dossiers."
    ),
    RoundAct.OPEN_SECOND_PASS: N_(
        "Entries that reached the pass mark get new codes and new sheets. The first count stays sealed."
    ),
    RoundAct.AWARD: N_("Records that the certificates were handed over; nothing else changes."),
    RoundAct.ARCHIVE: N_("Closes the round permanently; it can no longer be annulled."),
}
"""The effect of a button, shown beside it."""


def next_step(round_: SelectionRound) -> str:
    """A message id; empty where nothing comes next."""
    return NEXT_STEPS.get(RoundState(round_.state), "")
