"""Reads that only public pages need, or that join domains."""

from collections.abc import Iterable, Iterator
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from app.core.database.base import db
from catalog.enums import CheckState, FacilityState, ProductState
from catalog.listings.cards import is_public
from catalog.models import Award, Facility, Product, Trademark
from catalog.names import number_key
from catalog.tallies.cells import CERTIFICATE
from catalog.tallies.queries import numbers_of
from voting.models import RecognitionDecision

LOOKUP_LIMIT = 20


def count_products_by_facility(ids: Iterable[int]) -> dict[int, int]:
    """Facility id -> published products."""
    query = (
        select(Product.facility_id, func.count())
        .where(Product.facility_id.in_(list(ids)), Product.state == ProductState.PUBLISHED)
        .group_by(Product.facility_id)
    )
    return {key: count for key, count in db.session.execute(query)}  # noqa: C416  # rows are not pairs to mypy


def list_trademarks(limit: int, offset: int) -> tuple[list[Trademark], int]:
    """Marks of verified facilities that no officer refused, by name, and how many there are."""
    seen = (Trademark.check_state != CheckState.REFUSED) & (Facility.state == FacilityState.VERIFIED)
    query = select(Trademark).join(Trademark.facility).where(seen).options(joinedload(Trademark.facility))
    total = db.session.scalar(
        select(func.count()).select_from(Trademark).join(Trademark.facility).where(seen)
    )
    rows = db.session.scalars(query.order_by(Trademark.name, Trademark.id).limit(limit).offset(offset))
    return list(rows), total or 0


def find_awards_like(text: str) -> list[Award]:
    """Certificates whose number holds what was typed, whatever its case, marks, blanks and dashes."""
    wanted = number_key(text)
    if not wanted:
        return []
    query = select(Award).options(joinedload(Award.product)).limit(LOOKUP_LIMIT)
    exact = list(db.session.scalars(query.where(Award.number_key == wanted).order_by(Award.id)))
    if len(exact) == 1:
        return exact
    order = (func.length(Award.number), Award.number)
    return list(db.session.scalars(query.where(Award.number_key.contains(wanted)).order_by(*order)))


def is_shown(product: Product) -> bool:
    """Whether a loaded product has a public page."""
    return product.state == ProductState.PUBLISHED and product.facility.state == FacilityState.VERIFIED


def list_newest_awards(limit: int, offset: int = 0) -> tuple[list[Award], int]:
    """Numbered certificates of public products, the newest first, and how many there are."""
    query = select(Award).where(Award.is_listed).order_by(Award.issued_on.desc(), Award.id.desc())
    rows = db.session.scalars(query.options(joinedload(Award.product)).limit(limit).offset(offset))
    return list(rows), numbers_of(CERTIFICATE)[CERTIFICATE].get("", 0)


def iter_slugs() -> Iterator[tuple[str, str, datetime]]:
    """(kind, slug, updated_at) of every public product and facility, for the sitemap."""
    for kind, query in (
        ("product", select(Product.slug, Product.updated_at).join(Product.facility).where(is_public())),
        (
            "facility",
            select(Facility.slug, Facility.updated_at).where(Facility.state == FacilityState.VERIFIED),
        ),
    ):
        for slug, at in db.session.execute(query.order_by("id")):
            yield kind, slug, at


def list_certificate_numbers() -> list[str]:
    """Numbers of all certificates, for the sitemap."""
    query = select(Award.number).where(Award.is_listed).order_by(Award.id)
    return [number for number in db.session.scalars(query) if number]


def find_signer_title(award: Award) -> str | None:
    """The office of the person who signed the decision, where a round on this site led to the award."""
    query = select(RecognitionDecision.signer_title).where(RecognitionDecision.round_id == award.round_id)
    return db.session.scalar(query)
