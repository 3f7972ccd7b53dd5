"""Whether a product may enter a round: facts of the catalogue, checked by `voting.rules.eligibility`."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace

from sqlalchemy import select

from app.core.clock import today, utc_now
from app.core.database.base import db
from app.core.errors import Conflict, RuleBroken
from catalog.enums import FacilityState, Level, ProductGroup, ProductState
from catalog.models import Award, Product
from voting.enums import Ineligible, NominationState, RoundState, SetCase
from voting.models import Nomination, OutsideList, SelectionRound
from voting.rounds.status import RANKED, accepts_entries
from voting.rule_sets.services import rules_of
from voting.rules.eligibility import (
    SMALLEST_SET,
    Candidate,
    HeldCertificate,
    Terms,
    default_needs,
    find_obstacles,
)

NATION = "nation"
STANDING = frozenset({NominationState.SUBMITTED, *RANKED})
"""States of an entry whose eligibility is checked again at each act that depends on it."""


@dataclass(frozen=True, slots=True)
class Obstructed:
    """An entry that is no longer eligible."""

    nomination: Nomination
    obstacles: tuple[Ineligible, ...]


def check_may_enter(round_: SelectionRound, product: Product, set_case: str = "") -> None:
    """Raises Conflict(`already_entered`), or RuleBroken with the first obstacle as its code."""
    obstacles = find_entry_obstacles(round_, product, set_case=set_case)
    if Ineligible.ALREADY_ENTERED in obstacles:
        raise Conflict(Ineligible.ALREADY_ENTERED.value, "product_id")
    for obstacle in obstacles:
        raise RuleBroken(obstacle.value, "product_id")


def find_entry_obstacles(
    round_: SelectionRound,
    product: Product,
    *,
    promoted_from: frozenset[Level] = frozenset(),
    set_case: str = "",
) -> tuple[Ineligible, ...]:
    """Everything that keeps a product out of a round now. promoted_from: levels whose council sends it up.

    set_case: a, b or c for a set. The deadline is the server's, the deadline itself is late.
    """
    now = utc_now()
    state = RoundState.RECEIVING if accepts_entries(round_, now) else RoundState.CHECKING
    candidate = replace(
        _candidate(product, _awards({product.id})),
        promoted_from=promoted_from,
        already_entered=_is_entered(round_, product),
        is_set=bool(set_case),
        set_case=SetCase(set_case) if set_case else None,
        set_size=SMALLEST_SET,
    )
    return find_obstacles(candidate, _terms(round_, state), now, today())


def list_obstructed(nominations: Iterable[Nomination]) -> list[Obstructed]:
    """The entries, already in their rounds, that are no longer eligible."""
    standing = [n for n in nominations if n.state in STANDING]
    awards = defaultdict[int, list[Award]](list)
    for award in _awards({n.product_id for n in standing}):
        awards[award.product_id].append(award)
    promoted = _promoted(standing)
    terms = {
        n.round_id: _terms(n.round, RoundState.RECEIVING) for n in {n.round_id: n for n in standing}.values()
    }
    found = []
    for n in standing:
        candidate = replace(_candidate(n.product, awards[n.product_id]), promoted_from=promoted[n.id])
        obstacles = find_obstacles(candidate, terms[n.round_id], utc_now(), today())
        if obstacles:
            found.append(Obstructed(n, obstacles))
    return found


def _promoted(nominations: Collection[Nomination]) -> dict[int, frozenset[Level]]:
    """The levels whose councils send entries up, by nomination id."""
    sources = _sources({n.promoted_from_id for n in nominations if n.promoted_from_id})
    lists = _list_levels({n.outside_list_id for n in nominations if n.outside_list_id})
    return {n.id: _promoted_from(n, sources, lists) for n in nominations}


def _promoted_from(
    nomination: Nomination, sources: dict[int, Level], lists: dict[int, Level]
) -> frozenset[Level]:
    """The level whose council sends an entry up, here or by the list of a body outside."""
    if nomination.outside_list_id is not None:
        return frozenset({lists[nomination.outside_list_id]})
    source = sources.get(nomination.promoted_from_id or 0)
    return frozenset() if source is None else frozenset({source})


def _list_levels(ids: Collection[int]) -> dict[int, Level]:
    """The level of the body that sent each list."""
    if not ids:
        return {}
    query = select(OutsideList.id, OutsideList.level).where(OutsideList.id.in_(ids))
    return {list_id: Level(level) for list_id, level in db.session.execute(query)}


def _sources(ids: Collection[int]) -> dict[int, Level]:
    """The levels that sent it up, from nominations in lower rounds that are still valid."""
    if not ids:
        return {}
    query = (
        select(Nomination.id, SelectionRound.level)
        .join(SelectionRound, SelectionRound.id == Nomination.round_id)
        .where(Nomination.id.in_(ids), SelectionRound.annulled_at.is_(None))
    )
    return {nomination_id: Level(level) for nomination_id, level in db.session.execute(query)}


def check_standing(nominations: Iterable[Nomination]) -> None:
    """Raises RuleBroken(`entries_not_eligible`) naming the entries that are no longer eligible."""
    if found := list_obstructed(nominations):
        names = ", ".join(row.nomination.product.name_vi for row in found)
        raise RuleBroken("entries_not_eligible", count=len(found), names=names)


def _candidate(product: Product, awards: Iterable[Award]) -> Candidate:
    """What the catalogue knows of a product today."""
    facility = product.facility
    unit = facility.unit.present
    return Candidate(
        group=product.group,
        areas=frozenset(
            {f"commune:{facility.commune_key}", f"unit:{unit.id}", f"region:{unit.region}", NATION}
        ),
        is_facility_verified=facility.state == FacilityState.VERIFIED,
        is_published=product.state == ProductState.PUBLISHED,
        certificates=tuple(_held(award) for award in awards),
    )


def _terms(round_: SelectionRound, state: RoundState) -> Terms:
    needs_certificate, needs_promotion = needs_of(round_)
    return Terms(
        level=Level(round_.level),
        area=_area(round_),
        groups=frozenset(ProductGroup),
        state=state,
        needs_certificate=needs_certificate,
        needs_promotion=needs_promotion,
    )


def needs_of(round_: SelectionRound) -> tuple[bool, bool]:
    """Whether the level below must have recognised an entry, and sent it up: by the round's rules, else as usual."""
    lower = rules_of(round_).lower
    return default_needs(Level(round_.level)) if lower is None else (lower.certificate, lower.promotion)


def _held(award: Award) -> HeldCertificate:
    return HeldCertificate(
        level=Level(award.level),
        valid_from=award.issued_on,
        valid_until=award.valid_until,
        is_revoked=award.revoked_on is not None or award.suspended_on is not None,
    )


def _awards(product_ids: Collection[int]) -> list[Award]:
    return list(db.session.scalars(select(Award).where(Award.product_id.in_(product_ids)).order_by(Award.id)))


def _is_entered(round_: SelectionRound, product: Product) -> bool:
    query = select(Nomination.id).where(Nomination.round_id == round_.id, Nomination.product_id == product.id)
    return db.session.scalar(query) is not None


def _area(round_: SelectionRound) -> str:
    """The key of a round's area among `Candidate.areas`; units by what they are today."""
    if round_.level == Level.NATIONAL:
        return NATION
    if round_.level == Level.REGION:
        return f"region:{round_.region}"
    if round_.level == Level.COMMUNE:
        return f"commune:{round_.commune}"
    return f"unit:{round_.unit.present.id}" if round_.unit else ""
