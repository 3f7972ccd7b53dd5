"""What stands in the way of the next step of a round, read from the facts of this moment, and who can lift it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from sqlalchemy import func, select

from app.core.actor import Actor
from app.core.clock import today
from app.core.database.base import db
from voting.council.services import list_undecided, list_unsound_votes
from voting.dossiers.entry_rules import Obstructed, list_obstructed
from voting.enums import NominationState, RecusalState, RoundState
from voting.jury.conflicts.rules import find_new_conflicts
from voting.log.records import find_decision
from voting.models import Nomination, Recusal, SelectionRound
from voting.policies import council_role
from voting.results.queries import counted_nominations, recognised_nominations, verdicts_of
from voting.rounds.queries import count_open_complaints, list_upheld_complaints, load_entries
from voting.rounds.status import RANKED
from voting.rule_sets.services import rules_of
from voting.scoring.second_ballots import find_wide_sheets
from voting.scoring.second_pass import list_passed
from voting.scoring.services import list_missing, list_short, list_small_juries, seats_chair_and_secretary


class Lifter(StrEnum):
    """Who can lift an obstacle."""

    OFFICER = "officer"
    SECRETARY = "secretary"
    CHAIR = "chair"
    COUNCIL = "council"
    JURORS = "jurors"
    OTHERS = "others"
    NOBODY = "nobody"


@dataclass(frozen=True, slots=True)
class Obstacle:
    """code: of the refusal that the next step would give, or of what only delays it; count: of how many things;
    names: of groups or entries; entries: those that are no longer eligible; until: the last day of a term.
    """

    code: str
    lifter: Lifter
    count: int = 0
    names: Sequence[str] = ()
    entries: Sequence[Obstructed] = ()
    until: date | None = None


def list_stage_obstacles(actor: Actor, round_: SelectionRound) -> list[Obstacle]:
    """The obstacles that this person may know of, in the order in which the step would name them."""
    if round_.annulled_at is not None:
        return []
    in_council = council_role(actor, round_) is not None
    found: Iterator[Obstacle] = iter(())
    match RoundState(round_.state):
        case RoundState.PLAN | RoundState.ANNOUNCED | RoundState.RECEIVING | RoundState.CHECKING:
            found = _before_scoring(round_)
        case RoundState.SCORING | RoundState.SCORING_SECOND:
            found = _before_closing(round_, in_council=in_council)
        case RoundState.SITE_VISIT if in_council:  # what the sealed count says is the council's alone
            found = _before_second_pass(round_)
        case RoundState.COUNCIL if in_council:
            found = _before_list(round_)
        case RoundState.COMPLAINTS if in_council:
            found = _before_publication(round_)
        case RoundState.RECOGNISED | RoundState.AWARDED:
            found = _before_archive(round_)
    return [*found, *_not_eligible(round_)]


def _before_scoring(round_: SelectionRound) -> Iterator[Obstacle]:
    if not seats_chair_and_secretary(round_):
        yield Obstacle("council_incomplete", Lifter.OFFICER)
    nominations = load_entries(round_)
    accepted = [n for n in nominations if n.state in RANKED]
    if small := list_small_juries(round_, accepted):
        yield Obstacle(
            "jury_too_small", Lifter.OFFICER, count=rules_of(round_).minimum_ballots, names=list(small)
        )
    if waiting := sum(n.state == NominationState.SUBMITTED for n in nominations):
        yield Obstacle("dossiers_waiting", Lifter.SECRETARY, count=waiting)
    if not accepted and not waiting and round_.state == RoundState.CHECKING:
        yield Obstacle("no_entries", Lifter.OFFICER)


def _before_closing(round_: SelectionRound, *, in_council: bool) -> Iterator[Obstacle]:
    if new := find_new_conflicts(round_):
        yield Obstacle("conflicts_not_looked_at", Lifter.SECRETARY, count=len(new))
    waiting = (
        select(func.count(Recusal.id))
        .join(Nomination, Nomination.id == Recusal.nomination_id)
        .where(Nomination.round_id == round_.id, Recusal.state == RecusalState.PROPOSED)
    )
    if count := db.session.scalar(waiting):
        yield Obstacle("conflicts_waiting", Lifter.CHAIR, count=count)
    if in_council and (wide := find_wide_sheets(round_)):
        yield Obstacle("sheets_too_far_apart", Lifter.CHAIR, count=len(wide))
    if missing := list_missing(round_):
        yield Obstacle("sheets_missing", Lifter.JURORS, count=len(missing))
    if short := list_short(round_):
        yield Obstacle("entries_short", Lifter.CHAIR, count=sum(short.values()), names=list(short))


def _before_second_pass(round_: SelectionRound) -> Iterator[Obstacle]:
    if not list_passed(round_):
        yield Obstacle("nothing_passed", Lifter.COUNCIL)


def _before_list(round_: SelectionRound) -> Iterator[Obstacle]:
    load_entries(round_)
    if undecided := list_undecided(round_):
        yield Obstacle("entries_undecided", Lifter.COUNCIL, count=len(undecided))
    if unsound := list_unsound_votes(round_, verdicts_of(round_)):
        yield Obstacle("votes_of_absent", Lifter.COUNCIL, names=unsound)
    cap = rules_of(round_).cap
    most = cap.limit(len(counted_nominations(round_))) if cap else None
    if most is not None and (over := len(recognised_nominations(round_)) - most) > 0:
        yield Obstacle("recognised_over_cap", Lifter.COUNCIL, count=over)


def _before_publication(round_: SelectionRound) -> Iterator[Obstacle]:
    if waiting := count_open_complaints(round_.id):
        yield Obstacle("complaints_open", Lifter.COUNCIL, count=waiting)
    if upheld := list_upheld_complaints(round_):
        yield Obstacle("complaint_upheld", Lifter.COUNCIL, names=[row.code for row in upheld])
    if find_decision(round_.id) is None:
        yield Obstacle("decision_missing", Lifter.COUNCIL)


def _before_archive(round_: SelectionRound) -> Iterator[Obstacle]:
    until = round_.complaints_until
    if until is not None and today() <= until:
        yield Obstacle("complaints_run", Lifter.NOBODY, until=until)
    if waiting := count_open_complaints(round_.id):
        yield Obstacle("complaints_open", Lifter.COUNCIL, count=waiting)
    if upheld := list_upheld_complaints(round_):
        yield Obstacle("upheld_before_archive", Lifter.COUNCIL, names=[row.code for row in upheld])


def _not_eligible(round_: SelectionRound) -> Iterator[Obstacle]:
    """Entries that the facts of this moment speak against; certificates that are issued are another matter."""
    if round_.published_at is None and (entries := list_obstructed(load_entries(round_))):
        yield Obstacle("entries_not_eligible", Lifter.OTHERS, count=len(entries), entries=entries)
