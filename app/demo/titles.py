"""Made-up rounds for titles: one that is published, one that takes candidates, one that goes to the ministry."""

from sqlalchemy import select

from app.core.database.base import db
from app.core.database.transaction import transaction
from app.demo.stage import Stage, act
from catalog.enums import Level
from catalog.models import Facility
from catalog.units.queries import get_unit
from programme.artisans.services import ArtisanData, add_artisan, record_consent
from programme.artisans.titles import Title
from programme.models import Artisan, TitleRound
from programme.title_candidates.services import (
    CandidateData,
    Found,
    enter_candidate,
    hand_in_candidate,
    note_finding,
)
from programme.title_rounds.publication import DecisionData, prepare_decision, publish_decision
from programme.title_rounds.rules import Base
from programme.title_rounds.services import CouncilData, RoundData, call_council, create_round

ISSUER = "Ủy ban nhân dân tỉnh (minh họa)"
CONSENT = "Hồ sơ minh họa 14/MH"
POTTERS = (
    ("Nghệ nhân minh họa Võ Thị Ví Dụ", "Đắp nổi gốm"),
    ("Nghệ nhân minh họa Huỳnh Văn Thí Dụ", "Nung lò củi"),
)
WORKSHOP = "Hộ kinh doanh minh họa Gốm Mẫu"


def load_titles() -> None:
    """Safe to run again."""
    if db.session.scalar(select(TitleRound.id).limit(1)) is not None:
        return
    with transaction():
        _load(Stage())


def _load(stage: Stage) -> None:
    with stage.at(-110):
        people = [_potter(stage, name, craft) for name, craft in POTTERS]
    _published(stage, people[0])
    _proposed(stage)
    _open(stage, people[1])


def _potter(stage: Stage, name: str, craft: str) -> int:
    workshop = db.session.scalars(select(Facility).where(Facility.name == WORKSHOP)).one()
    data = ArtisanData(
        name_vi=name, unit_id=get_unit("2025", "75").id, commune="Phường Minh Họa 2", craft=craft,
        facility=workshop.slug, about_vi="Dữ liệu mẫu.", about_en="Sample data.",
    )  # fmt: skip
    row: int = act("province", add_artisan, data, is_demo=True)
    act("province", record_consent, row, stage.day(-110), CONSENT)
    return row


def _published(stage: Stage, artisan_id: int) -> None:
    """Of the province, for its own title: given to one of two, the other found wanting."""
    with stage.at(-90):
        row = act("province", create_round, _round(
            stage, "Xét tặng Nghệ nhân cấp tỉnh (minh họa)", "Round for artisans of the province (made up)",
            Title.PROVINCE, -60, gives=True, percent=70,
        ), is_demo=True)  # fmt: skip
    with stage.at(-70):
        first = act("province", enter_candidate, row, CandidateData(
            artisan_id=artisan_id, years=18, taught=40, merits="Bộ tượng gốm mẫu."
        ))  # fmt: skip
        second = act(
            "province", enter_candidate, row, CandidateData(artisan_id=_named("Lê Văn Mẫu"), years=9)
        )
    _decide(stage, row, {first: 8, second: 5}, -50, "45/QĐ-MH")


def _proposed(stage: Stage) -> None:
    """Of the province, for the title of the state: proposed to the ministry, whose round takes candidates."""
    with stage.at(-95):
        row = act("province", create_round, _round(
            stage, "Đề nghị xét tặng Nghệ nhân nhân dân (minh họa)", "Proposals for people’s artisans (made up)",
            Title.PEOPLE, -65, gives=False, percent=80,
        ), is_demo=True)  # fmt: skip
    with stage.at(-80):
        key = act("province", enter_candidate, row, CandidateData(
            artisan_id=_named("Lê Văn Mẫu"), years=30, taught=120, apart=True
        ))  # fmt: skip
    _decide(stage, row, {key: 9}, -45, "12/TTr-MH")
    with stage.at(-40):
        data = RoundData(
            name_vi="Xét tặng Nghệ nhân nhân dân của Bộ (minh họa)", name_en="Round of the ministry (made up)",
            level=Level.NATIONAL, year=stage.day(-40).year, title=Title.PEOPLE, gives=True, notice="Thông báo 9/TB-MH",
            notice_on=stage.day(-40), last_day=stage.day(50), basis="Quy định minh họa", percent=80,
        )  # fmt: skip
        act("national", create_round, data, is_demo=True)


def _open(stage: Stage, artisan_id: int) -> None:
    """Of the province, open: a facility has put somebody forward."""
    with stage.at(-12):
        row = act("province", create_round, _round(
            stage, "Xét tặng Thợ giỏi cấp tỉnh (minh họa)", "Round for skilled workers (made up)", Title.WORKER, 20,
            gives=True, notice_on=-12,
        ), is_demo=True)  # fmt: skip
    with stage.at(-3):
        workshop = db.session.scalars(select(Facility).where(Facility.name == WORKSHOP)).one()
        data = CandidateData(artisan_id=artisan_id, years=11, merits="Lò nung củi mẫu.")
        act("member-2", hand_in_candidate, row, workshop, data)


def _decide(stage: Stage, row: int, votes: dict[int, int], day: int, number: str) -> None:
    """A council of nine, all there; the decision three days later, published by the nation's officer."""
    with stage.at(day):
        act("province", call_council, row, CouncilData("30/QĐ-MH", stage.day(day), 9))
        for key, number_of in votes.items():
            act("province", note_finding, key, Found(9, number_of))
    with stage.at(day + 3):
        act("province", prepare_decision, row, DecisionData(number, stage.day(day + 3), ISSUER))
        act("national", publish_decision, row)


def _round(
    stage: Stage, name: str, name_en: str, title: Title, last: int, *, gives: bool, percent: int | None = None,
    notice_on: int = -100,
) -> RoundData:  # fmt: skip
    """Of Đồng Nai; the days and shares are examples, no rules."""
    return RoundData(
        name_vi=name, name_en=name_en, level=Level.PROVINCE, unit=get_unit("2025", "75"), year=stage.day(last).year,
        title=title, gives=gives, notice="Thông báo 3/TB-MH", notice_on=stage.day(notice_on), last_day=stage.day(last),
        basis="Quy định minh họa", percent=percent, base=Base.MEMBERS, asks_years=10, asks_taught=20,
    )  # fmt: skip


def _named(name: str) -> int:
    return db.session.scalars(select(Artisan.id).where(Artisan.name_vi.endswith(name))).one()
