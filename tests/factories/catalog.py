"""Makers of facilities, products, papers and awards, in any state, straight into the tables."""

from datetime import date, timedelta
from itertools import count
from typing import Any

from app.accounts.sessions.actors import actor_of
from app.core.actor import Actor, Role
from app.core.clock import today, utc_now
from app.core.database.base import db
from app.core.database.changes import record_change
from app.core.database.transaction import transaction
from app.core.text import slugify, sort_key
from catalog.enums import (
    CertificateKind,
    CheckState,
    FacilityKind,
    FacilityState,
    Level,
    ProductGroup,
    ProductState,
    TrademarkKind,
    TrademarkState,
)
from catalog.models import (
    AdministrativeUnit,
    Award,
    Certificate,
    Facility,
    Product,
    ProductPicture,
    Trademark,
)
from catalog.names import skeleton
from catalog.units.communes import commune_key_of
from catalog.units.queries import get_unit
from catalog.validity import award_valid_until
from tests.factories.accounts import user

_number = count(1)
DESCRIPTION = "Nước mắm cá cơm ủ chượp mười hai tháng trong thùng gỗ, không chất bảo quản."


def unit(code: str = "75", list_version: str = "2025") -> AdministrativeUnit:
    """An administrative unit by code; Đồng Nai by default."""
    return get_unit(list_version, code)


def facility(*, unit_code: str = "75", **changes: Any) -> Facility:
    """A verified enterprise in Đồng Nai."""
    number = next(_number)
    name = changes.pop("name", f"Công ty Hương Quê {number}")
    now = utc_now()
    values: dict[str, Any] = {
        "slug": slugify(f"{name}-{number}"),
        "kind": FacilityKind.ENTERPRISE,
        "registration_number": f"36{number:08d}",
        "commune": "Xã Phú Lâm",
        "address": "Ấp 3",
        "contact_name": "Nguyễn Thị Hoa",
        "phone": "0901 234 567",
        "state": FacilityState.VERIFIED,
        "verified_at": now,
        "created_at": now,
        "updated_at": now,
    }
    with transaction():
        row = Facility(
            name=name, sort_key=sort_key(name), skeleton=skeleton(name), unit_id=unit(unit_code).id
        )
        for key, value in (values | changes).items():
            setattr(row, key, value)
        if "commune_key" not in changes:
            row.commune_key = commune_key_of(row.commune, unit(unit_code).present.code)
        db.session.add(row)
        db.session.flush()
        record_change("facility", row.id)
    return row


def product(of: Facility | None = None, *, pictures: int = 1, **changes: Any) -> Product:
    """A published food product of a facility (a new verified one when None) with pictures."""
    owner_id = (of or facility()).id
    number = next(_number)
    name = changes.pop("name_vi", f"Nước mắm Hương Quê {number}")
    now = utc_now()
    values: dict[str, Any] = {
        "slug": slugify(f"{name}-{number}"),
        "group": ProductGroup.FOOD,
        "description_vi": DESCRIPTION,
        "materials": "Cá cơm, muối biển",
        "net_content": "500 ml",
        "where_sold": "Cửa hàng của cơ sở",
        "state": ProductState.PUBLISHED,
        "submitted_at": now,
        "published_at": now,
        "created_at": now,
        "updated_at": now,
    }
    with transaction():
        row = Product(facility_id=owner_id, name_vi=name, sort_key=sort_key(name), **(values | changes))
        db.session.add(row)
        db.session.flush()
        db.session.add_all(_picture(row.id, position) for position in range(pictures))
        record_change("product", row.id)
    return row


def _picture(product_id: int, position: int) -> ProductPicture:
    digest = f"{product_id:032x}{position:032x}"
    files = dict.fromkeys(("320", "640", "1280"), f"{digest}.webp") | {"share": f"{digest}.jpg"}
    return ProductPicture(
        product_id=product_id, position=position, alt_vi=f"Góc chụp {position + 1}", width=1280, height=960,
        colour="#8a3324", files=files, created_at=utc_now(),
    )  # fmt: skip


def trademark(of: Facility | None = None, **changes: Any) -> Trademark:
    """A granted mark of a facility, not yet checked by an officer."""
    owner_id = (of or facility()).id
    now = utc_now()
    values: dict[str, Any] = {
        "name": "Hương Quê",
        "kind": TrademarkKind.ORDINARY,
        "state": TrademarkState.GRANTED,
        "registration_number": f"4-0{next(_number):06d}-000",
        "registration_date": date(2022, 3, 1),
        "valid_until": date(2032, 2, 29),
        "holder": "Công ty Hương Quê",
        "nice_classes": [29, 30],
        "logo_files": {},
        "created_at": now,
        "updated_at": now,
    }
    with transaction():
        row = Trademark(facility_id=owner_id, **(values | changes))
        db.session.add(row)
        db.session.flush()
        record_change("trademark", row.id)
    return row


def certificate(
    of: Facility | None = None, *, products: tuple[Product, ...] = (), **changes: Any
) -> Certificate:
    """A checked food-safety paper, valid for two more years, carried by the given products."""
    owner_id = (of or facility()).id
    product_ids = [item.id for item in products]
    now = utc_now()
    values: dict[str, Any] = {
        "kind": CertificateKind.FOOD_SAFETY,
        "number": f"{next(_number)}/2025/ATTP-ĐN",
        "issuer": "Sở Công Thương Đồng Nai",
        "issued_on": today() - timedelta(days=300),
        "valid_until": today() + timedelta(days=730),
        "check_state": CheckState.CHECKED,
        "checked_at": now,
        "created_at": now,
        "updated_at": now,
    }
    with transaction():
        row = Certificate(facility_id=owner_id, **(values | changes))
        db.session.add(row)
        for product_id in product_ids:
            db.session.get_one(Product, product_id).certificates.append(row)
            record_change("product", product_id)
    return row


def award(of: Product | None = None, **changes: Any) -> Award:
    """A provincial recognition issued this year."""
    owner_id = (of or product()).id
    number = next(_number)
    issued = changes.get("issued_on", today())
    with transaction():
        owner = db.session.get_one(Product, owner_id)
        values: dict[str, Any] = {
            "number": f"CNNT-T75-{issued.year}-{number:04d}",
            "level": Level.PROVINCE,
            "year": issued.year,
            "issuer": "Ủy ban nhân dân tỉnh Đồng Nai",
            "decision_number": f"{number}/QĐ-UBND",
            "decision_date": issued,
            "issued_on": issued,
            "valid_until": award_valid_until(issued),
            "unit_name": owner.facility.unit.name_vi,
            "product_name": owner.name_vi,
            "producer_name": owner.facility.name,
            "created_at": utc_now(),
        }
        row = Award(product_id=owner_id, **(values | changes))
        db.session.add(row)
        record_change("product", owner_id)
    return row


def member_actor(of: Facility) -> Actor:
    """A new person who is a member of a facility, as use cases see them."""
    return actor_of(user(Role.FACILITY, facility_id=of.id))


def officer_actor(*, unit_code: str | None = None, region: str | None = None) -> Actor:
    """A new officer of a province (unit_code), of a region, or of the nation when neither is given."""
    if unit_code is not None:
        return actor_of(user(Role.OFFICER_PROVINCE, unit_id=unit(unit_code).id), second_factor=True)
    if region is not None:
        return actor_of(user(Role.OFFICER_REGION, region=region), second_factor=True)
    return actor_of(user(Role.OFFICER_NATIONAL), second_factor=True)
