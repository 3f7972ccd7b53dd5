"""Made-up facilities with complete listings, entered and reviewed by the people concerned."""

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

from app.core.actor import Role
from app.core.clock import today
from app.core.gs1 import check_digit
from app.core.ports import ports
from app.demo.illustrations import View
from app.demo.people import MEMBERS, person_actor
from app.demo.pictures.drawing import Drawing
from app.demo.pictures.papers import draw_paper
from app.demo.stage import Stage, act
from catalog.credentials.checks import check_paper
from catalog.credentials.services import (
    CertificateData,
    StoredScan,
    TrademarkData,
    add_certificate,
    add_trademark,
)
from catalog.enums import CertificateKind, FacilityKind, ProductGroup, TrademarkState
from catalog.facilities.services import FacilityData, register_facility
from catalog.models import Certificate, Trademark
from catalog.products.pictures import StoredPicture, add_pictures
from catalog.products.services import ProductData, create_product, submit_product
from catalog.review.facilities import verify_facility
from catalog.review.products import publish_product
from catalog.units.queries import get_unit

FILE = Path(__file__).parents[1] / "data" / "facilities.toml"
HOME = "75"
"""Đồng Nai, whose officer has a demonstration account; the officer of the nation serves elsewhere."""
ALTS = {
    View.THING: ("Hình minh họa: {}", "Illustration: {}"),
    View.CLOSE_UP: ("Hình minh họa, nhìn gần chất liệu: {}", "Illustration, close-up of the material: {}"),
    View.PACKAGE: ("Hình minh họa bao bì: {}", "Illustration of the package: {}"),
}
TITLES = {
    CertificateKind.FOOD_SAFETY: "Giấy chứng nhận đủ điều kiện an toàn thực phẩm (minh họa)",
    CertificateKind.HACCP: "Chứng nhận HACCP (minh họa)",
    CertificateKind.ISO_9001: "Chứng nhận ISO 9001 (minh họa)",
    CertificateKind.ISO_22000: "Chứng nhận ISO 22000 (minh họa)",
    CertificateKind.OCOP: "Giấy chứng nhận sản phẩm OCOP (minh họa)",
}
ISSUER = "Tổ chức chứng nhận minh họa"
TEXTS = (
    "name_vi", "name_en", "group", "description_vi", "description_en", "materials", "dimensions", "net_content",
    "shelf_life", "standard", "safety_note", "where_sold",
)  # fmt: skip


@dataclass(slots=True)
class Made:
    """What was made, by key: facility, product, and the member who works for each facility."""

    facilities: dict[str, int]
    products: dict[str, int]
    members: dict[str, str]

    def member_of(self, product_key: str) -> str:
        """The person who works for the maker of a product."""
        return self.members[product_key]


def read_facilities() -> dict[str, Any]:
    with FILE.open("rb") as handle:
        return tomllib.load(handle)


def drawings() -> Iterator[Drawing]:
    """All pictures that the made-up products need."""
    data = read_facilities()
    listed = [product for facility in data["facility"] for product in facility["product"]]
    for product in (*listed, data["submitted"]):
        for view in View:
            yield Drawing(product["name_vi"], ProductGroup(product["group"]), view)


def load_catalogue(stage: Stage, pictures: dict[Drawing, StoredPicture]) -> Made:
    """Register, verify, list and publish; inside the transaction of the demonstration."""
    data = read_facilities()
    made = Made({}, {}, {})
    for number, (facts, person) in enumerate(zip(data["facility"], MEMBERS, strict=True)):
        with stage.at(-240 + number, 9):
            _load_facility(made, facts, person.key, pictures)
    first = MEMBERS[0].key
    with stage.at(-3, 15):
        submitted = _list(first, made.facilities["lang-mau"], data["submitted"], None, (), pictures)
        act(first, submit_product, submitted)
    with stage.at(-1, 16):
        act(
            first,
            create_product,
            made.facilities["lang-mau"],
            ProductData(**_texts(data["draft"])),
            is_demo=True,
        )
    with stage.at(-2, 10):
        act("member-8", register_facility, _facility_data(data["waiting"], 9), is_demo=True)
    return made


def full_gtin(body: str) -> str:
    """A GTIN-13 or GLN of twelve digits that begin with 952, the prefix GS1 keeps for examples."""
    assert body.startswith("952")
    return body + check_digit(body)


