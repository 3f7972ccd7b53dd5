"""What the officer, the chair and the secretary see: dossiers, completeness, and after closing the count."""

from collections import Counter
from dataclasses import dataclass

from sqlalchemy import ColumnElement, func, inspect, or_, select
from sqlalchemy.orm import joinedload, selectinload
from sqlalchemy.orm.attributes import set_committed_value

from app.core.actor import Actor, Role
from app.core.database.base import db
from app.core.errors import NotFound
from catalog.enums import Level
from catalog.models import Facility
from voting.enums import ComplaintOutcome, NominationState
from voting.models import (
    Complaint,
    ComplaintAnswer,
    CouncilMember,
    Juror,
    JuryPanel,
    Nomination,
    Recusal,
    ScoreSheet,
    SelectionRound,
    SupportMember,
)
from voting.rounds.status import RANKED, SHUTS_OUT_OF_SHEET
from voting.rounds.visibility import Fact, may_see


@dataclass(frozen=True, slots=True)
class JurorProgress:
    juror: Juror
    group: str
    submitted: int
    started: int
    expected: int
    stands_aside: int


def list_work_rounds(actor: Actor) -> list[SelectionRound]:
    """Rounds this person plans, runs, helps with or sits in the council of, newest first."""
    seats = select(CouncilMember.round_id).where(CouncilMember.user_id == actor.user_id)
    helped = select(SupportMember.round_id).where(SupportMember.user_id == actor.user_id)
    mine: list[ColumnElement[bool]] = [SelectionRound.id.in_(seats), SelectionRound.id.in_(helped)]
    if actor.has(Role.OFFICER_COMMUNE):
        mine.append((SelectionRound.level == Level.COMMUNE) & SelectionRound.commune.in_(actor.communes))
    if actor.has(Role.OFFICER_PROVINCE):
        area = SelectionRound.unit_id.in_(actor.provinces)
        mine.append(SelectionRound.level.in_([Level.PROVINCE, Level.COMMUNE]) & area)
    if actor.has(Role.OFFICER_REGION):
        mine.append((SelectionRound.level == Level.REGION) & SelectionRound.region.in_(actor.regions))
    if actor.has(Role.OFFICER_NATIONAL):
        mine.append(SelectionRound.level == Level.NATIONAL)
    return list(
        db.session.scalars(select(SelectionRound).where(or_(*mine)).order_by(SelectionRound.id.desc()))
    )


def list_office_rounds(actor: Actor) -> list[SelectionRound]:
    """Those of them whose dossiers the person may see: none of which they judge."""
    return [round_ for round_ in list_work_rounds(actor) if may_see(actor, round_, Fact.DOSSIERS)]


def get_work_round(actor: Actor, slug: str) -> SelectionRound:
    """A round for the people who run it. Raises NotFound for everyone else."""
    round_ = db.session.scalar(select(SelectionRound).where(SelectionRound.slug == slug))
    if round_ is None or not may_see(actor, round_, Fact.DOSSIERS):
        raise NotFound("not_found")
    return round_


def list_progress(actor: Actor, round_: SelectionRound) -> list[JurorProgress]:
    """How complete each juror's work is; never a score."""
    if not may_see(actor, round_, Fact.COMPLETENESS):
        raise NotFound("not_found")
    query = (
        select(ScoreSheet.juror_id, ScoreSheet.status, Recusal.id)
        .join(Juror, Juror.id == ScoreSheet.juror_id)
        .join(JuryPanel, JuryPanel.id == Juror.panel_id)
        .join(Nomination, Nomination.id == ScoreSheet.nomination_id)
        .outerjoin(Recusal, SHUTS_OUT_OF_SHEET)
        .where(
            JuryPanel.round_id == round_.id,
            ScoreSheet.scoring_pass == round_.scoring_pass,
            Nomination.state.in_(RANKED),
        )
    )
    counts: dict[int, Counter[str]] = {}
    for juror_id, status, recusal in db.session.execute(query):
        counts.setdefault(juror_id, Counter())["aside" if recusal else status] += 1
    return [
        JurorProgress(
            juror,
            panel.group,
            found["submitted"],
            found["draft"],
            found.total() - found["aside"] - found["void"],
            found["aside"],
        )
        for panel in round_.panels
        for juror in panel.jurors
        for found in [counts.get(juror.id, Counter())]
    ]


def count_open_complaints(round_id: int) -> int:
    """Complaints that the council has not answered yet."""
    query = (
        select(func.count(Complaint.id))
        .outerjoin(ComplaintAnswer, ComplaintAnswer.complaint_id == Complaint.id)
        .where(Complaint.round_id == round_id, ComplaintAnswer.id.is_(None))
    )
    return db.session.scalar(query) or 0


def list_upheld_complaints(round_: SelectionRound) -> list[Complaint]:
    """Complaints that were upheld, in whole or in part, and that the current list does not reflect yet."""
    if round_.provisional_at is None:
        return []
    query = (
        select(Complaint)
        .join(ComplaintAnswer, ComplaintAnswer.complaint_id == Complaint.id)
        .where(
            Complaint.round_id == round_.id,
            ComplaintAnswer.outcome.in_([ComplaintOutcome.UPHELD, ComplaintOutcome.PARTLY_UPHELD]),
            ComplaintAnswer.answered_at > round_.provisional_at,
        )
        .order_by(Complaint.id)
    )
    return list(db.session.scalars(query))


def list_recusals(actor: Actor, round_: SelectionRound) -> list[tuple[Recusal, Juror, Nomination]]:
    """All recusals of a round, those that wait for the chair first."""
    if not may_see(actor, round_, Fact.DOSSIERS):
        raise NotFound("not_found")
    query = (
        select(Recusal, Juror, Nomination)
        .join(Juror, Juror.id == Recusal.juror_id)
        .join(Nomination, Nomination.id == Recusal.nomination_id)
        .where(Nomination.round_id == round_.id)
        .order_by(Recusal.state != "proposed", Recusal.id)
    )
    return [(recusal, juror, nomination) for recusal, juror, nomination in db.session.execute(query)]


def load_entries(round_: SelectionRound) -> list[Nomination]:
    """All dossiers of a round with what acts on many of them read of each, by a fixed number of statements. Whoever
    holds the round has them as its nominations afterwards.
    """
    query = (
        select(Nomination)
        .options(
            joinedload(Nomination.product),
            joinedload(Nomination.facility).joinedload(Facility.unit),
            selectinload(Nomination.codes),
        )
        .where(Nomination.round_id == round_.id)
        .order_by(Nomination.id)
    )
    found = list(db.session.scalars(query))
    if "nominations" in inspect(round_).unloaded:
        set_committed_value(round_, "nominations", found)
    return found


def list_dossiers(actor: Actor, round_: SelectionRound) -> list[Nomination]:
    """The dossiers that were handed in, with product, facility and codes."""
    if not may_see(actor, round_, Fact.DOSSIERS):
        raise NotFound("not_found")
    query = (
        select(Nomination)
        .options(
            joinedload(Nomination.product), joinedload(Nomination.facility), selectinload(Nomination.codes)
        )
        .where(Nomination.round_id == round_.id, Nomination.state != NominationState.DRAFT)
        .order_by(Nomination.id)
    )
    return list(db.session.scalars(query))
