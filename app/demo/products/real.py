"""Real recognised products as catalogue facts: what a published notice says, its source, and nothing more.

No score, number, contact or paper is added. A producer that the notice does not name is shown as unnamed; a
household business is shown without its name, which is a person's, until that person agrees.
"""

import csv
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from sqlalchemy import select

from app.core import audit
from app.core.actor import SYSTEM
from app.core.clock import utc_now
from app.core.database.base import db
from app.core.database.changes import record_change
from app.core.text import sort_key
from app.demo.pictures.drawing import Drawing
from catalog.acts import free_slug
from catalog.awards.services import AwardData, issue_award
from catalog.enums import AwardSource, FacilityKind, FacilityState, Level, ProductGroup, ProductState
from catalog.models import AdministrativeUnit, Facility, Product
from catalog.names import UNNAMED, WITHHELD, skeleton
from catalog.products.pictures import StoredPicture, add_pictures
from catalog.units.queries import unit_named

FILE = Path(__file__).parents[1] / "data" / "real_products.csv"
HOUSEHOLD = "Hộ kinh doanh"
KINDS = (
    ("htx", FacilityKind.COOPERATIVE),
    ("hợp tác xã", FacilityKind.COOPERATIVE),
    ("tổ hợp tác", FacilityKind.COOPERATIVE_GROUP),
    ("hộ kinh doanh", FacilityKind.HOUSEHOLD),
)


@dataclass(frozen=True, slots=True)
class Notice:
    """One product of a published notice. province: as it was called then; note: what was read between the lines."""

    name: str
    producer: str
    province: str
    group: ProductGroup
    level: Level
    year: int
    source: str
    note: str

    @property
    def day(self) -> date:
        """The last day the recognition can be of: notices give the year alone."""
        return date(self.year, 12, 31)

    @property
    def drawing(self) -> Drawing:
        return Drawing(self.name, self.group)

    @property
    def shown_producer(self) -> str:
        return WITHHELD if self.producer == HOUSEHOLD else self.producer or UNNAMED

    @property
    def facility_name(self) -> str:
        """Unnamed producers are distinguished only by province, households by product: they are not one
        maker.
        """
        if self.producer == HOUSEHOLD:
            return f"{WITHHELD}: {self.name}"
        return self.producer or f"{UNNAMED} ({self.province})"


def read_notices(path: Path = FILE) -> list[Notice]:
    with path.open(encoding="utf-8", newline="") as handle:
        return [
            Notice(
                row["name"],
                row["producer"],
                row["province"],
                ProductGroup(row["group"]),
                Level(row["level"]),
                int(row["year"]),
                row["source"],
                row["note"],
            )
            for row in csv.DictReader(handle)
        ]


def load_real_products(notices: Iterable[Notice], pictures: dict[Drawing, StoredPicture]) -> int:
    """Add the products that are not there yet, inside a transaction; returns how many."""
    missing = [notice for notice in notices if not _is_there(notice)]
    for notice in missing:
        _add(notice, pictures[notice.drawing])
    if missing:
        record_change("site", "facilities")
    return len(missing)


def guess_kind(name: str) -> FacilityKind:
    """The kind of establishment by its own name alone; an enterprise where the name does not say."""
    low = name.lower()
    return next((kind for start, kind in KINDS if low.startswith(start)), FacilityKind.ENTERPRISE)


def _add(notice: Notice, picture: StoredPicture) -> None:
    unit = unit_named(notice.province, notice.day)
    assert unit is not None, notice.province
    facility = _facility(notice, unit)
    now = utc_now()
    product = Product(
        slug=free_slug(Product, notice.name, "san-pham"),
        facility_id=facility.id,
        name_vi=notice.name,
        sort_key=sort_key(notice.name),
        group=notice.group,
        is_set=notice.name.startswith("Bộ "),
        state=ProductState.PUBLISHED,
        published_at=now,
        source=notice.source,
        created_at=now,
        updated_at=now,
    )
    db.session.add(product)
    audit.record(SYSTEM, "catalog.product.take_from_notice", product, source=notice.source)
    said = {"alt_vi": f"Hình minh họa: {notice.name}", "alt_en": f"Illustration: {notice.name}"}
    add_pictures(SYSTEM, product.id, [picture], **said)
    award = AwardData(
        level=notice.level,
        issued_on=notice.day,
        year=notice.year,
        unit_name=unit.name_on(notice.day),
        producer_name=notice.shown_producer,
        producer_address=unit.name_on(notice.day),
        source=AwardSource.PUBLISHED_NOTICE,
        source_text=notice.source,
        source_note=notice.note,
    )
    issue_award(SYSTEM, product.id, award)


def _facility(notice: Notice, unit: AdministrativeUnit) -> Facility:
    """The producer in its province of the day, made once; nobody verified it, so it says from where it is known."""
    query = select(Facility).where(
        Facility.name == notice.facility_name, Facility.registration_number.is_(None)
    )
    if (found := db.session.scalar(query)) is not None:
        return found
    now = utc_now()
    facility = Facility(
        slug=free_slug(Facility, notice.facility_name, "co-so"),
        name=notice.facility_name,
        sort_key=sort_key(notice.facility_name),
        skeleton=skeleton(notice.facility_name),
        kind=guess_kind(notice.producer),
        unit_id=unit.id,
        state=FacilityState.VERIFIED,
        source=notice.source,
        created_at=now,
        updated_at=now,
    )
    db.session.add(facility)
    audit.record(SYSTEM, "catalog.facility.take_from_notice", facility, source=notice.source)
    record_change("facility", facility.id)
    return facility


def _is_there(notice: Notice) -> bool:
    query = select(Product.id).where(Product.name_vi == notice.name, Product.source == notice.source)
    return db.session.scalar(query) is not None
