import re
from datetime import timedelta

import pytest
from sqlalchemy import select

from app.accounts.notifications.models import Notification
from app.core.audit import AuditEntry
from app.core.clock import today, utc_now
from app.core.database.base import db
from app.core.database.transaction import transaction
from catalog.models import Certificate
from catalog.units.queries import get_unit
from tests.helpers import send

PAGE = "/can-bo/sap-het-han"


@pytest.fixture
def officer(factory, login_as):
    return login_as(factory.user("officer-province", unit_id=get_unit("2025", "75").id))


@pytest.fixture
def maker(factory):
    facility = factory.facility(name="HTX Sen Việt")
    factory.user("facility", facility_id=facility.id)
    return facility


def listed(page):
    return re.findall(r'name="paper" value="([^"]+)"', page.text)


def link(page, rel):
    return re.search(rf'href="([^"]+)" rel="{rel}"', page.text)[1].replace("&amp;", "&")


def told():
    db.session.expire_all()
    return [row.subject for row in db.session.scalars(select(Notification).order_by(Notification.id))]


def test_what_ends_in_the_area_stands_in_one_list_the_soonest_first(factory, officer, maker):
    day = today()
    award = factory.award(factory.product(maker), valid_until=day + timedelta(days=40))
    paper = factory.certificate(maker, valid_until=day + timedelta(days=10))
    mark = factory.trademark(maker, valid_until=day + timedelta(days=90))
    factory.certificate(maker, valid_until=day + timedelta(days=91))
    factory.certificate(maker, valid_until=day - timedelta(days=1))
    factory.certificate(maker, valid_until=day + timedelta(days=5), revoked_on=day)
    factory.certificate(factory.facility(unit_code="01"), valid_until=day + timedelta(days=5))
    keys = [f"certificate-{paper.id}", f"award-{award.id}", f"trademark-{mark.id}"]
    assert listed(officer.get(PAGE)) == keys
    assert listed(officer.get(PAGE + "?within=30")) == keys[:1]
    assert listed(officer.get("/en/officer/expiring?within=x")) == keys


def test_pages_go_on_by_day_both_ways_and_lose_nothing(factory, officer, maker, monkeypatch):
    monkeypatch.setattr("catalog.ending.queries.PER_PAGE", 2)
    end = today() + timedelta(days=20)
    product = factory.product(maker)
    awards = [factory.award(product, valid_until=end) for _ in range(2)]
    papers = [factory.certificate(maker, valid_until=end) for _ in range(2)]
    mark = factory.trademark(maker, valid_until=end - timedelta(days=1))
    assert [row.id for row in awards] == [row.id for row in papers]
    first = officer.get(PAGE)
    second = officer.get(link(first, "next"))
    third = officer.get(link(second, "next"))
    low, high = (row.id for row in papers)
    assert [listed(page) for page in (first, second, third)] == [
        [f"trademark-{mark.id}", f"award-{low}"],
        [f"certificate-{low}", f"award-{high}"],
        [f"certificate-{high}"],
    ]
    assert 'rel="next"' not in third.text
    assert listed(officer.get(link(third, "prev"))) == listed(second)
    assert listed(officer.get(link(second, "prev"))) == listed(first)
    for place in (
        "x",
        "2027-01-05",
        "2027-01-05.award.",
        "2027-01-05.award.-1",
        "2027-13-05.award.1",
        "9" * 99,
    ):
        assert listed(officer.get(f"{PAGE}?after={place}")) == listed(first)


def test_a_renewed_paper_ends_no_more(factory, officer, maker):
    old = factory.certificate(maker, number="1/ATTP", valid_until=today() + timedelta(days=20))
    new = factory.certificate(
        maker, number="2/ATTP", valid_until=today() + timedelta(days=400), replaces_id=old.id,
        check_state="unchecked",
    )  # fmt: skip
    assert listed(officer.get(PAGE)) == []
    factory.certificate(maker, number="3/ATTP", valid_until=today() + timedelta(days=30))
    send(officer, PAGE, paper=[f"certificate-{old.id}"])
    assert "Giấy chứng nhận này đã có giấy mới thay thế" in officer.get(PAGE).text
    assert told() == []
    with transaction() as session:
        session.get_one(Certificate, new.id).check_state = "refused"
    assert f"certificate-{old.id}" in listed(officer.get(PAGE))


def test_one_press_tells_the_members_and_a_second_says_that_it_was_done(factory, officer, maker):
    paper = factory.certificate(maker, number="7/ATTP", valid_until=today() + timedelta(days=20))
    answer = send(officer, PAGE, paper=[f"certificate-{paper.id}"])
    assert answer.status_code == 303
    assert len(told()) == 1
    assert "7/ATTP" in told()[0]
    act = db.session.scalars(select(AuditEntry).where(AuditEntry.act == "catalog.certificate.remind")).one()
    assert (act.subject_id, act.detail["members"]) == (str(paper.id), 1)
    assert "1 thư đã được soạn" in officer.get(PAGE).text
    send(officer, PAGE, paper=[f"certificate-{paper.id}"])
    page = officer.get(PAGE)
    assert len(told()) == 1
    assert "chưa đầy một tuần" in page.text
    assert re.search(rf'value="certificate-{paper.id}">', page.text)


def test_what_cannot_be_told_says_why(factory, officer, maker):
    lonely = factory.certificate(factory.facility(), valid_until=today() + timedelta(days=20))
    far = factory.certificate(maker, valid_until=today() + timedelta(days=200))
    elsewhere = factory.certificate(
        factory.facility(unit_code="01"), valid_until=today() + timedelta(days=20)
    )
    send(
        officer, PAGE, paper=[f"certificate-{row.id}" for row in (lonely, far, elsewhere)] + ["x", "award-0"]
    )
    text = officer.get(PAGE).text
    assert "không thể báo cho ai" in text
    assert "còn lâu mới hết hạn" in text
    assert told() == []
    send(officer, PAGE)
    assert "Hãy chọn" in officer.get(PAGE).text


def test_queues_are_narrowed_to_what_has_waited_long(factory, officer):
    old = utc_now() - timedelta(days=16)
    factory.facility(name="Chờ lâu", state="pending", updated_at=old)
    factory.facility(name="Mới nộp", state="pending")
    page = officer.get("/can-bo/co-so?age=15").text
    assert "Chờ lâu" in page
    assert "Mới nộp" not in page
    assert "Mới nộp" in officer.get("/can-bo/co-so?age=x").text


def test_only_what_the_list_asks_for_comes_along_to_its_address(factory, officer, maker):
    factory.certificate(maker, valid_until=today() + timedelta(days=20))
    answer = send(
        officer,
        f"{PAGE}?within=30&province=75&after=2027-01-05.award.7&_external=1&lang=x&endpoint=y",
        page=PAGE,
        paper=[],
    )
    assert answer.status_code == 303
    assert answer.location == f"{PAGE}?within=30&province=75&after=2027-01-05.award.7"
