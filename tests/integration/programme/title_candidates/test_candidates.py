"""Candidates for titles: who puts forward whom, in time and with consent; receiving, returning, taking back; files."""

from datetime import timedelta

import pytest

from app.core import clock
from app.core.clock import today
from app.core.database.base import db
from app.core.errors import Conflict, DomainError, NotAllowed, NotFound, RuleBroken
from catalog.credentials.services import StoredScan
from catalog.enums import Level
from programme.artisans import services as artisans
from programme.artisans.titles import Title
from programme.models import TitleCandidate, TitlePaper
from programme.title_candidates import papers, queries, services
from programme.title_candidates.services import CandidateData
from tests.factories.accounts import actor
from tests.helpers.titles import agreeing, announced, cast, judge, published, put_forward
from tests.helpers.voting.acts import act, later


@pytest.fixture
def people(factory):
    return cast(factory)


def state(key):
    row = db.session.get_one(TitleCandidate, key, populate_existing=True)
    return row.state, row.reason


def refused(verb, person, *args, **facts):
    """(code, field) of what is refused."""
    with pytest.raises(DomainError) as refusal:
        act(person, verb, *args, **facts)
    return refusal.value.code, refusal.value.field


def test_only_those_who_agree_and_fit_are_put_forward(factory, people):
    row = announced(people, title=Title.EMINENT, gives=False)
    silent = factory.artisan(factory.officer_actor(unit_code="75"), name_vi="Lý Thị Im")
    away = factory.artisan(
        factory.officer_actor(unit_code="01"), name_vi="Hà Xa", unit_id=factory.unit("01").id
    )
    act(factory.officer_actor(unit_code="01"), artisans.record_consent, away.id, today(), "Hồ sơ")
    holder = agreeing(factory, people, "Đỗ Đã Có", Title.EMINENT)
    good = agreeing(factory, people, "Cao Hợp Lệ")
    enter, day = services.enter_candidate, row.last_day

    def said(artisan_id, **values):
        data = CandidateData(artisan_id=artisan_id, **{"apart": True, "handed_in_on": day} | values)
        return refused(enter, people.first, row.id, data)

    assert said(silent.id) == ("title_candidate_consent", "artisan")
    assert said(away.id) == ("title_candidate_area", "artisan")
    assert said(holder.id) == ("title_candidate_held", "artisan")
    assert said(999_999) == ("title_candidate_unknown", "artisan")
    assert said(good.id, apart=False) == ("title_candidate_apart", "apart")
    assert said(good.id, years=10**9) == ("title_number", "years")
    assert said(good.id, handed_in_on=today()) == ("title_candidate_late", "handed_in_on")
    assert said(good.id, handed_in_on=row.notice_on - timedelta(days=1)) == (
        "title_candidate_early",
        "handed_in_on",
    )
    assert [one.name_vi for one in queries.list_for_round(row)] == ["Cao Hợp Lệ", "Đỗ Đã Có"]
    put_forward(people, row, good)
    assert said(good.id) == ("title_candidate_there", "artisan")
    assert [one.name_vi for one in queries.list_for_round(row)] == ["Đỗ Đã Có"]


def test_a_peoples_artisan_is_an_eminent_artisan_first(factory, people):
    row = announced(people, title=Title.PEOPLE, gives=False)
    plain, eminent = (
        agreeing(factory, people, "Cao Chưa Ưu Tú"),
        agreeing(factory, people, "Đỗ Ưu Tú", Title.EMINENT),
    )
    data = CandidateData(artisan_id=plain.id, apart=True, handed_in_on=row.last_day)
    assert refused(services.enter_candidate, people.first, row.id, data) == (
        "title_candidate_first",
        "artisan",
    )
    assert state(put_forward(people, row, eminent)) == ("received", "")


def test_a_facility_hands_in_and_the_office_returns_and_receives(factory, people):
    row = announced(people, last_day=today() + timedelta(days=3))
    own, other = (
        agreeing(factory, people, "Đỗ Của Cơ Sở", facility=True),
        agreeing(factory, people, "Cao Ngoài"),
    )
    hand_in = services.hand_in_candidate
    data = CandidateData(artisan_id=own.id)
    wrong = CandidateData(artisan_id=other.id)
    assert refused(hand_in, people.member, row.id, people.facility, wrong) == (
        "title_candidate_unknown",
        "artisan",
    )
    with pytest.raises(NotFound):
        act(people.stranger, hand_in, row.id, people.facility, data)
    key = act(people.member, hand_in, row.id, people.facility, data).id
    assert state(key) == ("handed-in", "")
    for person in (people.member, people.stranger, people.away, people.commune, people.appraiser):
        with pytest.raises(NotFound):
            act(person, services.receive_candidate, key)
    assert refused(services.return_candidate, people.first, key, " ") == ("reason_needed", "reason")
    act(people.first, services.return_candidate, key, "Thiếu bản khai")
    assert state(key) == ("returned", "Thiếu bản khai")
    again = CandidateData(artisan_id=own.id, years=18)
    act(people.member, services.hand_in_again, key, again)
    assert state(key) == ("handed-in", "")
    act(people.first, services.receive_candidate, key)
    assert refused(services.hand_in_again, people.member, key, again)[0] == "title_candidate_settled"
    assert refused(services.withdraw_candidate, people.member, key, "Thôi")[0] == "title_candidate_settled"
    act(people.first, services.withdraw_candidate, key, "Nghệ nhân xin rút")
    assert state(key) == ("withdrawn", "Nghệ nhân xin rút")


