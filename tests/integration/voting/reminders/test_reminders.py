"""Councils are told of complaints, jurors of sheets, before the deadline and each step once."""

from datetime import UTC, datetime, timedelta

import pytest

from app.backoffice.tasks.council_duties import council_after_count
from app.core.clock import FixedClock, today, use_clock
from app.core.database.base import db
from app.core.database.transaction import transaction
from app.core.mail import OutboxMail
from app.ops.doctor import Verdict, examine
from app.web.due import leaf
from tests.factories import accounts
from tests.helpers.voting.acts import act, the_round
from tests.helpers.voting.browser import Person
from voting.amendments import services as amendments
from voting.complaints import services as complaints
from voting.reminders.tasks import remind, remind_of_complaints, remind_of_sheets

FILED = datetime(2027, 3, 1, 3, tzinfo=UTC)
"""A Monday; ten working days later is Monday, 15 March."""


def at(day, hour=3):
    return use_clock(FixedClock(datetime(2027, 3, day, hour, tzinfo=UTC)))


def subjects(person):
    query = db.session.query(OutboxMail).filter_by(recipient=person.email).order_by(OutboxMail.id)
    return [mail.subject for mail in query]


@pytest.fixture
def people(factory):
    """A complaint of 1 March, to be answered by 15 March. The chair reads English."""
    with use_clock(FixedClock(FILED)):
        made = factory.provisional_round(products=1)
        made.complaint = act(made.member, complaints.file_complaint, made.nominations[0].id, "Điểm chưa đúng")
    assert made.complaint.due_on.isoformat() == "2027-03-15"
    with transaction():
        made.chair.locale = "en"
    return made


def test_complaint_is_told_three_days_before_on_the_day_and_when_overdue(people):
    before = (len(subjects(people.chair)), len(subjects(people.secretary)))
    sent = []
    for day in (11, 12, 12, 14, 15, 15, 16, 20):
        with at(day):
            sent.append(remind_of_complaints())
    assert sent == [0, 1, 0, 0, 1, 0, 1, 0]
    assert subjects(people.chair)[before[0] :] == [
        "Complaint K1 waits for its answer", "Complaint K1 waits for its answer", "Complaint K1 is overdue",
    ]  # fmt: skip
    assert subjects(people.secretary)[before[1] :][-1] == "Khiếu nại K1 đã quá hạn trả lời"
    assert [subject for subject in subjects(people.member) if "K1" in subject] == []


def test_answered_complaint_is_told_no_more(people):
    act(people.chair, complaints.answer_complaint, people.complaint.id, "rejected", "Đã xem lại, điểm đúng.")
    with at(16):
        assert remind_of_complaints() == 0


def test_desk_and_list_say_how_many_days_are_left(people, app, login_as):
    actor = accounts.actor(people.chair)
    with app.test_request_context():
        for day, state, left in (
            (11, "todo", "còn 4 ngày"), (12, "todo", "còn 3 ngày"), (15, "todo", "hôm nay"),
            (17, "problem", "quá 2 ngày"),
        ):  # fmt: skip
            with at(day):
                [item] = council_after_count(actor)
                assert (item.state, leaf(item.until, today()).left) == (state, left), day
                assert left not in item.hint, "the leaf beside it says so already"
    with at(13):
        chair = Person(app, login_as(people.chair), "en")
        assert "2 days left" in chair.open("voting.council_complaints", slug=the_round(people).slug)


def test_jurors_are_told_of_their_sheets_before_scoring_ends(factory):
    """Scoring ends on 10 March at 17:00 in Việt Nam. One juror has finished, one has both sheets left, the third has
    not declared yet.
    """
    with at(1):
        people = factory.round_in_scoring(declared=False, scoring_until=datetime(2027, 3, 10, 10, tzinfo=UTC))
        from voting.jury import services as jury

        for user, seat in zip(people.jurors[:2], people.seats[:2], strict=True):
            act(user, jury.declare_conflicts, seat.id, frozenset(), "")
        for number in (0, 1):
            factory.submit_sheet(people.jurors[0], people.sheets[0, number])
    before = [len(subjects(juror)) for juror in people.jurors]
    sent = []
    for day in (6, 7, 8, 9, 10, 11):
        with at(day):
            sent.append(remind_of_sheets())
    assert sent == [0, 2, 0, 2, 0, 0]
    told = [subjects(juror)[n:] for juror, n in zip(people.jurors, before, strict=True)]
    assert told == [[], ["Sắp hết hạn chấm điểm"] * 2, ["Sắp hết hạn chấm điểm"] * 2]
    bodies = [mail.body for mail in db.session.query(OutboxMail).filter_by(recipient=people.jurors[2].email)]
    assert "Còn 2 phiếu" in bodies[-1]
    assert "10/03/2027 17:00" in bodies[-1]
    assert "kê khai quan hệ" in bodies[-1]
    other = [mail.body for mail in db.session.query(OutboxMail).filter_by(recipient=people.jurors[1].email)]
    assert "kê khai quan hệ" not in other[-1]


def test_sheet_of_an_entry_that_left_is_not_waited_for(factory):
    with at(1):
        people = factory.round_in_scoring(products=1, scoring_until=datetime(2027, 3, 10, 10, tzinfo=UTC))
        act(people.secretary, amendments.disqualify_entry, people.nominations[0].id, "Sai điều kiện")
    with at(9):
        assert remind() == 0


def test_moved_deadline_is_told_anew(factory):
    with at(1):
        people = factory.round_in_scoring(products=1, scoring_until=datetime(2027, 3, 10, 10, tzinfo=UTC))
    with at(9):
        assert remind_of_sheets() == 3
    with transaction():
        the_round(people).scoring_until += timedelta(days=10)
    with at(19):
        assert remind_of_sheets() == 3


def test_doctor_names_what_is_overdue(people, settings):
    def told():
        return next(finding for finding in examine(settings) if finding.about == "complaints")

    with at(15):
        assert told().verdict == Verdict.OK
    with at(16):
        assert told().verdict == Verdict.WARN
        assert told().text.endswith("K1 of ky-binh-chon-thu (2027-03-15)")


def test_nobody_waits_for_the_write_lock_while_nothing_is_due(people, factory, monkeypatch):
    with at(1):
        factory.round_in_scoring(products=1, scoring_until=datetime(2027, 3, 20, 10, tzinfo=UTC))
    with at(12):
        assert remind() == 1
    begun = []
    monkeypatch.setattr("voting.reminders.tasks.transaction", lambda: begun.append(1) or transaction())
    for day in (11, 12, 13):  # no step, a step that was sent, no step
        with at(day):
            assert remind() == 0
    assert begun == []
    with at(15):
        assert remind() == 1
    assert begun == [1]
