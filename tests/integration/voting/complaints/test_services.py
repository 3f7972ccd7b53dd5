from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import text

from app.core.clock import FixedClock, today, use_clock
from app.core.database.base import db
from app.core.database.transaction import transaction
from app.core.errors import Conflict, NotAllowed, NotFound, RuleBroken
from app.core.mail import OutboxMail
from tests.factories import accounts
from tests.helpers.voting.acts import (
    act,
    assert_bundle_holds,
    both,
    entry,
    finish,
    kinds,
    later,
    the_round,
)
from tests.helpers.voting.browser import Person
from voting.complaints import services as complaints
from voting.complaints.queries import get_complaint, list_complaints
from voting.council import services as council
from voting.models import Complaint
from voting.publication import services as publication
from voting.publication.queries import get_public_round
from voting.reopening import services as reopening
from voting.rounds.queries import count_open_complaints
from voting.rounds.working_days.holidays import count_term

WORDS = "Điểm tiêu chí thị trường không phản ánh hợp đồng xuất khẩu đã nộp."
ANSWER = "Hội đồng đã xem lại hồ sơ; điểm giữ nguyên."


def filed(people, number=0):
    return act(people.member, complaints.file_complaint, people.nominations[number].id, WORDS)


def test_entrant_complains_and_the_council_answers(factory):
    people = factory.provisional_round()
    complaint = filed(people)
    assert (complaint.code, complaint.due_on) == ("K1", count_term(today(), 10).deadline)
    assert count_open_complaints(people.round_id) == 1
    act(people.secretary, complaints.answer_complaint, complaint.id, "rejected", ANSWER)
    row = db.session.query(Complaint).one()
    assert (row.text, row.answer.outcome, row.answer.text) == (WORDS, "rejected", ANSWER)
    assert count_open_complaints(people.round_id) == 0
    assert kinds(people)[-2:] == ["file_complaint", "answer_complaint"]


def test_complaint_is_sealed_without_its_words(factory):
    people = factory.provisional_round()
    complaint = filed(people)
    act(people.chair, complaints.answer_complaint, complaint.id, "partly_upheld", ANSWER)
    both(people, reopening.sign_return, people.round_id, reason="Xem lại K1")
    both(people, council.sign_provisional, people.round_id)
    finish(people)
    bundle = assert_bundle_holds(people)
    [record] = bundle["complaints"]
    assert (record["code"], record["outcome"], record["entry"]) == (
        "K1", "partly_upheld", entry(people).codes[-1].code,
    )  # fmt: skip
    assert WORDS not in str(bundle)
    assert ANSWER not in str(bundle)


def test_open_complaint_holds_the_decision_back(factory):
    people = factory.provisional_round()
    complaint = filed(people)
    day = today()
    form = council.DecisionForm("12/QĐ-SCT", day, "Người ký", "Sở", day + timedelta(days=900))
    act(people.secretary, council.prepare_decision, people.round_id, form)
    with pytest.raises(RuleBroken) as refused:
        act(people.chair, publication.sign_publication, people.round_id)
    assert (refused.value.code, refused.value.params) == ("complaints_open", {"count": 1})
    act(people.secretary, complaints.answer_complaint, complaint.id, "rejected", ANSWER)
    assert both(people, publication.sign_publication, people.round_id) == [False, True]


def test_year_without_a_notice_is_said_beside_the_day_of_the_answer(factory, app, login_as):
    """Ten working days from 20 December 2027 end in 2028, whose days off nobody has announced."""
    seen = []
    for day in (datetime(2027, 12, 20, 3, tzinfo=UTC), datetime(2027, 6, 1, 3, tzinfo=UTC)):
        with use_clock(FixedClock(day)):
            people = factory.provisional_round(title_vi=f"Kỳ {day.month}")
            complaint, slug = filed(people), the_round(people).slug
            member, chair = (
                Person(app, login_as(people.member), "en"),
                Person(app, login_as(people.chair), "en"),
            )
            seen.append([
                "The days off of 2028 are not announced yet" in page
                for page in (
                    member.open("voting.entry_complaint", nomination_id=people.nominations[0].id),
                    chair.open("voting.answer_complaint", slug=slug, code=complaint.code),
                )
            ])  # fmt: skip
    assert seen == [[True, True], [False, False]]


def test_window_ends_with_its_last_day(factory):
    people = factory.provisional_round()
    last = the_round(people).complaints_until
    left = (last - today()).days
    with use_clock(later(days=left)):
        complaint = filed(people)
    with use_clock(later(days=left + 1)), pytest.raises(RuleBroken) as refused:
        filed(people, 1)
    assert refused.value.code == "complaints_closed"
    assert complaint.due_on > last


