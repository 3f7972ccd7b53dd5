"""Facts worked out from what this site keeps."""

from datetime import UTC, date, datetime

from app.core.clock import today, utc_now
from app.core.database.base import db
from app.core.database.changes import record_change
from app.core.database.transaction import transaction
from catalog.models import Award, Facility
from programme.facts import tasks
from programme.facts.services import withdraw_fact
from programme.facts.tasks import follow_own_facts
from programme.models import Fact, Measure, Target
from tests.helpers.voting.acts import act
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


def test_a_notice_tells_a_year_and_no_day(factory, client):
    programme = factory.loaded_programme("quoc-gia")
    factory.award(level="quoc-gia", year=2023, number=None, source="published-notice", source_text=NOTICE)
    follow_own_facts()
    fact = db.session.query(Fact).filter_by(source_kind="selection:quoc-gia").one()
    assert fact.is_year_only
    for path in (f"/chuong-trinh/{programme.slug}/3.1", f"/en/programmes/{programme.slug}/3.1"):
        page = client.get(path).text
        assert "<span>2023</span>" in page
        assert "31/12/2023" not in page
        assert "31 Dec 2023" not in page


def test_a_revoked_recognition_counts_no_more(factory):
    programme = factory.loaded_programme("quoc-gia")
    award = factory.award(level="quoc-gia", year=2023, number="BC-2023-001", decision_number="12/QĐ-BCT")
    with transaction() as session:
        target = session.get_one(Target, factory.target_of(programme, "3.1").id)
        target.counts, target.measure = (
            ["recognition:quoc-gia"],
            session.query(Measure).filter_by(code="certificate").one(),
        )
        session.get_one(Award, award.id).issued_on = date(2023, 10, 5)
    follow_own_facts()
    assert db.session.query(Fact).filter_by(source_kind="recognition:quoc-gia").one().withdrawn_at is None
    with transaction() as session:
        session.get_one(Award, award.id).revoked_on = today()
    follow_own_facts()
    assert db.session.query(Fact).filter_by(source_kind="recognition:quoc-gia").one().withdrawn_at is not None


def test_what_the_site_keeps_of_demonstration_data_is_marked(factory):
    factory.loaded_programme("quoc-gia")
    award = factory.award(
        level="quoc-gia", year=2023, number=None, source="published-notice", source_text=NOTICE
    )
    with transaction() as session:
        session.get_one(Award, award.id).is_demo = True
    follow_own_facts()
    assert db.session.query(Fact).filter_by(source_kind="selection:quoc-gia").one().is_demo


def test_what_was_only_declared_is_proved_once_the_site_keeps_it(factory):
    programme = factory.loaded_programme("quoc-gia")
    target = factory.target_of(programme, "3.1")
    factory.fact(
        target,
        date(2023, 10, 1),
        kind="selection:quoc-gia",
        key="quoc-gia:2023",
        evidence="declared",
        document="",
    )
    factory.award(level="quoc-gia", year=2023, number=None, source="published-notice", source_text=NOTICE)
    follow_own_facts()
    fact = db.session.query(Fact).filter_by(source_key="quoc-gia:2023").one()
    assert (fact.is_own, fact.evidence, fact.document) == (True, "document", NOTICE)
    assert fact.day == date(2023, 12, 31)
    assert [change.after["evidence"] for change in fact.changes] == ["document"]
    assert follow_own_facts() == 0


def test_a_fact_entered_after_17_00_utc_bears_the_next_day(factory, client):
    programme = factory.loaded_programme("quoc-gia")
    fact = factory.fact(factory.target_of(programme, "1.2"))
    with transaction() as session:
        session.get_one(Fact, fact.id).entered_at = datetime(2026, 3, 4, 18, 30, tzinfo=UTC)
        record_change("programme", programme.id)
    assert "Nhập ngày 05/03/2026" in client.get(f"/chuong-trinh/{programme.slug}/1.2").text


def test_only_the_sources_behind_a_change_are_looked_at_again(factory, monkeypatch):
    factory.loaded_programme("quoc-gia")
    monkeypatch.setattr(tasks, "ROUNDS", 1_000)
    tasks.follow_changes()
    looked = []
    monkeypatch.setattr(tasks, "follow_own_facts", lambda names=None: looked.append(names) or 0)
    with transaction():
        record_change("lot", 1)
        record_change("site", "open-data")
    tasks.follow_changes()
    assert looked == [{"label"}]
    with transaction():
        record_change("trademark", 1)
    tasks.follow_changes()
    assert looked == [{"label"}, {"trademark"}]


def test_what_a_person_took_out_counts_again_once_the_site_knows_of_it(factory):
    programme = factory.loaded_programme("quoc-gia")
    told = {"kind": "selection:quoc-gia", "key": "quoc-gia:2023"}
    fact = factory.fact(factory.target_of(programme, "3.1"), date(2023, 10, 1), **told)
    act(factory.user("officer-national"), withdraw_fact, fact.id, "Chưa có thông báo")
    factory.award(level="quoc-gia", year=2023, number=None, source="published-notice", source_text=NOTICE)
    assert follow_own_facts() == 1
    row = db.session.query(Fact).filter_by(source_key="quoc-gia:2023").one()
    assert (row.is_own, row.withdrawn_at) == (True, None)
    assert [change.after.get("number") for change in row.changes][:2] == [0, 1]
