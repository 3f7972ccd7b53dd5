"""The chair returns a submitted sheet to its juror."""

from datetime import UTC, datetime

import pytest

from app.core.clock import use_clock, utc_now
from app.core.database.base import db
from app.core.database.transaction import transaction
from app.core.errors import Conflict, NotAllowed, RuleBroken
from app.core.mail import OutboxMail
from tests.factories.accounts import actor
from tests.helpers.voting.acts import act, assert_bundle_holds, close, kinds, later, publish, the_round
from tests.helpers.voting.browser import Person
from voting.amendments import services as amendments
from voting.council_papers.events import list_events
from voting.models import EntryCode, Recusal, ScoreSheet
from voting.score_sheets.services import reopen_sheet
from voting.scoring import second_ballots
from voting.scoring.queries import list_returnable

REASON = "Ghi nhầm dòng"
LOW = {"market": "15", "economy": "20", "culture": "8", "other": "7"}


def sheet_of(people, seat, number):
    return db.session.query(ScoreSheet).filter_by(key=people.sheets[seat, number]).populate_existing().one()


def code_of(people, number):
    return db.session.query(EntryCode.code).filter_by(nomination_id=people.nominations[number].id).scalar()


def mails_to(person):
    query = db.session.query(OutboxMail).filter_by(recipient=person.email)
    return [
        mail
        for mail in query.order_by(OutboxMail.id)
        if "returned" in mail.subject or "trả lại" in mail.subject
    ]


@pytest.fixture
def people(factory):
    """Two entries, three jurors; the first juror has submitted both sheets, the second one of them."""
    made = factory.round_in_scoring()
    for seat, number in ((0, 0), (0, 1), (1, 0)):
        factory.submit_sheet(made.jurors[seat], made.sheets[seat, number])
    return made


@pytest.mark.parametrize("locale", ["vi", "en"])
def test_chair_returns_a_sheet_from_the_progress_of_the_round(people, app, login_as, factory, locale):
    slug, juror_id = the_round(people).slug, people.seats[0].id
    where = {"slug": slug, "juror_id": juror_id}
    chair = Person(app, login_as(people.chair), locale)
    page = chair.open("voting.work_round", slug=slug)
    assert chair.url("voting.return_sheet", **where) in page
    assert chair.url("voting.return_sheet", slug=slug, juror_id=people.seats[2].id) not in page
    assert chair.url("voting.return_sheet", **where) in chair.open("voting.close_scoring", slug=slug)
    shown = chair.open("voting.return_sheet", **where)
    assert [code_of(people, n) in shown for n in (0, 1)] == [True, True]
    assert not {"31,5", "31.5", "76,5", "76.5"} & set(shown.split())

    key = people.sheets[0, 0]
    leads = chair.send("voting.return_sheet", {"sheet": key, "reason": REASON}, **where)
    assert leads == chair.url("voting.work_round", slug=slug)
    assert (sheet_of(people, 0, 0).status, sheet_of(people, 0, 1).status) == ("draft", "submitted")
    assert kinds(people)[-1] == "reopen_sheet"
    told = mails_to(people.jurors[0])
    assert [(code_of(people, 0) in mail.body, REASON in mail.body) for mail in told] == [(True, True)]
    assert mails_to(people.jurors[1]) == []
    juror = Person(app, login_as(people.jurors[0]), locale)
    assert REASON in juror.open("voting.sheet", key=key)
    factory.submit_sheet(people.jurors[0], key)
    assert REASON not in juror.open("voting.sheet", key=key)


@pytest.mark.parametrize("locale", ["vi", "en"])
def test_wrong_input_is_answered_at_the_field(people, app, login_as, locale):
    where = {"slug": the_round(people).slug, "juror_id": people.seats[1].id}
    chair = Person(app, login_as(people.chair), locale)
    good = {"sheet": people.sheets[1, 0], "reason": REASON}
    for wrong in (
        {"reason": " "}, {"sheet": ""}, {"sheet": "không-có"}, {"sheet": people.sheets[0, 0]},
        {"sheet": people.sheets[1, 1]}, {"reason": "\x07 chuông"},
    ):  # fmt: skip
        page = chair.send("voting.return_sheet", good | wrong, expect=422, **where)
        assert (len(chair.errors), page.count('aria-invalid="true"')) == (1, 1), wrong
        if "reason" not in wrong:
            assert REASON in page
    assert [sheet_of(people, *at).status for at in ((0, 0), (1, 0), (1, 1))] == [
        "submitted",
        "submitted",
        "empty",
    ]
    chair.open("voting.return_sheet", slug=where["slug"], juror_id=10**6, expect=404)


