"""A facility writes a listing, submits it, changes it and withdraws it."""

from dataclasses import asdict, dataclass
from functools import partial
from typing import Any

from sqlalchemy import select

from app.core import audit
from app.core.actor import Actor
from app.core.clock import utc_now
from app.core.database.base import db
from app.core.database.changes import record_change
from app.core.errors import NotFound, RuleBroken, check_together
from app.core.policy import authorize
from app.core.text import sort_key
from catalog import fields
from catalog.acts import check_version, free_slug, load, lock, move, product_changed, propose
from catalog.change_rules import PRODUCT_RULES, Handling, handling_of
from catalog.enums import ProductGroup, ProductState
from catalog.history import mark_unchecked, note_change
from catalog.lifecycle import ProductAct, next_product_state
from catalog.models import Certificate, Facility, Product, Trademark
from catalog.policies import can_manage_facility, can_manage_product
from catalog.products.completeness import ListingFacts, missing_requirements
from catalog.standing import held_by
from catalog.validity import AWARD


@dataclass(frozen=True, slots=True, kw_only=True)
class ProductData:
    """A listing as typed. gtin: any length or empty. certificate_ids, trademark_id: of the same facility."""

    name_vi: str
    group: str
    name_en: str = ""
    is_set: bool = False
    description_vi: str = ""
    description_en: str = ""
    materials: str = ""
    dimensions: str = ""
    net_content: str = ""
    shelf_life: str = ""
    standard: str = ""
    safety_note: str = ""
    where_sold: str = ""
    gtin: str = ""
    trademark_id: int | None = None
    certificate_ids: tuple[int, ...] = ()


def create_product(actor: Actor, facility_id: int, data: ProductData, *, is_demo: bool = False) -> Product:
    """A draft; a name and a group are enough to begin."""
    facility = lock(Facility, facility_id)  # against a merge, which moves what it has
    authorize(actor, can_manage_facility, facility)
    values = _stored(data, facility)
    certificates = values.pop("certificates")
    now = utc_now()
    product = Product(
        **values,
        slug=free_slug(Product, data.name_vi, "san-pham"),
        sort_key=sort_key(data.name_vi),
        facility_id=facility.id,
        state=ProductState.DRAFT,
        is_demo=is_demo,
        created_at=now,
        updated_at=now,
    )
    product.certificates = certificates
    db.session.add(product)
    audit.record(actor, "catalog.product.create", product, facility_id=facility.id)
    return product


def edit_product(actor: Actor, product_id: int, data: ProductData, *, version: int | None = None) -> Product:
    """Change a listing. On a published one each change waits for an officer or is marked, by `change_rules`."""
    product = load(Product, product_id)
    authorize(actor, can_manage_product, product)
    check_version(product, version)
    values = _stored(data, product.facility)
    certificates = values.pop("certificates")
    is_public = product.state == ProductState.PUBLISHED
    values = {name: value for name, value in values.items() if getattr(product, name) != value}
    waiting = _waiting_part(product, values) if is_public else {}
    changed = sorted(values.keys() - waiting.keys())
    if [paper.id for paper in product.certificates] != [paper.id for paper in certificates]:
        changed.append("certificates")
    if is_public:
        _tell_history(product, values, changed, waiting)
    for name in values.keys() - waiting.keys():
        setattr(product, name, values[name])
    product.certificates = certificates
    propose(product, waiting)
    product.sort_key = sort_key(product.name_vi)
    product.updated_at = utc_now()
    if product.published_at is None and "name_vi" in changed:
        product.slug = free_slug(Product, product.name_vi, "san-pham", product.id)
    audit.record(actor, "catalog.product.edit", product, changed=changed, proposed=waiting)
    product_changed(product)
    return product


def _waiting_part(product: Product, values: dict[str, Any]) -> dict[str, Any]:
    """Of changed values those that an officer has to see first."""
    held = held_by(product)
    return {
        name: value
        for name, value in values.items()
        if handling_of(PRODUCT_RULES[name], value, in_force=AWARD in held, held=held) is Handling.WAIT
    }


