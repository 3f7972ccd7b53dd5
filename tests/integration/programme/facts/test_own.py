"""Facts worked out from what this site keeps."""

from app.core.clock import utc_now
from app.core.database.base import db
from app.core.database.transaction import transaction
from catalog.models import Facility
from programme.facts.tasks import follow_own_facts
from programme.models import Fact
from voting.models import SelectionRound

PERSON = "Hộ kinh doanh Trần Thị Kín"
NOTICE = "Thông báo số 12/TB-BCT ngày 5/10/2024"


def joined():
    return db.session.query(Fact).filter_by(source_kind="joined:khu-vuc").one()


def nowhere_named(client, programme):
    for path in (
        f"/chuong-trinh/{programme.slug}/3.3",
        f"/api/v1/programmes/{programme.slug}/targets/3.3/facts",
    ):
        answer = client.get(path)
        assert answer.status_code == 200
        assert "Tham gia bình chọn cấp khu vực năm 2024" in answer.text or "joined:khu-vuc" in answer.text
        assert "Trần Thị Kín" not in answer.text


def test_a_selection_joined_names_no_producer_of_the_round(factory, client):
    programme = factory.loaded_programme("dong-nai")
    people = factory.round_in_scoring(products=1, declared=False)
    then = factory.unit("75", "2004").id
    with transaction() as session:
        round_ = session.get_one(SelectionRound, people.round_id)
        round_.level, round_.region, round_.year = "khu-vuc", "phia-nam", 2024
        round_.title_vi, round_.published_at = (
            "Kỳ khu vực 2024",
            utc_now().replace(year=2024, month=10, day=5),
        )
        maker = session.get_one(Facility, people.facility.id)
        maker.kind, maker.name, maker.consent_at, maker.unit_id = "ho-kinh-doanh", PERSON, None, then
    follow_own_facts()
    assert (joined().document, joined().origin) == ("Kỳ khu vực 2024", "")
    nowhere_named(client, programme)


def test_a_selection_joined_names_no_producer_of_a_notice(factory, client):
    programme = factory.loaded_programme("dong-nai")
    factory.award(
        level="khu-vuc", year=2024, number=None, source="published-notice", source_text=NOTICE, producer_name=PERSON,
        unit_name="Đồng Nai",
    )  # fmt: skip
    follow_own_facts()
    assert (joined().document, joined().origin) == (NOTICE, NOTICE)
    nowhere_named(client, programme)
