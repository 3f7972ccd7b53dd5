"""The secretary receives a dossier on paper in the facility's name, and answers it within its term."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import select

from app.core import audit
from app.core.actor import Actor
from app.core.clock import VIETNAM, today, utc_now
from app.core.database.base import db
from app.core.errors import Conflict, NotFound, RuleBroken
from app.core.policy import authorize
from catalog.acts import lock
from catalog.models import Product
from voting.dossiers import services as nominations
from voting.dossiers.check_list import KINDS
from voting.enums import NominationAct
from voting.models import DossierDocument, DossierStep, Nomination, PaperDossier, SelectionRound
from voting.paper_dossiers.form_sets import StepKind, form_set_on, next_code
from voting.paper_dossiers.queries import WAITING, is_closed, last_kind, waits_for_facility
from voting.policies import can_handle_dossiers
from voting.rounds.services import get_round_for_change
from voting.rounds.transitions import move_nomination
from voting.rounds.working_days.holidays import count_term

VERBS = {StepKind.EXTEND: "extend_term", StepKind.HANDOVER: "hand_over"}
"""Words of the register where they are not the step's own."""
MOST_COPIES = 99
LONGEST_TERM = 200
LONGEST_EXTENSION = timedelta(days=366)
"""From today; an office says within a year what it decides."""


@dataclass(frozen=True, slots=True)
class Received:
    """What came over the counter. papers: copies by kind of paper; days: working days to answer in, None without term.

    body_code: the office's code in front of the dossier's.
    """

    product_id: int
    handed_in_by: str
    papers: Mapping[str, int]
    sets: int
    body_code: str
    phone: str = ""
    statement: str = ""
    days: int | None = None
    set_case: str = ""
    set_name: str = ""
    set_items: tuple[str, ...] = ()


def receive_dossier(actor: Actor, round_id: int, data: Received) -> PaperDossier:
    """Enter the product in its facility's name and give the dossier its code and term. Raises RuleBroken at a field."""
    round_ = get_round_for_change(round_id)
    authorize(actor, can_handle_dossiers, round_)
    product = lock(Product, data.product_id)  # it does not go to another facility meanwhile
    papers = _papers(data.papers)
    _check_numbers(data)
    nomination = nominations.begin_nomination(
        actor, round_, product,
        statement=data.statement, is_set=bool(data.set_case), set_case=data.set_case,
        set_name=data.set_name, set_items=data.set_items,
    )  # fmt: skip
    db.session.flush()
    now = utc_now()
    nomination.submitted_at = now
    move_nomination(nomination, NominationAct.SUBMIT)
    day = now.astimezone(VIETNAM).date()
    form_set = form_set_on(day)
    body = data.body_code.strip()
    taken = db.session.scalars(select(PaperDossier.code).where(PaperDossier.code.startswith(body)))
    dossier = PaperDossier(
        nomination_id=nomination.id,
        code=next_code(form_set, body, day, taken),
        form_set=form_set.code,
        handed_in_by=" ".join(data.handed_in_by.split()),
        phone=data.phone.strip(),
        papers=papers,
        sets=data.sets,
        days=data.days,
        due_on=count_term(day, data.days).deadline if data.days else None,
        received_by=actor.user_id,
        received_at=now,
    )
    db.session.add(dossier)
    db.session.flush()
    audit.record(actor, "voting.paper_dossier.receive", dossier)
    return dossier


def add_scan(
    actor: Actor, nomination_id: int, kind: str, title: str, file: nominations.StoredFile
) -> DossierDocument:
    """Add a scan to a dossier on paper while it is not answered: the jury sees photos only as pictures."""
    dossier = _handled(actor, nomination_id)
    if kind not in KINDS:
        raise RuleBroken("unknown_document_kind", "kind")
    if dossier.nomination.state not in WAITING:
        raise Conflict("dossier_answered")
    document = DossierDocument(
        nomination_id=nomination_id, kind=kind, title=title, file=file.name, media_type=file.media_type,
        size=file.size, files=file.files, uploaded_by=actor.user_id, uploaded_at=utc_now(),
    )  # fmt: skip
    db.session.add(document)
    audit.record(actor, "voting.document.add", dossier.nomination, kind=kind)
    return document


def call_for_more(actor: Actor, nomination_id: int, lacks: str, guidance: str = "") -> DossierStep:
    """Form 02: the dossier waits for its facility; its term stands still until it is full."""
    dossier = _open(actor, nomination_id)
    nominations.return_nomination(actor, nomination_id, lacks)
    return _step(actor, dossier, StepKind.CALL, lacks, guidance)