def _tell_history(
    product: Product, values: dict[str, Any], changed: list[str], waiting: dict[str, Any]
) -> None:
    for name in changed:
        is_link = name in {"certificates", "trademark_id"}
        before, after = ("", "") if is_link else (getattr(product, name), values[name])
        note_change(product, "changed", name, before, after)
        mark_unchecked(product, name)
    for name, value in waiting.items():
        if product.proposed.get(name) != value:
            note_change(product, "proposed", name, getattr(product, name))


def submit_product(actor: Actor, product_id: int, *, version: int | None = None) -> Product:
    """Submit a complete listing for review."""
    product = load(Product, product_id)
    authorize(actor, can_manage_product, product)
    check_version(product, version)
    state = move(next_product_state, ProductState(product.state), ProductAct.SUBMIT)
    if missing := missing_requirements(listing_facts(product)):
        raise RuleBroken("listing_incomplete", missing[0].field, missing=[item.code for item in missing])
    product.state = state
    product.submitted_at = product.updated_at = utc_now()
    product.return_reason, product.return_reasons = "", []
    audit.record(actor, "catalog.product.submit", product)
    return product


def withdraw_product(actor: Actor, product_id: int, *, version: int | None = None) -> Product:
    """Withdraw a published product from the site, or turn a submitted one back into a draft."""
    product = load(Product, product_id)
    authorize(actor, can_manage_product, product)
    check_version(product, version)
    was_public = product.state == ProductState.PUBLISHED
    product.state = move(next_product_state, ProductState(product.state), ProductAct.WITHDRAW)
    propose(product, {})
    product.updated_at = utc_now()
    audit.record(actor, "catalog.product.withdraw", product)
    product_changed(product, was_public=was_public)
    if was_public:
        record_change("facility", product.facility_id)
    return product


def listing_facts(product: Product) -> ListingFacts:
    """The input of the check list."""
    return ListingFacts(
        name_vi=product.name_vi,
        group=product.group,
        description_vi=product.description_vi,
        materials=product.materials,
        dimensions=product.dimensions,
        net_content=product.net_content,
        where_sold=product.where_sold,
        pictures=len(product.pictures),
        pictures_described=sum(bool(picture.alt_vi) for picture in product.pictures),
        name_en=product.name_en,
        description_en=product.description_en,
        gtin=product.gtin or "",
        has_trademark=product.trademark_id is not None,
        certificate_kinds=frozenset(paper.kind for paper in product.certificates),
    )


def text_values(data: ProductData) -> dict[str, Any]:
    """The typed values as kept, without the papers. Raises RuleBroken with the field at fault, all faults together."""
    check_together(
        partial(fields.required, data.name_vi, "name_vi"),
        partial(fields.one_of, data.group, ProductGroup, "group"),
        partial(_with_unit, data.net_content),
        partial(fields.gtin, data.gtin),
    )
    values = asdict(data) | {"gtin": fields.gtin(data.gtin)}
    del values["trademark_id"], values["certificate_ids"]
    return values


def _stored(data: ProductData, facility: Facility) -> dict[str, Any]:
    """The typed values as kept, `certificates` as rows. Raises RuleBroken with the field at fault."""
    return text_values(data) | {
        "trademark_id": _own_trademark(data.trademark_id, facility),
        "certificates": _own_certificates(data.certificate_ids, facility),
    }


def _with_unit(net_content: str) -> None:
    if net_content.replace(",", "").replace(".", "").isdigit():
        raise RuleBroken("unit_missing", "net_content")


def _own_trademark(trademark_id: int | None, facility: Facility) -> int | None:
    if trademark_id is None:
        return None
    trademark = db.session.get(Trademark, trademark_id)
    if trademark is None or trademark.facility_id != facility.id:
        raise NotFound("paper_not_found", "trademark_id")
    return trademark.id


def _own_certificates(ids: tuple[int, ...], facility: Facility) -> list[Certificate]:
    wanted = set(ids)
    query = select(Certificate).where(Certificate.id.in_(wanted), Certificate.facility_id == facility.id)
    found = list(db.session.scalars(query.order_by(Certificate.id))) if wanted else []
    if len(found) != len(wanted):
        raise NotFound("paper_not_found", "certificate_ids")
    return found
