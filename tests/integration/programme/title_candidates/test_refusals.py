"""What is refused of candidates for titles and of their files: a step out of its turn, a person or a file not there."""

import re
from datetime import timedelta

import pytest

from app.core import clock
from app.core.clock import today
from app.core.database.base import db
from catalog.credentials.services import StoredScan
from catalog.enums import Level
from programme.artisans import services as artisans
from programme.models import TitleCandidate, TitlePaper
from programme.title_candidates import papers, queries, services
from programme.title_candidates.services import CandidateData, Found
from tests.factories.accounts import signed_in_client
from tests.helpers.titles import agreeing, announced, cast, judge, published, put_forward
from tests.helpers.voting.acts import act, later, refused
from tests.helpers.voting.browser import Person

SETTLED = ("title_candidate_settled", None)
PAPER = StoredScan("a" * 64 + ".pdf", "application/pdf")


@pytest.fixture
def people(factory):
    return cast(factory)


def handed_in(people, row, artisan):
    data = CandidateData(artisan_id=artisan.id)
    return act(people.member, services.hand_in_candidate, row.id, people.facility, data).id


def test_each_step_of_a_candidate_has_its_turn(factory, people):
    row = announced(people, last_day=today() + timedelta(days=3))
    key = handed_in(people, row, agreeing(factory, people, "Đỗ Của Cơ Sở", facility=True))
    assert refused(people.first, services.note_finding, key, Found(9, 8)) == SETTLED
    act(people.first, services.receive_candidate, key)
    assert refused(people.first, services.receive_candidate, key) == SETTLED
    act(people.first, services.withdraw_candidate, key, "Nghệ nhân xin rút")
    assert refused(people.first, services.withdraw_candidate, key, "Lần nữa") == SETTLED
    assert refused(people.first, services.return_candidate, key, "Thiếu bản khai") == SETTLED
    assert refused(people.first, services.receive_candidate, 999_999) == ("not_found", None)


def test_what_the_office_put_forward_is_returned_to_nobody(factory, people):
    row = announced(people)
    key = put_forward(people, row, agreeing(factory, people, "Cao Của Sở"))
    assert refused(people.first, services.return_candidate, key, "Thiếu bản khai") == SETTLED


def test_a_day_that_has_not_come_is_no_day_of_handing_in(factory, people):
    row = announced(people, last_day=today() + timedelta(days=9))
    artisan = agreeing(factory, people, "Đỗ Thị Tặng")
    data = CandidateData(artisan_id=artisan.id, handed_in_on=today() + timedelta(days=1))
    assert refused(people.first, services.enter_candidate, row.id, data) == (
        "date_in_future",
        "handed_in_on",
    )


def test_files_of_a_candidate_are_changed_while_it_is_open_alone(factory, people):
    row = announced(people, last_day=today() + timedelta(days=3))
    key = handed_in(people, row, agreeing(factory, people, "Đỗ Của Cơ Sở", facility=True))
    act(people.member, papers.attach_papers, key, "Bản khai", [PAPER])
    paper = db.session.query(TitlePaper).one().id
    act(people.first, services.receive_candidate, key)
    assert refused(people.member, papers.attach_papers, key, "Ảnh", [PAPER]) == SETTLED
    assert refused(people.member, papers.take_out_paper, paper) == SETTLED
    act(people.first, papers.take_out_paper, paper)
    assert refused(people.first, papers.take_out_paper, paper) == ("not_found", None)
    assert refused(people.first, papers.take_out_paper, 999_999) == ("not_found", None)


def test_ten_more_files_do_not_fit_beside_twenty_five(factory, people):
    row = announced(people)
    key = put_forward(people, row, agreeing(factory, people, "Đỗ Thị Tặng"))
    files = [StoredScan(f"{n:02d}" * 32 + ".pdf", "application/pdf") for n in range(35)]
    for batch in (files[:10], files[10:20], files[20:25]):
        act(people.first, papers.attach_papers, key, "Ảnh", batch)
    assert refused(people.first, papers.attach_papers, key, "Ảnh", files[25:]) == (
        "title_papers_full",
        "files",
    )
    assert act(people.first, papers.attach_papers, key, "Ảnh", files[25:30]) == 5