def _load_facility(
    made: Made, facts: dict[str, Any], member: str, pictures: dict[Drawing, StoredPicture]
) -> None:
    officer = "province" if facts["unit"] == HOME else "national"
    number = int(member.partition("-")[2])
    facility = act(member, register_facility, _facility_data(facts, number), is_demo=True)
    made.facilities[facts["key"]] = facility
    act(officer, verify_facility, facility)
    mark = _add_mark(member, officer, facility, facts)
    papers = tuple(_add_paper(member, officer, facility, facts, kind) for kind in facts["papers"])
    for listing in facts["product"]:
        product = _list(member, facility, listing, mark, papers, pictures)
        act(member, submit_product, product)
        act(officer, publish_product, product)
        made.products[listing["key"]] = product
        made.members[listing["key"]] = member


def _list(
    member: str,
    facility: int,
    listing: dict[str, Any],
    mark: int | None,
    papers: tuple[int, ...],
    pictures: dict[Drawing, StoredPicture],
) -> int:
    data = ProductData(
        **_texts(listing),
        is_set=listing.get("is_set", False),
        gtin=full_gtin(listing["gtin"]) if "gtin" in listing else "",
        trademark_id=mark,
        certificate_ids=papers,
    )
    product: int = act(member, create_product, facility, data, is_demo=True)
    for view, (alt_vi, alt_en) in ALTS.items():
        picture = pictures[Drawing(data.name_vi, ProductGroup(data.group), view)]
        act(
            member,
            add_pictures,
            product,
            [picture],
            alt_vi=alt_vi.format(data.name_vi),
            alt_en=alt_en.format(data.name_en),
        )
    return product


def _add_mark(member: str, officer: str, facility: int, facts: dict[str, Any]) -> int:
    mark = facts["mark"]
    state = TrademarkState(mark["state"])
    granted = state is TrademarkState.GRANTED
    number = f"MH-{facts['key'].upper()}"
    data = TrademarkData(
        name=mark["name"],
        kind=mark["kind"],
        state=state,
        application_number=f"{number}-DON",
        application_date=today() - timedelta(days=900),
        registration_number=f"{number}-VB" if granted else "",
        registration_date=today() - timedelta(days=400) if granted else None,
        valid_until=today() + timedelta(days=3250) if granted else None,
        holder=facts["name"],
        nice_classes=mark["classes"],
    )
    mark_id: int = act(
        member, add_trademark, facility, data, _scan(f"Nhãn hiệu {mark['name']}", facts["name"])
    )
    if granted:
        act(officer, check_paper, Trademark, mark_id, "Đã đối chiếu (minh họa)")
    return mark_id


def _add_paper(member: str, officer: str, facility: int, facts: dict[str, Any], kind: str) -> int:
    """The second paper of a facility stays unchecked, so that pages show both."""
    title = TITLES[CertificateKind(kind)]
    data = CertificateData(
        kind=kind,
        title=title,
        number=f"MH/{facts['key'].upper()}/{kind.upper()}",
        issuer=ISSUER,
        issued_on=today() - timedelta(days=200),
        valid_until=today() + timedelta(days=895),
        stars=4 if kind == CertificateKind.OCOP else None,
    )
    paper: int = act(member, add_certificate, facility, data, _scan(title, facts["name"]))
    if kind == facts["papers"][0]:
        act(officer, check_paper, Certificate, paper, "Đã đối chiếu (minh họa)")
    return paper


def _scan(title: str, facility: str) -> StoredScan:
    return StoredScan(ports().files.put(draw_paper(title, facility), ".pdf"), "application/pdf")


def _facility_data(facts: dict[str, Any], number: int) -> FacilityData:
    return FacilityData(
        name=facts["name"],
        kind=facts["kind"],
        registration_number=f"MINH-HOA-{number:04d}",
        unit_id=get_unit("2025", facts["unit"]).id,
        commune=facts["commune"],
        address=facts["address"],
        contact_name=facts["contact"],
        phone=f"0000 000 {number:03d}",
        email=f"lien-he-{number}@minhhoa.example",
        website=f"https://co-so-{number}.minhhoa.example",
        about_vi=facts["about_vi"],
        about_en=facts["about_en"],
        founded_year=facts["founded"],
        gln=full_gtin(facts["gln"]) if "gln" in facts else "",
        consent=facts["kind"] in {FacilityKind.HOUSEHOLD, FacilityKind.COOPERATIVE_GROUP},
    )


def _texts(listing: dict[str, Any]) -> dict[str, Any]:
    return {name: " ".join(listing[name].split()) for name in TEXTS if name in listing}


def is_loaded() -> bool:
    """Whether the made-up facilities are there: the first member belongs to one."""
    return Role.FACILITY in person_actor(MEMBERS[0].key).roles
