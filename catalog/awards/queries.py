"""Recognitions: by number, of a product, and the one that is valid today."""

from collections.abc import Collection, Iterable
from datetime import date
from typing import Protocol, TypeVar

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app.core.database.base import db
from app.core.errors import NotFound
from catalog.enums import LEVEL_RANK, Level, Validity
from catalog.models import Award, Facility, Product
from catalog.validity import HOLDING

TAKEN = frozenset({Validity.REVOKED, Validity.SUSPENDED})
"""States of a certificate that an authority took from it; an expired one ended by itself."""
_WITH_MAKER = joinedload(Award.product).joinedload(Product.facility).joinedload(Facility.unit)


def find_award(number: str) -> Award | None:
    """The recognition with that certificate number, with product, facility and unit; one statement."""
    return db.session.scalar(select(Award).where(Award.number == number).options(_WITH_MAKER))


def get_award_with_maker(award_id: int) -> Award:
    """The recognition with product, facility and unit. Raises NotFound."""
    award = db.session.scalar(select(Award).where(Award.id == award_id).options(_WITH_MAKER))
    if award is None:
        raise NotFound("not_found")
    return award


def list_awards_of(product: Product) -> list[Award]:
    """All recognitions of a product, the newest first, including expired and revoked ones."""
    query = select(Award).where(Award.product_id == product.id)
    return list(db.session.scalars(query.order_by(Award.issued_on.desc(), Award.id.desc())))


def find_current_recognition(product: Product, on: date) -> Award | None:
    """The recognition of the highest level that is valid on a day, the newest of them."""
    return best_award(list_awards_of(product), on)


def list_out_of_force(round_id: int, on: date) -> dict[str, Validity]:
    """Certificates of a round by number that were taken back or are suspended on a day."""
    return group_out_of_force([round_id], on).get(round_id, {})


def group_out_of_force(round_ids: Collection[int], on: date) -> dict[int, dict[str, Validity]]:
    """The same of several rounds, by round; those without any are left out."""
    query = select(Award).where(
        Award.round_id.in_(round_ids), Award.revoked_on.is_not(None) | Award.suspended_on.is_not(None)
    )
    found: dict[int, dict[str, Validity]] = {}
    for award in db.session.scalars(query):
        state = award.validity_on(on)
        if award.round_id is not None and award.number and state in TAKEN:
            found.setdefault(award.round_id, {})[award.number] = state
    return found


def list_products_out_of_force(round_id: int, on: date) -> frozenset[int]:
    """Products that a round recognised and whose every certificate of it was taken back or is suspended."""
    query = select(Award).where(Award.round_id == round_id)
    states: dict[int, set[bool]] = {}
    for award in db.session.scalars(query):
        states.setdefault(award.product_id, set()).add(award.validity_on(on) in TAKEN)
    return frozenset(product_id for product_id, taken in states.items() if taken == {True})


class Recognised(Protocol):
    """A recognition as an entity or as a row: what decides which one is shown."""

    @property
    def id(self) -> int: ...
    @property
    def level(self) -> str: ...
    @property
    def issued_on(self) -> date: ...
    def validity_on(self, day: date) -> Validity: ...


AnyAward = TypeVar("AnyAward", bound=Recognised)


def best_award(awards: Iterable[AnyAward], on: date) -> AnyAward | None:
    """Of some recognitions of one product: the highest level that is valid on a day, the newest of them."""
    holding = [award for award in awards if award.validity_on(on) in HOLDING]
    return max(holding, key=lambda award: (LEVEL_RANK[Level(award.level)], award.issued_on), default=None)


def shown_award(awards: Iterable[AnyAward], on: date) -> AnyAward | None:
    """What a card shows: the best valid one, else the newest one ever."""
    awards = list(awards)
    newest = max(awards, key=lambda award: (award.issued_on, award.id), default=None)
    return best_award(awards, on) or newest
