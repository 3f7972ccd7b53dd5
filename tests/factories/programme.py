"""Programmes and what counts towards them, for tests."""

from collections.abc import Sequence
from datetime import date, timedelta
from itertools import count
from typing import Any

from app.core.actor import SYSTEM, Actor
from app.core.clock import today, utc_now
from app.core.database.base import db
from app.core.database.changes import record_change
from app.core.database.transaction import transaction
from app.core.ports import ports
from app.demo.programmes import FOLDER
from catalog.models import Facility
from programme.activities.services import ActivityData, create_activity
from programme.activity_files.services import add_files
from programme.activity_files.uploads import KeptFile
from programme.artisans.services import ArtisanData, add_artisan
from programme.enums import Evidence
from programme.facts.services import FactData, add_fact
from programme.fairs.services import FairData, add_fair
from programme.models import (
    Activity,
    ActivityFile,
    ActivityKind,
    Artisan,
    CraftVillage,
    Fact,
    Fair,
    Offer,
    PlanPaper,
    PlanYear,
    Programme,
    Proposal,
    Showroom,
    Target,
)
from programme.plan_years.services import PaperData, PlanData, add_offer, add_paper, set_year
from programme.proposals.services import ProposalData, draft_proposal
from programme.showrooms.services import ShowroomData, add_showroom
from programme.targets.files import read_file
from programme.targets.services import load_programme
from programme.villages.services import VillageData, add_village
from tests.factories.accounts import actor
from tests.factories.catalog import unit

_numbers = count(1)


def programme(**values: Any) -> Programme:
    """A programme of the nation for 2021 to 2025 without targets, unless values say otherwise."""
    with transaction() as session:
        row = Programme(
            **{
                "slug": "khuyen-cong-quoc-gia-2021-2025",
                "title_vi": "Chương trình khuyến công quốc gia giai đoạn 2021–2025",
                "level": "quoc-gia",
                "starts_on": date(2021, 1, 1),
                "ends_on": date(2025, 12, 31),
                "created_at": utc_now(),
            }
            | values
        )
        session.add(row)
        session.flush()
        record_change("programme", row.id)
    return row


def loaded_programme(name: str) -> Programme:
    """One of the two programmes of 2021 to 2025: `quoc-gia` or `dong-nai`."""
    with transaction():
        return load_programme(SYSTEM, read_file((FOLDER / f"{name}-2021-2025.json").read_bytes()))


def target_of(row: Programme, code: str) -> Target:
    return db.session.query(Target).filter_by(programme_id=row.id, code=code).one()


def fact(target: Target, day: date = date(2023, 5, 10), number: int = 1, **values: Any) -> Fact:
    """A fact in the measure of its target, of its first kind, with a document."""
    target = db.session.get_one(Target, target.id)
    plain: dict[str, Any] = {
        "kind": target.counts[0], "key": f"thu-{day}-{number}", "title": "Việc thử", "measure": target.measure.code,
        "unit": unit("75", "2004"), "evidence": Evidence.DOCUMENT, "document": "Biên bản số 1/BB",
    }  # fmt: skip
    with transaction():
        return add_fact(SYSTEM, target, FactData(number=number, day=day, **plain | values))


def place_facts(**values: Any) -> dict[str, Any]:
    """What the office types of a place in Đồng Nai."""
    facts = {
        "name_vi": "Tên gọi thử",
        "unit_id": unit().id,
        "commune": "Phường Trấn Biên",
        "address": "1 đường Mẫu",
    }
    return facts | values


def fair(officer: Any, **values: Any) -> Fair:
    """A fair in Đồng Nai from five days ago to five days from now."""
    facts = place_facts(
        name_vi="Hội chợ thử", starts_on=today() - timedelta(days=5), ends_on=today() + timedelta(days=5),
        organiser="Trung tâm Khuyến công thử",
    )  # fmt: skip
    with transaction():
        return add_fair(officer, FairData(**facts | values))


