"""Names of levels, states and outcomes of rounds for titles, and what a notice asks for in words."""

from app.web.i18n import N_, translate
from catalog.enums import Level
from programme.models import TitleRound
from programme.title_rounds.rules import Base, CandidateState, RoundState

ROUND_LEVELS: dict[str, str] = {Level.PROVINCE: N_("Province or city"), Level.NATIONAL: N_("Ministry")}
ROUND_STATES: dict[str, str] = {
    RoundState.OPEN: N_("Takes candidates"),
    RoundState.PREPARED: N_("Waits for the second person"),
    RoundState.PUBLISHED: N_("Published"),
    RoundState.UNDONE: N_("Publication undone"),
}
CANDIDATE_STATES: dict[str, str] = {
    CandidateState.HANDED_IN: N_("Handed in, not received yet"),
    CandidateState.RETURNED: N_("Returned"),
    CandidateState.RECEIVED: N_("Received by the office"),
    CandidateState.WITHDRAWN: N_("Withdrawn"),
}
TONES: dict[str, str] = {
    RoundState.OPEN: "info", RoundState.PREPARED: "warning", RoundState.PUBLISHED: "success",
    RoundState.UNDONE: "danger", CandidateState.HANDED_IN: "warning", CandidateState.RETURNED: "danger",
    CandidateState.RECEIVED: "success", CandidateState.WITHDRAWN: "neutral",
}  # fmt: skip
BASES: dict[str, str] = {
    Base.MEMBERS: N_("of all members of the council"),
    Base.PRESENT: N_("of the members present"),
}
ENDS_IN: dict[str, str] = {"gives": N_("The title itself"), "proposes": N_("A proposal to the ministry")}


def terms_of(row: TitleRound) -> list[str]:
    """What the notice asks for, in words."""
    found = []
    if row.asks_years is not None:
        found.append(translate("At least %(number)s years in the craft", number=row.asks_years))
    if row.asks_taught is not None:
        found.append(translate("At least %(number)s people taught", number=row.asks_taught))
    if row.percent is not None:
        whom = translate(BASES[Base(row.base)])
        found.append(
            translate("At least %(percent)s %% of the votes, %(whom)s", percent=row.percent, whom=whom)
        )
    return found
