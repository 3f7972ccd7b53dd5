import pytest

from app.accounts.credentials.confirmation import ConfirmationNeeded
from app.core.audit import AuditEntry
from app.core.database.base import db
from app.core.database.changes import latest_change
from app.core.errors import Conflict, NotAllowed, RuleBroken
from app.core.mail import OutboxMail
from catalog.models import Award
from tests.factories import accounts
from tests.helpers.voting.acts import (
    act,
    assert_bundle_holds,
    both,
    close,
    decide_all,
    entry,
    finish,
    kinds,
    publish,
    the_round,
)
from voting.council import services as council
from voting.models import CouncilVerdict, ScoreSheet, TallyRecord
from voting.publication import services as publication
from voting.publication.queries import get_bundle, get_public_round
from voting.reopening import services as reopening
from voting.rounds.visibility import Fact, may_see
from voting.score_sheets import services as score_sheets
from voting.scoring import services as scoring_stage

REASON = "Một phiếu bị ghi nhầm sang hồ sơ khác"
LOW = {"market": "20", "economy": "20", "culture": "5", "other": "5"}


def test_reopening_needs_two_people_and_a_reason(factory):
    people = factory.closed_round()
    with pytest.raises(RuleBroken) as refused:
        act(people.chair, reopening.sign_reopening, people.round_id, reason="  ")
    assert (refused.value.code, refused.value.field) == ("reason_needed", "reason")
    assert act(people.chair, reopening.sign_reopening, people.round_id, reason=REASON) is False
    assert the_round(people).state == "council"
    with pytest.raises(Conflict) as again:
        act(people.chair, reopening.sign_reopening, people.round_id, reason=REASON)
    assert again.value.code == "signed_already"
    assert act(people.secretary, reopening.sign_reopening, people.round_id, reason=REASON) is True
    assert (the_round(people).state, the_round(people).scoring_closed_at) == ("scoring", None)


def test_reopening_with_another_reason_begins_anew(factory):
    people = factory.closed_round()
    act(people.chair, reopening.sign_reopening, people.round_id, reason=REASON)
    assert act(people.secretary, reopening.sign_reopening, people.round_id, reason="Lý do khác") is False
    assert act(people.chair, reopening.sign_reopening, people.round_id, reason="Lý do khác") is True


@pytest.mark.parametrize("role", ["officer", "member", "admin", "juror"])
def test_leading_a_round_back_is_for_chair_and_secretary(factory, role):
    people = factory.closed_round()
    person = {
        "officer": people.officer,
        "member": people.member,
        "juror": people.jurors[0],
        "admin": factory.user("admin"),
    }[role]
    for verb in (reopening.sign_reopening, reopening.sign_annulment):
        with pytest.raises(NotAllowed):
            act(person, verb, people.round_id, reason=REASON)


def test_reopening_needs_a_recent_confirmation(factory):
    people = factory.closed_round()
    stale = accounts.actor(people.chair, confirmed=False)
    with pytest.raises(ConfirmationNeeded):
        act(stale, reopening.sign_reopening, people.round_id, reason=REASON)


def test_reopening_is_not_open_while_scoring_or_after_publication(factory):
    people = factory.round_in_scoring()
    with pytest.raises(Conflict) as early:
        act(people.chair, reopening.sign_reopening, people.round_id, reason=REASON)
    assert early.value.code == "act_not_open"
    done = factory.published_round(title_vi="Kỳ khác")
    with pytest.raises(Conflict) as late:
        act(done.chair, reopening.sign_reopening, done.round_id, reason=REASON)
    assert late.value.code == "act_not_open"


def test_recount_after_reopening_keeps_the_earlier_count(factory):
    people = factory.closed_round()
    decide_all(people)
    both(people, reopening.sign_reopening, people.round_id, reason=REASON)
    assert db.session.query(CouncilVerdict).count() == 0
    assert not may_see(accounts.actor(people.chair), the_round(people), Fact.COUNT)
    for seat in range(3):
        act(people.chair, score_sheets.reopen_sheet, people.sheets[seat, 0], "Chấm lại")
        factory.submit_sheet(people.jurors[seat], people.sheets[seat, 0], LOW)
    close(people)
    counts = db.session.query(TallyRecord.count, TallyRecord.scoring_pass).order_by(TallyRecord.id).all()
    assert [tuple(row) for row in counts] == [(1, 1), (2, 1)]
    rows = council.result_rows(the_round(people))
    assert (rows[entry(people, 0).id]["total"], rows[entry(people, 1).id]["total"]) == ("50", "76.5")
    assert kinds(people)[-6:] == ["reopen_scoring", "open_scoring", *["reopen_sheet"] * 3, "close_scoring"]
    publish(people)
    bundle = assert_bundle_holds(people)
    assert [row["total"] for row in bundle["results"]].count("50") == 1
    assert kinds(people).count("open_scoring") == 2


