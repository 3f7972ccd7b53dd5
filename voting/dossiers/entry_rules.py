"""May this product enter this round? Facts of the catalogue, judged by `voting.rules.eligibility`."""

from sqlalchemy import select

from app.core.clock import today, utc_now
from app.core.database.base import db
from app.core.errors import RuleBroken
from catalog.enums import FacilityState, Level, ProductGroup, ProductState
from catalog.models import Award, Product
from voting.enums import Ineligible, RoundState, SetCase
from voting.models import Nomination, SelectionRound
from voting.rounds.status import accepts_entries
from voting.rules.eligibility import (
    SMALLEST_SET,
    Candidate,
    HeldCertificate,
    Terms,
    default_needs,
    find_obstacles,
)

LEVEL_RULES = frozenset(
    {Ineligible.LOWER_CERTIFICATE_MISSING, Ineligible.LOWER_CERTIFICATE_EXPIRED, Ineligible.NOT_PROMOTED}
)
NATION = "nation"


def check_level_rules(round_: SelectionRound, product: Product) -> None:
    """What a higher level asks of the one below. Raises RuleBroken with the obstacle as its code."""
    for obstacle in find_entry_obstacles(round_, product):
        if obstacle in LEVEL_RULES:
            raise RuleBroken(obstacle.value, "product_id")


def find_entry_obstacles(
    round_: SelectionRound,
    product: Product,
    *,
    promoted_from: frozenset[Level] = frozenset(),
    set_case: str = "",
) -> tuple[Ineligible, ...]:
    """All that keeps a product out of a round now. promoted_from: levels whose council sends it up.

    set_case: a, b or c for a set. The deadline is the server's, the deadline itself is late.
    """
    now = utc_now()
    facility = product.facility
    unit = facility.unit.present
    candidate = Candidate(
        group=product.group,
        areas=frozenset({f"unit:{unit.id}", f"region:{unit.region}", NATION}),
        is_facility_verified=facility.state == FacilityState.VERIFIED,
        is_published=product.state == ProductState.PUBLISHED,
        certificates=tuple(_held(award) for award in _awards(product.id)),
        promoted_from=promoted_from,
        already_entered=_is_entered(round_, product),
        is_set=bool(set_case),
        set_case=SetCase(set_case) if set_case else None,
        set_size=SMALLEST_SET,
    )
    level = Level(round_.level)
    needs_certificate, needs_promotion = default_needs(level)
    terms = Terms(
        level=level,
        area=_area(round_),
        groups=frozenset(ProductGroup),
        state=RoundState.RECEIVING if accepts_entries(round_, now) else RoundState.CHECKING,
        needs_certificate=needs_certificate,
        needs_promotion=needs_promotion,
    )
    return find_obstacles(candidate, terms, now, today())


def _held(award: Award) -> HeldCertificate:
    return HeldCertificate(
        level=Level(award.level),
        valid_from=award.issued_on,
        valid_until=award.valid_until,
        is_revoked=award.revoked_on is not None or award.suspended_on is not None,
    )


def _awards(product_id: int) -> list[Award]:
    return list(db.session.scalars(select(Award).where(Award.product_id == product_id)))


def _is_entered(round_: SelectionRound, product: Product) -> bool:
    query = select(Nomination.id).where(Nomination.round_id == round_.id, Nomination.product_id == product.id)
    return db.session.scalar(query) is not None


def _area(round_: SelectionRound) -> str:
    """The key of a round's area among `Candidate.areas`; units by what they are today."""
    if round_.level == Level.NATIONAL:
        return NATION
    if round_.level == Level.REGION:
        return f"region:{round_.region}"
    return f"unit:{round_.unit.present.id}" if round_.unit else ""
