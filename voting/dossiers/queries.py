"""Reads for a facility: open rounds of its area, products it may enter, its dossiers."""

from sqlalchemy import or_, select
from sqlalchemy.orm import joinedload

from app.core.actor import Actor
from app.core.clock import utc_now
from app.core.database.base import db
from app.core.errors import NotFound
from app.core.policy import authorize
from catalog.enums import FacilityState, Level, ProductState
from catalog.models import AdministrativeUnit, Facility, Product
from voting.enums import NominationState, RoundState
from voting.models import Nomination, SelectionRound
from voting.policies import can_see_nomination
from voting.rounds.status import accepts_entries

IN_HAND = frozenset({NominationState.DRAFT, NominationState.RETURNED})
"""States in which a dossier needs work by its facility."""


def list_open_rounds(actor: Actor) -> list[SelectionRound]:
    """The rounds open for entries of the person's facilities, the nearest deadline first."""
    areas = db.session.execute(
        select(Facility.unit_id, AdministrativeUnit.region, Facility.commune_key)
        .join(AdministrativeUnit, AdministrativeUnit.id == Facility.unit_id)
        .where(Facility.id.in_(actor.facilities - actor.recorded), Facility.state == FacilityState.VERIFIED)
    ).all()
    if not areas:
        return []
    here = or_(
        (SelectionRound.level == Level.COMMUNE)
        & SelectionRound.commune.in_({commune for *_rest, commune in areas if commune}),
        (SelectionRound.level == Level.PROVINCE)
        & SelectionRound.unit_id.in_({unit_id for unit_id, *_rest in areas}),
        (SelectionRound.level == Level.REGION)
        & SelectionRound.region.in_({region for _id, region, _commune in areas}),
        SelectionRound.level == Level.NATIONAL,
    )
    query = (
        select(SelectionRound)
        .where(SelectionRound.state == RoundState.RECEIVING, here)
        .order_by(SelectionRound.entries_until, SelectionRound.id)
    )
    now = utc_now()
    return [round_ for round_ in db.session.scalars(query) if accepts_entries(round_, now)]


def get_open_round(actor: Actor, slug: str) -> SelectionRound:
    """One of these rounds. Raises NotFound for every other."""
    found = next((round_ for round_ in list_open_rounds(actor) if round_.slug == slug), None)
    if found is None:
        raise NotFound("not_found")
    return found


def list_enterable_products(actor: Actor, round_: SelectionRound) -> list[Product]:
    """Published products of the person's facilities that are not in the round yet."""
    entered = select(Nomination.product_id).where(Nomination.round_id == round_.id)
    query = select(Product).where(
        Product.facility_id.in_(actor.facilities - actor.recorded),
        Product.state == ProductState.PUBLISHED,
        Product.id.not_in(entered),
    )
    return list(db.session.scalars(query.order_by(Product.sort_key)))


def list_facility_nominations(actor: Actor) -> list[Nomination]:
    """The dossiers of the person's facilities, newest first."""
    query = (
        select(Nomination)
        .options(joinedload(Nomination.product), joinedload(Nomination.round))
        .where(Nomination.facility_id.in_(actor.facilities))
        .order_by(Nomination.id.desc())
    )
    return list(db.session.scalars(query))


def list_in_hand(actor: Actor) -> list[Nomination]:
    """Dossiers that need work by the facility: started or returned, in rounds that can still accept them."""
    open_states = {RoundState.RECEIVING, RoundState.CHECKING}
    return [
        n for n in list_facility_nominations(actor) if n.state in IN_HAND and n.round.state in open_states
    ]


def get_visible_nomination(actor: Actor, nomination_id: int) -> Nomination:
    """A dossier that the person may see. Raises NotFound, NotAllowed."""
    found = db.session.get(Nomination, nomination_id)
    if found is None:
        raise NotFound("not_found")
    authorize(actor, can_see_nomination, found)
    return found
