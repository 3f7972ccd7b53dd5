"""Reads that only public pages need, or that join domains."""

from collections.abc import Iterable, Iterator
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from app.core.database.base import db
from app.core.text import fold
from catalog.enums import CheckState, FacilityState, ProductState
from catalog.listings.cards import is_public
from catalog.models import Award, Facility, Product, Trademark
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
    wanted = bare_number(text)
    if not wanted:
        return []
    numbers = db.session.execute(select(Award.id, Award.number).where(Award.number.is_not(None)))
    ids = sorted(
        (len(number), key) for key, number in numbers if number is not None and wanted in bare_number(number)
    )[:LOOKUP_LIMIT]
    query = select(Award).where(Award.id.in_([key for _, key in ids])).options(joinedload(Award.product))
    return sorted(db.session.scalars(query), key=lambda award: (len(award.number or ""), award.number or ""))


def bare_number(text: str) -> str:
    """A number as people type it, to be compared: letters and digits alone, without marks and case."""
    return "".join(char for char in fold(text) if char.isalnum())


def is_shown(product: Product) -> bool:
    """Whether a loaded product has a public page."""
    return product.state == ProductState.PUBLISHED and product.facility.state == FacilityState.VERIFIED


def list_newest_awards(limit: int, offset: int = 0) -> tuple[list[Award], int]:
    """Numbered certificates of public products, the newest first, and how many there are."""
    seen = Award.number.is_not(None)
    query = select(Award).join(Award.product).join(Product.facility).where(seen, is_public())
    total = db.session.scalar(select(func.count()).select_from(query.subquery()))
    rows = db.session.scalars(
        query.order_by(Award.issued_on.desc(), Award.id.desc()).limit(limit).offset(offset)
    )
    return list(rows), total or 0


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
    query = select(Award.number).join(Award.product).join(Product.facility)
    return [
        n
        for n in db.session.scalars(query.where(Award.number.is_not(None), is_public()).order_by(Award.id))
        if n
    ]


def find_signer_title(award: Award) -> str | None:
    """The office of the person who signed the decision, where a round on this site led to the award."""
    query = select(RecognitionDecision.signer_title).where(RecognitionDecision.round_id == award.round_id)
    return db.session.scalar(query)