def test_reopening_gives_missing_sheets_back_with_what_was_on_them(factory):
    people = factory.round_in_scoring()
    for (seat, number), key in people.sheets.items():
        if (seat, number) != (0, 0):
            factory.submit_sheet(people.jurors[seat], key)
    act(people.jurors[0], score_sheets.save_sheet, people.sheets[0, 0],
        score_sheets.Saving("7b0c5a54-6c6d-4a51-9d8a-0f6a7e5f4a11", {"market": "30"}))  # fmt: skip
    close(people, "Giám khảo vắng")
    both(people, reopening.sign_reopening, people.round_id, reason=REASON)
    sheet = db.session.query(ScoreSheet).filter_by(key=people.sheets[0, 0]).one()
    assert (sheet.status, sheet.revisions[-1].scores) == ("draft", {"market": "30"})
    others = (
        db.session.query(ScoreSheet.status).filter(ScoreSheet.key != people.sheets[0, 0]).distinct().all()
    )
    assert [tuple(row) for row in others] == [("submitted",)]
    factory.submit_sheet(people.jurors[0], people.sheets[0, 0])
    close(people)
    publish(people)
    assert_bundle_holds(people)


def test_reopening_tells_jurors_without_codes_or_scores(factory):
    people = factory.closed_round()
    before = db.session.query(OutboxMail).count()
    both(people, reopening.sign_reopening, people.round_id, reason=REASON)
    mails = db.session.query(OutboxMail).order_by(OutboxMail.id).all()[before:]
    assert [mail.recipient for mail in mails] == [juror.email for juror in people.jurors]
    codes = [code.code for n in the_round(people).nominations for code in n.codes]
    assert [mail.id for mail in mails for code in codes if code in mail.body] == []


def test_old_closing_signature_never_serves_a_new_closing(factory):
    people = factory.closed_round()
    both(people, reopening.sign_reopening, people.round_id, reason=REASON)
    assert act(people.secretary, scoring_stage.sign_closing, people.round_id) is False
    assert the_round(people).state == "scoring"
    assert act(people.chair, scoring_stage.sign_closing, people.round_id) is True


def test_signature_under_the_list_lapses_with_a_reopening(factory):
    people = factory.closed_round()
    decide_all(people)
    act(people.chair, council.sign_provisional, people.round_id)
    both(people, reopening.sign_reopening, people.round_id, reason=REASON)
    close(people)
    decide_all(people)
    assert act(people.secretary, council.sign_provisional, people.round_id) is False
    assert the_round(people).state == "council"


def test_returned_list_is_public_no_more(factory):
    people = factory.provisional_round()
    slug, change = the_round(people).slug, latest_change()
    assert get_public_round(slug).provisional is not None
    assert both(people, reopening.sign_return, people.round_id, reason=REASON) == [False, True]
    shown = get_public_round(slug)
    assert (shown.provisional, shown.round.state, shown.round.returned_reason) == (None, "council", REASON)
    assert shown.round.complaints_until is None
    assert latest_change() > change
    assert both(people, council.sign_provisional, people.round_id) == [False, True]
    finish(people)
    assert_bundle_holds(people)
    assert kinds(people)[-4:] == [
        "publish_provisional",
        "return_to_council",
        "publish_provisional",
        "publish",
    ]
    assert the_round(people).returned_at is None


def test_signature_under_the_decision_lapses_with_a_return(factory):
    people = factory.provisional_round()
    day = the_round(people).provisional_at.date()
    form = council.DecisionForm(
        "12/QĐ-SCT", day, "Nguyễn Văn Thử", "Sở Công Thương", day.replace(year=day.year + 4)
    )
    act(people.secretary, council.prepare_decision, people.round_id, form)
    act(people.chair, publication.sign_publication, people.round_id)
    both(people, reopening.sign_return, people.round_id, reason=REASON)
    both(people, council.sign_provisional, people.round_id)
    assert act(people.secretary, publication.sign_publication, people.round_id) is False


def test_annulled_round_keeps_its_record_and_loses_its_certificates(factory):
    people = factory.published_round()
    slug, frozen = the_round(people).slug, get_public_round(the_round(people).slug).result
    change = latest_change()
    assert both(people, reopening.sign_annulment, people.round_id, reason=REASON) == [False, True]
    round_ = the_round(people)
    assert (round_.state, round_.annulled_reason) == ("annulled", REASON)
    awards = db.session.query(Award).filter_by(round_id=people.round_id).all()
    assert [(award.revoked_reason, award.revoked_on is None) for award in awards] == [(REASON, False)] * 2
    assert [entry(people, n).state for n in range(2)] == ["accepted", "accepted"]
    assert get_public_round(slug).result == frozen
    assert kinds(people)[-1] == "annul"
    assert get_bundle(slug) == assert_bundle_holds(people)
    assert latest_change() > change
    assert db.session.query(AuditEntry).filter_by(act="voting.round.annul").count() == 1


@pytest.mark.parametrize("stage", ["planned_round", "receiving_round", "round_in_scoring", "closed_round"])
def test_round_can_be_annulled_before_its_decision(factory, stage):
    people = getattr(factory, stage)()
    assert both(people, reopening.sign_annulment, people.round_id, reason=REASON) == [False, True]
    assert the_round(people).state == "annulled"
    with pytest.raises(Conflict) as refused:
        act(people.chair, reopening.sign_annulment, people.round_id, reason=REASON)
    assert refused.value.code == "act_not_open"


def test_entrants_learn_of_return_and_annulment(factory):
    people = factory.provisional_round()
    before = db.session.query(OutboxMail).count()
    both(people, reopening.sign_return, people.round_id, reason=REASON)
    both(people, reopening.sign_annulment, people.round_id, reason=REASON)
    mails = db.session.query(OutboxMail).order_by(OutboxMail.id).all()[before:]
    assert [(mail.recipient, REASON in mail.body) for mail in mails] == [(people.member.email, True)] * 2