def showroom(officer: Any, **values: Any) -> Showroom:
    """A showroom in a tourist place of Đồng Nai, open for a month."""
    facts = place_facts(
        name_vi="Phòng trưng bày thử", place_kind="du-lich", operator="Trung tâm Khuyến công thử",
        opened_on=today() - timedelta(days=30),
    )  # fmt: skip
    with transaction():
        return add_showroom(officer, ShowroomData(**facts | values))


def village(officer: Any, **values: Any) -> CraftVillage:
    """A traditional craft village of Đồng Nai."""
    facts = place_facts(
        name_vi="Làng gốm thử", kind="lang-nghe-truyen-thong", craft="Gốm", decision_number="07/QĐ-UBND",
        decision_date=date(2024, 8, 12), issuer="Ủy ban nhân dân tỉnh",
    )  # fmt: skip
    with transaction():
        return add_village(officer, VillageData(**facts | values))


def artisan(officer: Any, **values: Any) -> Artisan:
    """An artisan of Đồng Nai who has not agreed to anything yet."""
    facts = place_facts(name_vi="Nguyễn Thị Thử", craft="Gốm")
    with transaction():
        return add_artisan(officer, ArtisanData(**facts | values))


def activity(
    kind: str = "training-workers", *, state: str = "planned", by: Any = SYSTEM, **values: Any
) -> Activity:
    """An activity of Đồng Nai in May 2023 with 40 people and a document. by: a person or an actor."""
    plain: dict[str, Any] = {
        "title": f"Lớp dạy nghề {next(_numbers)}", "starts_on": date(2023, 5, 8), "ends_on": date(2023, 5, 12),
        "unit": unit("75", "2004"), "quantities": {"person": 40}, "document": "Báo cáo số 3/BC",
    }  # fmt: skip
    with transaction():
        row = db.session.query(ActivityKind).filter_by(code=kind).one()
        data = ActivityData(kind=row, **plain | values)
        return create_activity(by if isinstance(by, Actor) else actor(by), data, held=state == "held")


def activity_paper(of: Activity) -> ActivityFile:
    """The minutes of an activity, as PDF."""
    name = ports().files.put(b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n", ".pdf")
    with transaction() as session:
        add_files(SYSTEM, of.id, [KeptFile(name, "application/pdf")], text_vi="Biên bản")
        return session.query(ActivityFile).filter_by(activity_id=of.id).one()


def plan_year(
    year: int = 0, *, until: date | None = None, kinds: Sequence[str] = ("machine-support",)
) -> PlanYear:
    """A year in which facilities may ask for machines of at most 200 million; open for a month."""
    last = until or today() + timedelta(days=30)
    with transaction():
        data = PlanData(last, last + timedelta(days=60), "Công văn số 480/CTĐP-QLKC (thử)")
        row = set_year(SYSTEM, year or (last + timedelta(days=60)).year + 1, data)
        for code in kinds:
            kind = db.session.query(ActivityKind).filter_by(code=code).one()
            add_offer(SYSTEM, row.id, kind.id, "Máy móc tiên tiến", 200_000_000)
    return row


def plan_paper(name: str) -> PlanPaper:
    """A paper that the dossiers of the one open year need."""
    with transaction():
        year = db.session.query(PlanYear).one()
        return add_paper(SYSTEM, year.id, None, PaperData(name))


def proposal(by: Any, facility: Any = None, *, kind: str = "machine-support", **values: Any) -> Proposal:
    """A draft for three machines, 150 million of the nation. by: who writes it; without a facility it is a centre's."""
    plain: dict[str, Any] = {
        "title": f"Hỗ trợ máy sấy {next(_numbers)}", "need": "Sấy bằng nắng, hỏng một phần ba.", "quantity": 3,
        "asked": {"national": 150_000_000, "own": 150_000_000},
    }  # fmt: skip
    with transaction():
        offer = db.session.query(Offer).join(ActivityKind).filter(ActivityKind.code == kind).one()
        place = db.session.get_one(Facility, facility.id) if facility is not None else None
        where = place.unit.present if place is not None else unit()
        return draft_proposal(
            by if isinstance(by, Actor) else actor(by), offer.id, place, where, ProposalData(**plain | values)
        )