def test_sheet_that_waits_already_is_not_returned_again(people):
    act(people.chair, reopen_sheet, people.sheets[0, 0], REASON)
    with pytest.raises(RuleBroken) as again:
        act(people.chair, reopen_sheet, people.sheets[0, 0], REASON)
    assert (again.value.code, again.value.field) == ("sheet_not_submitted", "sheet")
    assert len(mails_to(people.jurors[0])) == 1
    act(people.secretary, amendments.disqualify_entry, people.nominations[1].id, "Không đúng điều kiện")
    with pytest.raises(RuleBroken) as left:
        act(people.chair, reopen_sheet, people.sheets[0, 1], REASON)
    assert (left.value.code, left.value.field) == ("entry_withdrawn", "sheet")


def test_returning_is_the_chair_s_until_the_deadline(factory, app, login_as):
    people = factory.round_in_scoring(scoring_until=later(days=3).now())
    factory.submit_sheet(people.jurors[0], people.sheets[0, 0])
    where = {"slug": the_round(people).slug, "juror_id": people.seats[0].id}
    for person in (people.secretary, people.officer, people.jurors[0], people.member):
        with pytest.raises(NotAllowed):
            act(person, reopen_sheet, people.sheets[0, 0], REASON)
    secretary = Person(app, login_as(people.secretary))
    secretary.open("voting.return_sheet", expect=403, **where)
    assert secretary.url("voting.return_sheet", **where) not in secretary.open(
        "voting.work_round", slug=where["slug"]
    )
    with use_clock(later(days=4)), pytest.raises(Conflict) as late:
        act(people.chair, reopen_sheet, people.sheets[0, 0], REASON)
    assert late.value.code == "scoring_closed"


def test_returned_and_submitted_again_counts_the_last_and_stays_in_the_minutes(
    people, factory, app, login_as
):
    act(people.chair, reopen_sheet, people.sheets[0, 0], REASON)
    factory.submit_sheet(people.jurors[0], people.sheets[0, 0], LOW)
    for seat, number in ((1, 1), (2, 0), (2, 1)):
        factory.submit_sheet(people.jurors[seat], people.sheets[seat, number])
    close(people)
    publish(people)
    bundle = assert_bundle_holds(people)
    totals = {row["entry"]: row["total"] for row in bundle["results"]}
    assert totals[code_of(people, 0)] == "203/3"  # (50 + 76.5 + 76.5) / 3
    assert totals[code_of(people, 1)] == "76.5"


def test_rule_on_spread_tells_its_jurors_too(factory):
    from tests.integration.voting.scoring.test_second_pass import wide_round

    people = wide_round(factory)
    act(people.chair, second_ballots.give_wide_back, people.round_id)
    assert [len(mails_to(person)) for person in people.jurors] == [0, 0, 1]


def test_sheet_of_one_who_must_stand_aside_is_not_returned(people):
    seat, entry = people.seats[0], people.nominations[0]
    with transaction():
        db.session.add(
            Recusal(
                juror_id=seat.id,
                nomination_id=entry.id,
                state="declared",
                reason="Người nhà",
                created_at=utc_now(),
            )
        )
    with pytest.raises(RuleBroken) as refused:
        act(people.chair, reopen_sheet, people.sheets[0, 0], REASON, juror_id=seat.id)
    assert (refused.value.code, sheet_of(people, 0, 0).status) == ("choose_sheet", "submitted")


def test_a_returned_sheet_is_told_with_the_end_of_scoring_and_stands_in_the_minutes(factory):
    people = factory.round_in_scoring(products=1, scoring_until=datetime(2099, 5, 20, 10, tzinfo=UTC))
    factory.submit_sheet(people.jurors[0], people.sheets[0, 0])
    seat = people.seats[0]
    assert [sheet.key for sheet, _code in returnable(people, seat)] == [people.sheets[0, 0]]
    act(people.chair, reopen_sheet, people.sheets[0, 0], REASON, juror_id=seat.id)
    [mail] = mails_to(people.jurors[0])
    assert "20/05/2099 17:00" in mail.body
    told = (
        f"Phiếu của giám khảo {seat.alias} cho mã số {code_of(people, 0)} được trả lại để chấm lại: {REASON}."
    )
    assert list_events(the_round(people)) == [told]


def test_nothing_is_returned_once_scoring_is_over(factory):
    people = factory.closed_round(products=1)
    assert returnable(people, people.seats[0]) == []


def returnable(people, seat):
    return list_returnable(actor(people.chair), the_round(people), seat.id)
