"""Trademarks and certificates a facility supplies, each with a private scan."""

from dataclasses import asdict, dataclass, field, replace
from datetime import date
from functools import partial
from typing import Any

from sqlalchemy import select

from app.core import audit
from app.core.actor import Actor
from app.core.clock import today, utc_now
from app.core.database.base import db
from app.core.database.changes import record_change
from app.core.errors import Conflict, NotFound, RuleBroken, check_together
from app.core.policy import authorize
from catalog import fields
from catalog.acts import load, lock
from catalog.credentials.nice import edition_on
from catalog.credentials.queries import list_products_with, list_renewals
from catalog.enums import CertificateKind, CheckState, ProductState, TrademarkKind, TrademarkState
from catalog.models import Certificate, Facility, Product, Trademark
from catalog.policies import can_manage_facility, can_manage_paper
from catalog.schemes.queries import find_scheme

EARLIEST = date(1950, 1, 1)
OCOP_STARS = range(3, 6)


@dataclass(frozen=True, slots=True)
class StoredScan:
    """A scan in the file store: its name and what it is served as."""

    name: str
    media_type: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TrademarkData:
    """As typed. nice_classes: numbers with commas. At least one of the two numbers."""

    name: str
    kind: str
    state: str
    application_number: str = ""
    application_date: date | None = None
    registration_number: str = ""
    registration_date: date | None = None
    valid_until: date | None = None
    holder: str = ""
    nice_classes: str = ""
    nice_edition: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CertificateData:
    """As typed. kind: of certificate, or a scheme of the list. title: name of the document, required for kind `other`.
    stars: of OCOP. replaces_id: the paper that this one renews.
    """

    kind: str
    number: str
    issuer: str
    issued_on: date
    title: str = ""
    valid_until: date | None = None
    stars: int | None = None
    replaces_id: int | None = None
    product_ids: tuple[int, ...] = field(default=())


def add_trademark(
    actor: Actor,
    facility_id: int,
    data: TrademarkData,
    scan: StoredScan | None = None,
    logo: dict[str, Any] | None = None,
) -> Trademark:
    """A mark of the facility, not yet checked. logo: the stored files of its picture."""
    facility = _managed(actor, facility_id)
    now = utc_now()
    mark = Trademark(
        **_trademark_values(data),
        facility_id=facility.id,
        logo_files=logo or {},
        created_at=now,
        updated_at=now,
    )
    mark.is_demo = facility.is_demo
    _keep_scan(mark, scan)
    db.session.add(mark)
    audit.record(actor, "catalog.trademark.add", mark)
    record_change("trademark", mark.id)
    return mark


def edit_trademark(
    actor: Actor,
    trademark_id: int,
    data: TrademarkData,
    scan: StoredScan | None = None,
    logo: dict[str, Any] | None = None,
    *,
    version: int | None = None,
) -> Trademark:
    """Correct a mark; it then needs an officer's check again. logo: another picture, {} for none, None as it is."""
    mark = load(Trademark, trademark_id)
    authorize(actor, can_manage_paper, mark)
    values = _trademark_values(data) | ({} if logo is None else {"logo_files": logo})
    _edit(mark, values, scan, version)
    audit.record(actor, "catalog.trademark.edit", mark)
    trademark_changed(mark)
    return mark


def add_certificate(
    actor: Actor, facility_id: int, data: CertificateData, scan: StoredScan | None = None
) -> Certificate:
    """A document of the facility, not yet checked, for some of its products."""
    facility = _managed(actor, facility_id)
    now = utc_now()
    if data.replaces_id is not None:
        _check_replaced(data, facility_id)
    paper = Certificate(**_certificate_values(data), facility_id=facility.id, created_at=now, updated_at=now)
    paper.is_demo = facility.is_demo
    _keep_scan(paper, scan)
    db.session.add(paper)
    audit.record(actor, "catalog.certificate.add", paper, products=list(data.product_ids))
    _put_on_products(paper, data.product_ids)
    certificate_changed(paper)
    return paper


def edit_certificate(
    actor: Actor,
    certificate_id: int,
    data: CertificateData,
    scan: StoredScan | None = None,
    *,
    version: int | None = None,
) -> Certificate:
    """Correct a paper; it waits for an officer's check again unless only its products changed."""
    paper = load(Certificate, certificate_id)
    authorize(actor, can_manage_paper, paper)
    certificate_changed(paper)  # those it leaves
    _edit(paper, _certificate_values(data) | {"replaces_id": paper.replaces_id}, scan, version)
    _put_on_products(paper, data.product_ids)
    audit.record(actor, "catalog.certificate.edit", paper, products=list(data.product_ids))
    certificate_changed(paper)
    return paper


def remove_paper(actor: Actor, kind: type[Trademark] | type[Certificate], paper_id: int) -> None:
    """Delete a document that no published product uses. The scan stays until the store is cleaned."""
    paper = load(kind, paper_id)
    authorize(actor, can_manage_paper, paper)
    if any(product.state == ProductState.PUBLISHED for product in list_products_with(paper)):
        raise Conflict("paper_in_use")
    for product in list_products_with(paper):
        if isinstance(paper, Trademark):
            product.trademark_id = None
        else:
            product.certificates.remove(paper)
    if isinstance(paper, Certificate):
        for later in list_renewals(paper.id):
            later.replaces_id = paper.replaces_id
    audit.record(actor, f"catalog.{paper.__tablename__}.remove", paper)
    record_change(paper.__tablename__, paper.id)
    db.session.delete(paper)


