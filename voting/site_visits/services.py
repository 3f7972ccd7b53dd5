"""Write down a visit to a facility, and add its pictures."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from app.core import audit
from app.core.actor import Actor
from app.core.clock import today, utc_now
from app.core.database.base import db
from app.core.errors import Conflict, NotFound, RuleBroken
from app.core.policy import authorize
from voting.dossiers.services import StoredFile
from voting.models import Nomination, SelectionRound, SiteVisit, SiteVisitPicture
from voting.rounds.services import get_round_for_change
from voting.support_team.policies import can_support

LONGEST = 10_000
MOST_PICTURES = 30


@dataclass(frozen=True, slots=True)
class VisitData:
    """team: one "name, office" a person. findings: for the jury; minutes: for the office alone."""

    facility_id: int
    held_on: date
    team: Sequence[str]
    minutes: str
    findings: str = ""


def record_visit(actor: Actor, round_id: int, data: VisitData) -> SiteVisit:
    """A visit that took place, to a facility with an entry in the round."""
    round_ = get_round_for_change(round_id)
    authorize(actor, can_support, round_)
    _check(round_, data)
    visit = SiteVisit(
        round_id=round_id, facility_id=data.facility_id, held_on=data.held_on, team=_team(data.team),
        minutes=data.minutes.strip(), findings=data.findings.strip(), recorded_by=actor.user_id, recorded_at=utc_now(),
    )  # fmt: skip
    db.session.add(visit)
    db.session.flush()
    audit.record(actor, "voting.site_visit.record", visit)
    return visit


def change_visit(actor: Actor, visit_id: int, data: VisitData, *, version: int) -> SiteVisit:
    """Mend what was written, while scoring is not closed: the jury has judged by it afterwards."""
    visit = _get(actor, visit_id)
    if visit.version != version:
        raise Conflict("stale")
    round_ = get_round_for_change(visit.round_id)
    if round_.scoring_closed_at is not None:
        raise Conflict("visit_judged_by")
    _check(round_, data)
    visit.held_on, visit.team = data.held_on, _team(data.team)
    visit.minutes, visit.findings = data.minutes.strip(), data.findings.strip()
    audit.record(actor, "voting.site_visit.change", visit)
    return visit


def add_picture(actor: Actor, visit_id: int, file: StoredFile) -> SiteVisitPicture:
    """A picture for the office; the jury sees none, for it may show a signboard."""
    visit = _get(actor, visit_id)
    if len(visit.pictures) >= MOST_PICTURES:
        raise RuleBroken("visit_pictures_full", "files", most=MOST_PICTURES)
    picture = SiteVisitPicture(
        visit_id=visit.id, file=file.name, files=file.files, added_by=actor.user_id, added_at=utc_now()
    )
    visit.pictures.append(picture)
    audit.record(actor, "voting.site_visit.add", visit)
    return picture


def _get(actor: Actor, visit_id: int) -> SiteVisit:
    visit = db.session.get(SiteVisit, visit_id, with_for_update=True)
    if visit is None:
        raise NotFound("not_found")
    authorize(actor, can_support, db.session.get_one(SelectionRound, visit.round_id))
    return visit


def _check(round_: SelectionRound, data: VisitData) -> None:
    entered = select(Nomination.id).where(
        Nomination.round_id == round_.id,
        Nomination.facility_id == data.facility_id,
        Nomination.state != "draft",
    )
    if db.session.scalars(entered).first() is None:
        raise RuleBroken("no_entry_to_visit", "facility_id")
    if data.held_on > today():
        raise RuleBroken("date_in_future", "held_on")
    if not _team(data.team):
        raise RuleBroken("fill_in", "team")
    if not data.minutes.strip():
        raise RuleBroken("fill_in", "minutes")
    for field in ("minutes", "findings"):
        if len(getattr(data, field)) > LONGEST:
            raise RuleBroken("visit_text_too_long", field, most=LONGEST)


def _team(lines: Sequence[str]) -> list[dict[str, str]]:
    """A line is a name, a comma, an office."""
    rows = [line.partition(",") for line in lines if line.strip(" ,")]
    return [
        {"name": " ".join(name.split()), "title": " ".join(title.split())} for name, _comma, title in rows
    ]
