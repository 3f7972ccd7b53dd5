"""Trademarks and certificates: of a facility, on products, and duplicates of a number."""

from typing import TypeVar

from sqlalchemy import select

from app.core.database.base import db
from app.core.errors import NotFound
from catalog.models import Certificate, Product, ProductCertificate, Trademark

Paper = Trademark | Certificate
Kind = TypeVar("Kind", bound=Paper)


def get_paper(kind: type[Kind], paper_id: int) -> Kind:
    """Raises NotFound."""
    paper = db.session.get(kind, paper_id)
    if paper is None:
        raise NotFound("not_found")
    return paper


def list_products_with(paper: Paper) -> list[Product]:
    """The products that use a document."""
    if isinstance(paper, Trademark):
        query = select(Product).where(Product.trademark_id == paper.id)
    else:
        query = select(Product).join(ProductCertificate).where(ProductCertificate.certificate_id == paper.id)
    return list(db.session.scalars(query.order_by(Product.id)))


def list_renewals(certificate_id: int) -> list[Certificate]:
    """The papers that renew one, those that were refused among them."""
    query = select(Certificate).where(Certificate.replaces_id == certificate_id)
    return list(db.session.scalars(query.order_by(Certificate.id)))


def find_duplicates(paper: Paper) -> list[Trademark] | list[Certificate]:
    """Papers of other facilities with the same number of the same issuer: a warning for the officer."""
    if isinstance(paper, Trademark):
        numbers = [number for number in (paper.registration_number, paper.application_number) if number]
        same = Trademark.registration_number.in_(numbers) | Trademark.application_number.in_(numbers)
        marks = select(Trademark).where(same, Trademark.facility_id != paper.facility_id)
        return list(db.session.scalars(marks.order_by(Trademark.id)))
    papers = select(Certificate).where(
        Certificate.number == paper.number,
        Certificate.issuer == paper.issuer,
        Certificate.facility_id != paper.facility_id,
    )
    return list(db.session.scalars(papers.order_by(Certificate.id)))