def test_nothing_is_handed_in_after_the_last_day(factory, people):
    row = announced(people, last_day=today())
    own = agreeing(factory, people, "Đỗ Của Cơ Sở", facility=True)
    data = CandidateData(artisan_id=own.id)
    with clock.use_clock(later(days=1)):
        assert refused(services.hand_in_candidate, people.member, row.id, people.facility, data) == (
            "title_candidate_late", "handed_in_on",
        )  # fmt: skip
    key = act(people.member, services.hand_in_candidate, row.id, people.facility, data).id
    act(people.first, services.return_candidate, key, "Thiếu")
    with clock.use_clock(later(days=1)):
        assert refused(services.hand_in_again, people.member, key, data)[0] == "title_candidate_late"


def test_the_consent_that_ended_is_asked_again_when_handed_in_again(factory, people):
    row = announced(people, last_day=today() + timedelta(days=3))
    own = agreeing(factory, people, "Đỗ Của Cơ Sở", facility=True)
    data = CandidateData(artisan_id=own.id)
    key = act(people.member, services.hand_in_candidate, row.id, people.facility, data).id
    act(people.first, services.return_candidate, key, "Thiếu")
    act(people.first, artisans.end_consent, own.id)
    assert refused(services.hand_in_again, people.member, key, data) == ("title_candidate_consent", "artisan")


def test_an_officer_judges_no_candidate_of_their_own_facility(factory, people):
    row = announced(people, last_day=today() + timedelta(days=3))
    own = agreeing(factory, people, "Đỗ Của Cơ Sở", facility=True)
    data = CandidateData(artisan_id=own.id)
    key = act(people.member, services.hand_in_candidate, row.id, people.facility, data).id
    both = factory.user(
        "officer-province", "facility", unit_id=people.unit.id, facility_id=people.facility.id
    )
    with pytest.raises(NotFound):
        act(both, services.receive_candidate, key)


def test_files_are_read_by_the_office_and_who_handed_in_and_follow_to_the_ministry(factory, people):
    row = announced(people, title=Title.EMINENT, gives=False)
    artisan = agreeing(factory, people, "Đỗ Thị Tặng")
    key = put_forward(people, row, artisan)
    scans = [
        StoredScan("a" * 64 + ".pdf", "application/pdf"),
        StoredScan("b" * 64 + ".pdf", "application/pdf"),
    ]
    assert act(people.first, papers.attach_papers, key, "Bản khai", [*scans, scans[0]]) == 2
    assert act(people.first, papers.attach_papers, key, "Bản khai", scans[:1]) == 0
    assert refused(papers.attach_papers, people.first, key, " ", scans) == ("required", "text")
    assert refused(papers.attach_papers, people.first, key, "x", []) == ("choose_files", "files")
    first, second = (paper.id for paper in db.session.query(TitlePaper).order_by(TitlePaper.id))
    for person in (people.member, people.stranger, people.away, people.commune, people.appraiser):
        with pytest.raises(NotFound):
            queries.get_paper(actor(person), first)
        with pytest.raises(NotFound):
            act(person, papers.take_out_paper, first)
    act(people.first, papers.take_out_paper, second)
    with pytest.raises(NotFound):
        queries.get_paper(actor(people.first), second)
    judge(people, row, {key: 9})
    published(people, row, "12/TTr-UBND")
    assert refused(papers.take_out_paper, people.first, first)[0] == "title_round_settled"
    above = announced(people, level=Level.NATIONAL, unit=None, title=Title.EMINENT, name_vi="Của Bộ")
    act(people.ministry, services.take_in_candidate, above.id, key)
    assert queries.get_paper(actor(people.ministry), first).text == "Bản khai"


def test_a_round_holds_thirty_files_of_a_candidate(factory, people):
    row = announced(people)
    key = put_forward(people, row, agreeing(factory, people, "Đỗ Thị Tặng"))
    for batch in range(3):
        files = [StoredScan(f"{batch}{n}" * 32 + ".pdf", "application/pdf") for n in range(10)]
        act(people.first, papers.attach_papers, key, "Ảnh", files)
    more = [StoredScan("c" * 64 + ".pdf", "application/pdf")]
    assert refused(papers.attach_papers, people.first, key, "Ảnh", more) == ("title_papers_full", "files")


def test_a_withdrawn_candidate_stops_no_decision(factory, people):
    row = announced(people)
    gone, stays = (put_forward(people, row, agreeing(factory, people, name)) for name in ("Cao Rút", "Đỗ Ở"))
    act(people.first, services.withdraw_candidate, gone, "Xin rút")
    judge(people, row, {stays: 9})
    published(people, row)
    with pytest.raises(Conflict, match="title_round_settled"):
        act(people.first, services.withdraw_candidate, stays, "Muộn")
    with pytest.raises((RuleBroken, NotAllowed, Conflict)):
        put_forward(people, row, agreeing(factory, people, "Cao Muộn"))
