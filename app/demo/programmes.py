"""The programmes of the demonstration: public texts with their source; activities in them are made up and marked."""

from datetime import date, timedelta
from pathlib import Path

from sqlalchemy import or_, select

from app.core.actor import SYSTEM
from app.core.database.base import db
from app.core.database.transaction import transaction
from app.demo.people import person_actor
from catalog.enums import FacilityState
from catalog.models import AdministrativeUnit, Facility
from catalog.units.queries import list_units
from programme.activities.services import (
    ActivityData,
    accept_activity,
    create_activity,
    hold_activity,
)
from programme.facts.tasks import follow_own_facts
from programme.models import Activity, ActivityKind, Beneficiary
from programme.support.rules import TOLD_STATES
from programme.support.services import show_support
from programme.targets.files import read_file
from programme.targets.services import load_programme

FOLDER = Path(__file__).resolve().parent / "data" / "programmes"
FIRST, LENGTH = date(2021, 3, 1), 1600
"""From this day on, over so many days."""
ROUNDS, PLANNED, HOME = 14, 5, "75"
MADE_UP = (
    ("machine-support", "Hỗ trợ máy tách vỏ hạt điều", {"machine": 3, "facility": 1}, 200_000_000),
    ("training-workers", "Lớp dạy nghề mây tre đan", {"person": 35}, 60_000_000),
    ("demonstration-model", "Mô hình sấy nông sản bằng năng lượng mặt trời", {"model": 1}, 300_000_000),
    ("fair-home", "Hội chợ công nghiệp nông thôn", {"fair": 1, "booth": 6}, 450_000_000),
    ("cleaner-assessment", "Đánh giá sản xuất sạch hơn", {"facility": 2}, 80_000_000),
    ("workshop", "Hội thảo chuyển đổi số cho cơ sở công nghiệp nông thôn", {"workshop": 1}, 25_000_000),
    ("consultancy", "Tư vấn thiết kế bao bì", {"facility": 2}, 40_000_000),
)
"""Kind, title, numbers and money of each."""
FILES = ("quoc-gia-2021-2025.json", "dong-nai-2021-2025.json")


def load_programmes() -> None:
    """Load what is missing, and count what the site keeps."""
    with transaction():
        for name in FILES:
            load_programme(SYSTEM, read_file((FOLDER / name).read_bytes()))
        if db.session.scalar(select(Activity.id).limit(1)) is None:
            _make_activities()
    follow_own_facts()


def _make_activities() -> None:
    """Made-up activities of many provinces, marked so: some accepted, some with a document, some planned."""
    kinds = {row.code: row for row in db.session.scalars(select(ActivityKind))}
    units = list_units(FIRST)
    home = next(unit for unit in units if unit.code == HOME)
    held, accepted = person_actor("national"), person_actor("province")
    helped = _facilities(home.id)
    for place, (code, title, quantities, money) in enumerate(MADE_UP * ROUNDS):
        is_home = place % 9 == 0
        day = FIRST + timedelta(days=37 * place % LENGTH)
        data = ActivityData(
            kind=kinds[code], title=f"{title} (minh họa {place + 1})", starts_on=day, ends_on=day + timedelta(days=2),
            unit=home if is_home else units[(11 * place) % len(units)], place="Địa điểm minh họa",
            organiser="Trung tâm Khuyến công minh họa", quantities=quantities,
            planned={"national": money, "own": money}, used={"national": money},
            document=f"Biên bản minh họa số {place + 1}/BB-MH" if place % 8 else "",
            facilities=_one_of(helped, place) if is_home and "facility" in quantities else (),
        )  # fmt: skip
        row = create_activity(held, data)
        row.is_demo = True
        if place % 10 != PLANNED:
            hold_activity(held, row.id)
            if is_home and data.document:
                accept_activity(accepted, row.id)
    _agree()


def _one_of(facilities: list[Facility], place: int) -> list[Facility]:
    return [facilities[place % len(facilities)]] if facilities else []


def _agree() -> None:
    """Each second of the supports that were received stands on its facility's page."""
    for row in db.session.scalars(select(Beneficiary).order_by(Beneficiary.id)).all()[::2]:
        if row.activity.state in TOLD_STATES:
            show_support(SYSTEM, row.id)


def _facilities(unit_id: int) -> list[Facility]:
    """The made-up facilities of a province, as it is today or was then."""
    query = (
        select(Facility)
        .join(AdministrativeUnit, Facility.unit_id == AdministrativeUnit.id)
        .where(
            Facility.is_demo,
            Facility.state == FacilityState.VERIFIED,
            or_(AdministrativeUnit.id == unit_id, AdministrativeUnit.code == HOME),
        )
        .order_by(Facility.id)
    )
    return list(db.session.scalars(query))