@pytest.mark.parametrize("stage", ["round_in_scoring", "closed_round"])
def test_there_is_nothing_to_complain_of_before_the_list(factory, stage):
    people = getattr(factory, stage)()
    with pytest.raises(RuleBroken) as refused:
        filed(people)
    assert refused.value.code == "complaints_closed"


def test_complaint_of_a_frozen_result_leaves_it_as_it_is(factory):
    people = factory.published_round()
    slug = the_round(people).slug
    before = get_public_round(slug).result
    complaint = filed(people)
    act(people.chair, complaints.answer_complaint, complaint.id, "upheld", ANSWER)
    assert get_public_round(slug).result == before
    assert assert_bundle_holds(people)["complaints"][0]["outcome"] == "upheld"


def test_one_complaint_at_a_time_about_an_entry(factory):
    people = factory.provisional_round()
    first = filed(people)
    with pytest.raises(Conflict) as refused:
        filed(people)
    assert refused.value.code == "complaint_open"
    act(people.member, complaints.withdraw_complaint, first.id)
    assert filed(people).code == "K2"
    assert [row.code for row in list_complaints(people.round_id)] == ["K2", "K1"]


def test_answer_is_given_once(factory):
    people = factory.provisional_round()
    complaint = filed(people)
    act(people.chair, complaints.answer_complaint, complaint.id, "rejected", ANSWER)
    for verb, args in (
        (complaints.answer_complaint, ("upheld", ANSWER)),
        (complaints.withdraw_complaint, ()),
    ):
        person = people.chair if args else people.member
        with pytest.raises(Conflict) as refused:
            act(person, verb, complaint.id, *args)
        assert refused.value.code == "complaint_answered"


@pytest.mark.parametrize(
    ("outcome", "words", "code", "field"),
    [
        ("withdrawn", ANSWER, "choose_outcome", "outcome"),
        ("", ANSWER, "choose_outcome", "outcome"),
        ("rejected", " ", "required", "text"),
        ("rejected", "x" * 10_001, "too_long", "text"),
    ],
)
def test_bad_answer_names_its_field(factory, outcome, words, code, field):
    people = factory.provisional_round()
    complaint = filed(people)
    with pytest.raises(RuleBroken) as refused:
        act(people.chair, complaints.answer_complaint, complaint.id, outcome, words)
    assert (refused.value.code, refused.value.field) == (code, field)


@pytest.mark.parametrize("words", ["", "  ", "x" * 10_001])
def test_bad_complaint_names_its_field(factory, words):
    people = factory.provisional_round()
    with pytest.raises(RuleBroken) as refused:
        act(people.member, complaints.file_complaint, people.nominations[0].id, words)
    assert refused.value.field == "text"


def test_complaint_is_between_entrant_and_council(factory):
    people = factory.provisional_round()
    complaint = filed(people)
    stranger = factory.user("facility", facility_id=factory.facility().id)
    for person in (people.member, people.chair, people.secretary):
        assert get_complaint(accounts.actor(person), complaint.id).code == "K1"
    for person in (stranger, people.officer, people.jurors[0], factory.user("admin")):
        with pytest.raises(NotFound):
            get_complaint(accounts.actor(person), complaint.id)
    with pytest.raises(NotFound):
        act(stranger, complaints.file_complaint, people.nominations[1].id, WORDS)
    with pytest.raises(NotAllowed):
        act(people.officer, complaints.answer_complaint, complaint.id, "rejected", ANSWER)


@pytest.mark.parametrize("missing", [complaints.file_complaint, complaints.answer_complaint])
def test_unknown_complaint_is_not_found(factory, missing):
    people = factory.provisional_round()
    args = (WORDS,) if missing is complaints.file_complaint else ("rejected", ANSWER)
    with pytest.raises(NotFound):
        act(people.chair, missing, 999_999, *args)


def test_mails_tell_council_and_facility_without_words(factory):
    people = factory.provisional_round()
    before = db.session.query(OutboxMail).count()
    complaint = filed(people)
    act(people.chair, complaints.answer_complaint, complaint.id, "rejected", ANSWER)
    mails = db.session.query(OutboxMail).order_by(OutboxMail.id).all()[before:]
    assert [mail.recipient for mail in mails] == [
        people.chair.email,
        people.secretary.email,
        people.member.email,
    ]
    assert [mail.id for mail in mails if WORDS in mail.body or ANSWER in mail.body] == []


@pytest.mark.parametrize(
    "statement", ["UPDATE complaint SET text = 'x'", "DELETE FROM complaint", "DELETE FROM complaint_answer"]
)
def test_database_refuses_to_change_a_complaint(factory, statement):
    people = factory.provisional_round()
    complaint = filed(people)
    act(people.chair, complaints.answer_complaint, complaint.id, "rejected", ANSWER)
    with pytest.raises(Conflict) as refused, transaction() as session:
        session.execute(text(statement))
    assert "append-only" in str(refused.value.__cause__)
