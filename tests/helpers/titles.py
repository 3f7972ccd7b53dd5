"""Rounds for titles that tests share."""

from datetime import date, timedelta
from types import SimpleNamespace
from typing import Any

from app.core.clock import today
from catalog.enums import Level
from programme.artisans import services as artisans
from programme.artisans.titles import Title
from programme.models import Artisan, TitleRound
from programme.title_candidates import services as candidates
from programme.title_candidates.services import CandidateData, Found
from programme.title_rounds import publication, services
from programme.title_rounds.publication import DecisionData
from programme.title_rounds.services import CouncilData, RoundData
from tests.helpers.voting.acts import act

FORMS = (
    "programme.title_round_edit", "programme.title_round_council", "programme.title_round_decision",
    "programme.title_round_publish", "programme.title_round_return", "programme.title_round_undo",
    "programme.title_candidate_new", "programme.title_candidate_step", "programme.title_candidate_finding",
    "programme.title_take_in", "programme.title_papers", "programme.title_paper_remove", "programme.my_title_new",
    "programme.my_title_edit",
)  # fmt: skip
"""POST routes that tests/integration/programme/title_candidates/test_pages.py sends wrong input to."""


def cast(factory: Any) -> SimpleNamespace:
    """A facility of Đồng Nai with its member, two officers of the province, two of the ministry, strangers."""
    facility = factory.facility(unit_code="75")
    unit = factory.unit("75")
    return SimpleNamespace(
        facility=facility, unit=unit,
        member=factory.user("facility", facility_id=facility.id),
        first=factory.user("officer-province", unit_id=unit.id),
        second=factory.user("officer-province", unit_id=unit.id),
        ministry=factory.user("officer-national"),
        minister=factory.user("officer-national"),
        away=factory.user("officer-province"),
        stranger=factory.user("facility", facility_id=factory.facility().id),
        commune=factory.user("officer-commune", commune="2025-26158"),
        appraiser=factory.user("appraiser"),
    )  # fmt: skip


def agreeing(
    factory: Any, people: SimpleNamespace, name: str, *titles: Title, facility: bool = False
) -> Artisan:
    """An artisan of Đồng Nai who agrees to be named, with titles that an officer wrote down."""
    officer = factory.officer_actor(unit_code="75")
    slug = people.facility.slug if facility else ""
    row = factory.artisan(officer, name_vi=name, facility=slug)
    act(officer, artisans.record_consent, row.id, today(), "Hồ sơ 1")
    for title in titles:
        data = artisans.TitleData(
            title=title, decision_number="9/QĐ-CTN", decision_date=date(2020, 1, 2), issuer="Chủ tịch nước"
        )
        act(officer, artisans.give_title, row.id, data)
    return row


def round_data(people: SimpleNamespace, **values: Any) -> RoundData:
    """A round of Đồng Nai for its own title, whose last day was yesterday."""
    plain: dict[str, Any] = {
        "name_vi": "Xét tặng Nghệ nhân cấp tỉnh thử", "level": Level.PROVINCE, "unit": people.unit,
        "year": today().year,
        "title": Title.PROVINCE, "gives": True, "notice": "Thông báo 5/TB-SCT", "last_day": today() - timedelta(days=1),
        "notice_on": today() - timedelta(days=40),
    }  # fmt: skip
    return RoundData(**plain | values)


def announced(people: SimpleNamespace, **values: Any) -> TitleRound:
    by = people.ministry if values.get("level") == Level.NATIONAL else people.first
    found: TitleRound = act(by, services.create_round, round_data(people, **values))
    return found


def put_forward(people: SimpleNamespace, row: TitleRound, artisan: Artisan, **values: Any) -> int:
    """By the office, on the last day; the id of the candidate."""
    by = people.ministry if row.level == Level.NATIONAL else people.first
    data = CandidateData(artisan_id=artisan.id, apart=True, handed_in_on=row.last_day, **values)
    found: int = act(by, candidates.enter_candidate, row.id, data).id
    return found


def judge(people: SimpleNamespace, row: TitleRound, votes: dict[int, int], present: int = 9) -> None:
    """A council of nine meets today and votes. votes: by candidate; five are enough where the round asks no share."""
    by = people.ministry if row.level == Level.NATIONAL else people.first
    act(by, services.call_council, row.id, CouncilData("15/QĐ-SCT", today(), 9))
    for key, number in votes.items():
        act(by, candidates.note_finding, key, Found(present, number, number >= 5))


def prepare(people: SimpleNamespace, row: TitleRound, number: str = "77/QĐ-UBND") -> None:
    by = people.ministry if row.level == Level.NATIONAL else people.first
    act(by, publication.prepare_decision, row.id, DecisionData(number, today(), "Ủy ban nhân dân tỉnh"))


def published(people: SimpleNamespace, row: TitleRound, number: str = "77/QĐ-UBND") -> None:
    """By two people."""
    prepare(people, row, number)
    by = people.minister if row.level == Level.NATIONAL else people.second
    act(by, publication.publish_decision, row.id)