def complete_dossier(
    actor: Actor,
    nomination_id: int,
    note: str = "",
    *,
    papers: Mapping[str, int] | None = None,
    sets: int | None = None,
) -> DossierStep:
    """What lacked has come: the term is counted anew from today, for it runs from a full dossier."""
    dossier = _handled(actor, nomination_id)
    if last_kind(dossier) is not StepKind.CALL:
        raise Conflict("dossier_not_called")
    if dossier.nomination.state not in WAITING:
        raise Conflict("dossier_answered")
    if papers:
        dossier.papers = _papers(papers)
    if sets is not None:
        if not 1 <= sets <= MOST_COPIES:
            raise RuleBroken("sets_missing", "sets")
        dossier.sets = sets
    if waits_for_facility(dossier):
        move_nomination(dossier.nomination, NominationAct.SUBMIT)
    before = dossier.due_on
    dossier.due_on = count_term(today(), dossier.days).deadline if dossier.days else None
    return _step(actor, dossier, StepKind.COMPLETE, note, due=(before, dossier.due_on))


def extend_term(actor: Actor, nomination_id: int, until: date, reason: str) -> DossierStep:
    """Form 04: a later day for the answer, with an apology and a reason."""
    dossier = _open(actor, nomination_id)
    if dossier.due_on is None:
        raise RuleBroken("dossier_without_term")
    if until <= max(dossier.due_on, today()):
        raise RuleBroken("deadline_not_later", "until")
    if until > today() + LONGEST_EXTENSION:
        raise RuleBroken("extension_too_long", "until", until=today() + LONGEST_EXTENSION)
    open_day = count_term(until - timedelta(days=1), 1).deadline
    if until != open_day:
        raise RuleBroken("answer_on_day_off", "until", day=open_day)
    before, dossier.due_on = dossier.due_on, until
    return _step(actor, dossier, StepKind.EXTEND, reason, due=(before, until))


def refuse_dossier(actor: Actor, nomination_id: int, reason: str) -> DossierStep:
    """Form 03: the dossier is not handled; the facility gets it back with the reason."""
    dossier = _open(actor, nomination_id)
    nominations.return_nomination(actor, nomination_id, reason)
    return _step(actor, dossier, StepKind.REFUSE, reason)


def stop_dossier(actor: Actor, nomination_id: int, reason: str) -> DossierStep:
    """Form 05: the facility asks to stop, or nothing is left to decide; the entry leaves the round."""
    dossier = _open(actor, nomination_id)
    nominations.leave_round(actor, dossier.nomination, reason)
    return _step(actor, dossier, StepKind.STOP, reason)


def hand_over(actor: Actor, nomination_id: int, to: str) -> DossierStep:
    """A line of the control slip: the dossier goes to another desk."""
    return _step(actor, _open(actor, nomination_id), StepKind.HANDOVER, to)


def _papers(copies: Mapping[str, int]) -> list[dict[str, object]]:
    unknown = [kind for kind in copies if kind not in KINDS]
    if unknown:
        raise RuleBroken("unknown_document_kind", unknown[0])
    wrong = next((kind for kind, count in copies.items() if not 0 <= count <= MOST_COPIES), None)
    if wrong:
        raise RuleBroken("copies_out_of_range", wrong, most=MOST_COPIES)
    return [{"kind": kind, "copies": copies[kind]} for kind in KINDS if copies.get(kind)]


def _check_numbers(data: Received) -> None:
    if not data.handed_in_by.strip():
        raise RuleBroken("fill_in", "handed_in_by")
    if not data.body_code.strip():
        raise RuleBroken("fill_in", "body_code")
    if not 1 <= data.sets <= MOST_COPIES:
        raise RuleBroken("sets_missing", "sets")
    if data.days is not None and not 1 <= data.days <= LONGEST_TERM:
        raise RuleBroken("term_out_of_range", "days", most=LONGEST_TERM)


def _handled(actor: Actor, nomination_id: int) -> PaperDossier:
    nomination = db.session.get(Nomination, nomination_id, with_for_update=True)
    if nomination is None:
        raise NotFound("not_found")
    authorize(actor, can_handle_dossiers, _round_of(nomination))
    found = db.session.scalar(select(PaperDossier).where(PaperDossier.nomination_id == nomination_id))
    if found is None:
        raise NotFound("not_found")
    return found


def _round_of(nomination: Nomination) -> SelectionRound:
    return nomination.round


def _open(actor: Actor, nomination_id: int) -> PaperDossier:
    dossier = _handled(actor, nomination_id)
    if is_closed(dossier) or dossier.nomination.state != "submitted":
        raise Conflict("dossier_answered")
    return dossier


def _step(
    actor: Actor,
    dossier: PaperDossier,
    kind: StepKind,
    detail: str,
    guidance: str = "",
    due: tuple[date | None, date | None] = (None, None),
) -> DossierStep:
    if kind is not StepKind.COMPLETE and not detail.strip():
        raise RuleBroken("reason_needed", "detail")
    step = DossierStep(
        dossier_id=dossier.id, kind=kind, detail=detail.strip(), guidance=guidance.strip(),
        due_before=due[0], due_on=due[1], done_by=actor.user_id, done_by_name=actor.label, done_at=utc_now(),
    )  # fmt: skip
    dossier.steps.append(step)
    audit.record(actor, f"voting.paper_dossier.{VERBS.get(kind, kind)}", dossier)
    return step
