"""A catalogue of any size for scale work: plausible names, no pictures, written in bulk, marked as demonstration."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from random import Random
from typing import Any

from sqlalchemy import func, insert, select

from app.core import audit
from app.core.actor import SYSTEM
from app.core.clock import today, utc_now
from app.core.database.base import db
from app.core.database.changes import record_change
from app.core.database.transaction import transaction
from app.core.gs1 import check_digit
from app.core.text import slugify, sort_key
from app.core.work.jobs import enqueue, run_pending
from app.site.open_data import tasks as open_data
from app.site.whole_files import tasks as whole_files
from catalog.enums import (
    AwardSource,
    CertificateKind,
    CheckState,
    FacilityKind,
    FacilityState,
    Level,
    ProductGroup,
    ProductState,
)
from catalog.models import Award, Certificate, Facility, Product, ProductCertificate
from catalog.names import number_key, skeleton
from catalog.search.tasks import rebuild_index
from catalog.tallies.services import recount
from catalog.units.queries import list_units
from catalog.validity import award_valid_until

SEED = 26_2014
CHUNK = 5_000
PRODUCTS_A_FACILITY = 8
THINGS = {
    ProductGroup.CRAFT: (
        "Bình gốm",
        "Khay sơn mài",
        "Giỏ mây",
        "Khăn thổ cẩm",
        "Tranh thêu",
        "Chiếu cói",
        "Đèn tre",
    ),
    ProductGroup.FOOD: (
        "Nước mắm",
        "Cà phê",
        "Trà sen",
        "Mật ong",
        "Kẹo dừa",
        "Bún khô",
        "Hạt điều",
        "Chả cá",
        "Mứt gừng",
    ),
    ProductGroup.MACHINE: ("Máy xới", "Máy tách vỏ", "Máy sấy", "Lưỡi cuốc", "Máy bơm"),
    ProductGroup.OTHER: ("Xà phòng", "Nhang trầm", "Tinh dầu sả", "Gạch không nung", "Nến thơm"),
}
QUALITIES = (
    "truyền thống",
    "hữu cơ",
    "đặc biệt",
    "thượng hạng",
    "thủ công",
    "xuất khẩu",
    "gia truyền",
    "loại một",
)
SYLLABLES = (
    "An", "Bình", "Cát", "Duyên", "Đông", "Hà", "Hương", "Khánh", "Lam", "Lộc", "Minh", "Mỹ", "Nam", "Ngọc", "Phú",
    "Quê", "Sơn", "Tân", "Thanh", "Thiên", "Thịnh", "Trường", "Việt", "Xuân", "Yên",
)  # fmt: skip
FORMS = (
    (FacilityKind.ENTERPRISE, "Công ty mẫu"),
    (FacilityKind.COOPERATIVE, "Hợp tác xã mẫu"),
    (FacilityKind.COOPERATIVE, "HTX mẫu"),
)
PAPERS = (CertificateKind.FOOD_SAFETY, CertificateKind.HACCP, CertificateKind.OCOP, CertificateKind.ISO_9001)
LEVELS = (Level.COMMUNE, *[Level.PROVINCE] * 6, *[Level.REGION] * 2, Level.NATIONAL)
Rows = list[dict[str, Any]]


def load_synthetic(products: int) -> dict[str, Any]:
    """Add that many products with their facilities, papers and awards, rebuild the index, make the files. Repeatable:
    the same numbers of rows already there give the same new ones.
    """
    first = _highest(Product) + 1
    maker = Maker(Random(SEED + first), [unit.id for unit in list_units()], utc_now(), today())  # noqa: S311  # no secret
    facilities = -(-products // PRODUCTS_A_FACILITY)
    first_facility = _highest(Facility) + 1
    _insert(Facility, (maker.facility(first_facility + number) for number in range(facilities)))
    ids = range(first, first + products)
    places = [first_facility + number % facilities for number in range(products)]
    _insert(Product, (maker.product(key, place) for key, place in zip(ids, places, strict=True)))
    papers = _highest(Certificate) + 1
    _insert(
        Certificate, (maker.paper(papers + number, first_facility + number) for number in range(facilities))
    )
    carried = (
        {"product_id": key, "certificate_id": papers + place - first_facility}
        for key, place in zip(ids, places, strict=True)
        if key % 3
    )
    _insert(ProductCertificate, carried)
    _insert(Award, maker.awards(ids))
    with transaction() as session:
        recount(session.connection())
        audit.record(
            SYSTEM, "demo.catalogue.load", ("product", first), products=products, facilities=facilities
        )
        record_change("site", "facilities")
        enqueue(open_data.KIND, key=open_data.KIND)
        enqueue(whole_files.KIND, key=whole_files.KIND)
    documents = rebuild_index()
    run_pending(limit=10_000)  # the files that its pages offer
    return {"products": products, "facilities": facilities, "documents": documents}


@dataclass(slots=True)
class Maker:
    """Makes rows out of one stream of chance."""

    random: Random
    units: list[int]
    now: datetime
    day: date

    def facility(self, key: int) -> dict[str, Any]:
        kind, form = self.random.choice(FORMS)
        name = f"{form} {self.brand()} {key}"
        return {
            "id": key, "slug": slugify(name), "name": name, "sort_key": sort_key(name), "skeleton": skeleton(name),
            "kind": kind, "registration_number": f"MAU-{key:08d}", "unit_id": self.random.choice(self.units),
            "state": FacilityState.VERIFIED, "verified_at": self.now, "is_demo": True,
            "about_vi": "Cơ sở sinh tự động để thử quy mô.", "created_at": self.now, "updated_at": self.now,
        }  # fmt: skip

    def product(self, key: int, facility_id: int) -> dict[str, Any]:
        group = self.random.choice(tuple(ProductGroup))
        thing, quality = self.random.choice(THINGS[group]), self.random.choice(QUALITIES)
        name = f"{thing} {quality} {self.brand()} {key}"
        at = self.now - timedelta(minutes=self.random.randrange(500_000))
        return {
            "id": key, "slug": slugify(name), "facility_id": facility_id, "name_vi": name, "sort_key": sort_key(name),
            "group": group, "description_vi": f"{thing} {quality}, dữ liệu sinh tự động để thử quy mô.",
            "materials": "Nguyên liệu mẫu", "net_content": "1 đơn vị", "where_sold": "Nơi bán mẫu",
            "gtin": self.gtin(key) if key % 2 else None, "state": ProductState.PUBLISHED, "submitted_at": at,
            "published_at": at, "is_demo": True, "created_at": at, "updated_at": at,
        }  # fmt: skip

    def paper(self, key: int, facility_id: int) -> dict[str, Any]:
        issued = self.day - timedelta(days=self.random.randrange(1200))
        return {
            "id": key, "facility_id": facility_id, "kind": self.random.choice(PAPERS), "number": f"MAU/{key}",
            "issuer": "Tổ chức chứng nhận minh họa", "issued_on": issued,
            "valid_until": issued + timedelta(days=1095), "check_state": CheckState.CHECKED, "checked_at": self.now,
            "is_demo": True, "created_at": self.now, "updated_at": self.now,
        }  # fmt: skip

    def awards(self, ids: range) -> Iterator[dict[str, Any]]:
        """Four products in ten were recognised, some of them long ago."""
        for key in ids:
            if self.random.random() < 0.4:  # noqa: PLR2004  # as said
                issued = self.day - timedelta(days=self.random.randrange(2500))
                number, name = f"MAU-{key:08d}", f"Sản phẩm mẫu {key}"
                yield {
                    "product_id": key, "number": number, "number_key": number_key(number),
                    "level": self.random.choice(LEVELS), "year": issued.year, "issuer": "Cơ quan công nhận minh họa",
                    "issued_on": issued,
                    "valid_until": award_valid_until(issued), "product_name": name, "sort_key": sort_key(name),
                    "producer_name": "Cơ sở mẫu", "source": AwardSource.PUBLISHED_NOTICE,
                    "source_text": "Dữ liệu minh họa", "is_demo": True, "created_at": self.now,
                }  # fmt: skip

    def brand(self) -> str:
        return f"{self.random.choice(SYLLABLES)} {self.random.choice(SYLLABLES)}"

    @staticmethod
    def gtin(key: int) -> str:
        """Fourteen digits under 952, the prefix kept for examples; the 9 keeps clear of the demonstration's own."""
        body = f"09529{key:08d}"
        return body + check_digit(body)


def _insert(table: Any, rows: Iterator[dict[str, Any]]) -> None:
    chunk: Rows = []
    for row in rows:
        chunk.append(row)
        if len(chunk) == CHUNK:
            _write(table, chunk)
            chunk = []
    _write(table, chunk)


def _write(table: Any, rows: Rows) -> None:
    if rows:
        with transaction() as session:
            session.execute(
                insert(table.__table__), rows
            )  # the ORM would send rows with and without a GTIN apart


def _highest(table: type[Product] | type[Facility] | type[Certificate]) -> int:
    found = db.session.scalar(select(func.max(table.id))) or 0
    db.session.rollback()
    return found