def trademark_changed(mark: Trademark) -> None:
    """Record a change in the feed that shows on the mark and on the pages of its products and facility."""
    record_change("trademark", mark.id)
    _holders_changed(mark)


def certificate_changed(paper: Certificate) -> None:
    _holders_changed(paper)


def _holders_changed(paper: Trademark | Certificate) -> None:
    record_change("facility", paper.facility_id)
    for product in list_products_with(paper):
        if product.state == ProductState.PUBLISHED:
            record_change("product", product.id)


def _managed(actor: Actor, facility_id: int) -> Facility:
    facility = lock(Facility, facility_id)  # against a merge, which moves what it has
    authorize(actor, can_manage_facility, facility)
    return facility


def _edit(
    paper: Trademark | Certificate, values: dict[str, Any], scan: StoredScan | None, version: int | None
) -> None:
    if version is not None and paper.version != version:
        raise Conflict("stale")
    if scan is not None or any(getattr(paper, name) != value for name, value in values.items()):
        paper.check_state, paper.check_note = CheckState.UNCHECKED, ""
        paper.checked_at = paper.checked_by = None
    for name, value in values.items():
        setattr(paper, name, value)
    _keep_scan(paper, scan)
    paper.updated_at = utc_now()


def _keep_scan(paper: Trademark | Certificate, scan: StoredScan | None) -> None:
    if scan is not None:
        paper.scan_file, paper.scan_type = scan.name, scan.media_type


def _put_on_products(paper: Certificate, ids: tuple[int, ...]) -> None:
    wanted = set(ids)
    own = db.session.scalars(
        select(Product).where(Product.facility_id == paper.facility_id).order_by(Product.id)
    )
    products = {product.id: product for product in own}
    if not wanted <= products.keys():
        raise NotFound("not_found", "product_ids")
    for product in products.values():
        carries = paper in product.certificates
        if product.id in wanted and not carries:
            product.certificates.append(paper)
        elif product.id not in wanted and carries:
            product.certificates.remove(paper)
    db.session.flush()


def _trademark_values(data: TrademarkData) -> dict[str, Any]:
    check_together(
        partial(fields.required, data.name, "name"),
        partial(fields.one_of, data.kind, TrademarkKind, "kind"),
        partial(fields.one_of, data.state, TrademarkState, "state"),
        partial(_numbered, data),
        partial(_past, data.application_date, "application_date"),
        partial(_past, data.registration_date, "registration_date"),
        partial(_in_order, data.registration_date, data.valid_until),
        partial(fields.nice_classes, data.nice_classes),
    )
    classes = fields.nice_classes(data.nice_classes)
    filed = edition_on(data.application_date) if data.application_date is not None and classes else ""
    return asdict(data) | {"nice_classes": classes, "nice_edition": data.nice_edition or filed}


def _numbered(data: TrademarkData) -> None:
    """A granted mark has a registration number, any other mark one of the two numbers."""
    if data.state == TrademarkState.GRANTED:
        fields.required(data.registration_number, "registration_number")
    elif not data.application_number and not data.registration_number:
        raise RuleBroken("number_required", "application_number")


def _certificate_values(data: CertificateData) -> dict[str, Any]:
    scheme = find_scheme(data.kind)
    if scheme is None:
        raise RuleBroken("choice_unknown", "kind")
    data = replace(data, kind=scheme.kind, title=data.title or ("" if scheme.is_base else scheme.name_vi))
    values = asdict(data) | {"scheme": "" if scheme.is_base else scheme.code}
    del values["product_ids"]
    check_together(
        partial(_titled, data),
        partial(fields.required, data.number, "number"),
        partial(fields.required, data.issuer, "issuer"),
        partial(_past, data.issued_on, "issued_on"),
        partial(_in_order, data.issued_on, data.valid_until),
        partial(_starred, data),
    )
    return values if data.kind == CertificateKind.OCOP else values | {"stars": None}


def _check_replaced(data: CertificateData, facility_id: int) -> None:
    """A paper is renewed by one of the same facility, kind and no earlier day, and once."""
    old = db.session.get(Certificate, data.replaces_id)
    if old is None or old.facility_id != facility_id:
        raise NotFound("not_found")
    scheme = find_scheme(data.kind)
    if scheme is None or scheme.kind != old.kind:
        raise RuleBroken("renewal_of_other_kind", "kind")
    if data.issued_on < old.issued_on:
        raise RuleBroken("renewal_before", "issued_on")
    if any(row.check_state != CheckState.REFUSED for row in list_renewals(old.id)):
        raise Conflict("renewed_already")


def _titled(data: CertificateData) -> None:
    if data.kind == CertificateKind.OTHER:
        fields.required(data.title, "title")


def _starred(data: CertificateData) -> None:
    if data.kind == CertificateKind.OCOP and data.stars not in OCOP_STARS:
        raise RuleBroken("stars_range", "stars")


def _in_order(begin: date | None, end: date | None) -> None:
    if begin is not None and end is not None and end < begin:
        raise RuleBroken("dates_in_order", "valid_until")


def _past(day: date | None, name: str) -> None:
    if day is not None and day > today():
        raise RuleBroken("date_in_future", name)
    if day is not None and day < EARLIEST:
        raise RuleBroken("paper_date_too_early", name)
