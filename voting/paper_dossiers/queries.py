"""Dossiers on paper of a round: the book, what is overdue, who may be received."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, select, true
from sqlalchemy.orm import joinedload, selectinload

from app.core.actor import Actor
from app.core.database.base import db
from app.core.errors import NotFound
from catalog.enums import FacilityState, Level, ProductState
from catalog.models import AdministrativeUnit, Facility, Product
from voting.enums import NominationState
from voting.models import Nomination, PaperDossier, SelectionRound
from voting.paper_dossiers.form_sets import Form, StepKind
from voting.rounds.queries import get_work_round

WAITING = frozenset({"submitted", "returned"})
"""States of a dossier that the office has not answered yet."""
LOOSE = frozenset({Form.RECEIPT, Form.CONTROL})
"""Forms that need no step to be printed."""
STEP_OF = {
    Form.CALL: StepKind.CALL,
    Form.REFUSAL: StepKind.REFUSE,
    Form.EXTENSION: StepKind.EXTEND,
    Form.STOP: StepKind.STOP,
}


@dataclass(frozen=True, slots=True)
class BookRow:
    """One line of the book. result: what became of it, empty while open; overdue: its term is over and it is open."""

    dossier: PaperDossier
    is_open: bool
    overdue: bool


def list_book(round_: SelectionRound, on: date) -> list[BookRow]:
    """All dossiers of a round that came on paper, in the order received."""
    query = (
        select(PaperDossier)
        .join(Nomination, Nomination.id == PaperDossier.nomination_id)
        .options(selectinload(PaperDossier.steps), joinedload(PaperDossier.nomination))
        .where(Nomination.round_id == round_.id)
        .order_by(PaperDossier.received_at, PaperDossier.id)
    )
    return [row_of(dossier, on) for dossier in db.session.scalars(query)]


def row_of(dossier: PaperDossier, on: date) -> BookRow:
    is_open = dossier.nomination.state in WAITING and not is_closed(dossier)
    overdue = (
        is_open and not waits_for_facility(dossier) and dossier.due_on is not None and on > dossier.due_on
    )
    return BookRow(dossier, is_open, overdue)


def is_closed(dossier: PaperDossier) -> bool:
    """Refused or stopped."""
    return last_kind(dossier) in {StepKind.REFUSE, StepKind.STOP}


def waits_for_facility(dossier: PaperDossier) -> bool:
    """Whether more was asked for and has not come: a facility may hand in again on screen as well as on paper."""
    return last_kind(dossier) is StepKind.CALL and dossier.nomination.state == NominationState.RETURNED


def last_kind(dossier: PaperDossier) -> StepKind | None:
    """The last step that changed where the dossier stands."""
    moving = [step.kind for step in dossier.steps if step.kind not in {StepKind.HANDOVER, StepKind.EXTEND}]
    return StepKind(moving[-1]) if moving else None


def get_paper_dossier(actor: Actor, slug: str, nomination_id: int) -> PaperDossier:
    """Raises NotFound outside the secretariat, and for entries that did not come on paper."""
    round_ = get_work_round(actor, slug)
    found = find_paper_dossier(nomination_id)
    if found is None or found.nomination.round_id != round_.id:
        raise NotFound("not_found")
    return found


def find_paper_dossier(nomination_id: int) -> PaperDossier | None:
    return db.session.scalar(select(PaperDossier).where(PaperDossier.nomination_id == nomination_id))


def list_receivable(round_: SelectionRound) -> Sequence[Product]:
    """Published products of verified facilities of the round's area that are not entered yet."""
    entered = select(Nomination.product_id).where(Nomination.round_id == round_.id)
    if round_.level == Level.NATIONAL:
        here: ColumnElement[bool] = true()
    elif round_.level == Level.REGION:
        here = AdministrativeUnit.region == round_.region
    elif round_.level == Level.COMMUNE:
        here = (Facility.commune_key == round_.commune) & (Facility.commune_key != "")
    else:
        here = Facility.unit_id == round_.unit_id
    query = (
        select(Product)
        .join(Facility, Facility.id == Product.facility_id)
        .join(AdministrativeUnit, AdministrativeUnit.id == Facility.unit_id)
        .options(joinedload(Product.facility))
        .where(
            Product.state == ProductState.PUBLISHED,
            Facility.state == FacilityState.VERIFIED,
            Product.id.not_in(entered),
            here,
        )
        .order_by(Facility.sort_key, Product.sort_key)
    )
    return db.session.scalars(query).all()


def list_forms(dossier: PaperDossier) -> list[Form]:
    """The forms that can be printed of this dossier."""
    kinds = {step.kind for step in dossier.steps}
    return [form for form in Form if form in LOOSE or STEP_OF.get(form) in kinds]