def test_the_ministry_puts_forward_artisans_of_any_province(factory, people):
    here, there = agreeing(factory, people, "Đỗ Đồng Nai"), factory.unit("01")
    officer = factory.officer_actor(unit_code="01")
    away = factory.artisan(officer, name_vi="Cao Hà Nội", unit_id=there.id)
    act(officer, artisans.record_consent, away.id, today(), "Hồ sơ 2")
    above = announced(people, level=Level.NATIONAL, unit=None, name_vi="Của Bộ")
    assert [one.id for one in queries.list_for_round(above)] == [away.id, here.id]
    assert [one.id for one in queries.list_for_round(announced(people))] == [here.id]


def test_the_page_shows_what_the_council_found_and_takes_it_out_with_a_reason(app, factory, people):
    row = announced(people, percent=None)
    key = put_forward(people, row, agreeing(factory, people, "Cao Chưa Đạt"))
    judge(people, row, {key: 3})
    first, on = Person(app, signed_in_client(app, people.first), "en"), {"candidate_id": key}
    box = re.search(r'<input[^>]*value="no"[^>]*>', first.open("programme.title_candidate", **on))
    assert " checked" in box[0]
    here = on | {"on": "programme.title_candidate"}
    first.send("programme.title_candidate_step", {"act": "sell", "reason": "Vì"}, expect=422, **here)
    assert first.errors == ["Choose one of the steps of this page."]
    first.send("programme.title_papers", {"text": ""}, expect=422, **here)
    assert first.errors == ["Enter: what this file is."]
    first.send("programme.title_candidate_step", {"act": "withdraw", "reason": "Xin rút"}, **here)
    assert db.session.get_one(TitleCandidate, key).state == "withdrawn"


def test_a_candidate_of_a_published_round_is_shown_without_steps(app, factory, people):
    row = announced(people)
    key = put_forward(people, row, agreeing(factory, people, "Đỗ Thị Tặng"))
    first, action = Person(app, signed_in_client(app, people.first), "en"), f"/title-candidates/{key}/step"
    assert action in first.open("programme.title_candidate", candidate_id=key)
    judge(people, row, {key: 9})
    published(people, row)
    assert action not in first.open("programme.title_candidate", candidate_id=key)


def test_a_facility_hands_in_for_itself_in_its_province_until_the_last_day(app, factory, people):
    last_day = today() + timedelta(days=3)
    row = announced(people, last_day=last_day)
    own = agreeing(factory, people, "Đỗ Của Cơ Sở", facility=True)
    member = Person(app, signed_in_client(app, people.member), "en")
    form = {"years": "12", "taught": "", "merits": "Bình gốm"}
    other = people.stranger.memberships[0].facility_id
    member.open("programme.my_title_new", expect=404, slug=row.slug, facility_id=other)
    key = handed_in(people, row, own)
    member.open("programme.my_title_edit", candidate_id=key)
    with clock.use_clock(later(days=4)):
        member = Person(app, signed_in_client(app, people.member), "en")
        form["version"] = member.value("version", "programme.my_title_edit", candidate_id=key)
        member.send("programme.my_title_edit", form, expect=422, candidate_id=key)
        assert member.errors == [f"The last day was {last_day:%-d %b %Y}."]
        assert "Bình gốm" in member.text
    act(people.first, services.receive_candidate, key)
    member = Person(app, signed_in_client(app, people.member), "en")
    member.open("programme.my_title_edit", expect=404, candidate_id=key)


def test_a_facility_hands_in_to_rounds_of_its_own_province(factory, people):
    away = announced(people, level=Level.NATIONAL, unit=None, name_vi="Của Bộ")
    own = agreeing(factory, people, "Đỗ Của Cơ Sở", facility=True)
    data, hand_in = CandidateData(artisan_id=own.id), services.hand_in_candidate
    for lost in (away.id, 999_999):
        assert refused(people.member, hand_in, lost, people.facility, data) == ("not_found", None)
