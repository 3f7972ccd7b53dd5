from datetime import timedelta

import pytest

from app.core.actor import SYSTEM
from app.core.clock import use_clock, utc_now
from app.core.database.base import db
from app.core.database.transaction import transaction
from app.core.errors import Conflict, NotAllowed, RuleBroken
from app.core.mail import OutboxMail
from catalog.enums import FacilityState
from catalog.models import Facility
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
    later,
    publish,
    the_round,
)
from voting.council import services as council
from voting.models import ScoreSheet, TallyRecord
from voting.reopening import services as reopening
from voting.results.queries import result_rows
from voting.rounds.visibility import Fact, may_see
from voting.rule_sets import services as rule_sets
from voting.rules.document import rule_set_from_dict
from voting.score_sheets import services as score_sheets
from voting.score_sheets.queries import list_sheets
from voting.scoring import second_ballots, second_pass

LOW = {"market": "20", "economy": "20", "culture": "5", "other": "5"}
HIGH = {"market": "38", "economy": "38", "culture": "9", "other": "9"}
REASON = "Sai sót khi nhập phiếu"


def rules(**changes):
    """The default rules with something changed, as a rule set of their own; returns its id."""
    with transaction():
        body = {**rule_sets.sync_rule_sets().body, "code": "changed", "version": 1, **changes}
        row = rule_sets._insert(SYSTEM, rule_set_from_dict(body))
        db.session.flush()
        return row.id


def second_round(factory):
    """Three entries, of which the last ends with the first pass."""
    people = factory.closed_round({2: LOW}, products=3, rule_set_id=rules(passes=2))
    act(people.officer, second_pass.open_second_pass, people.round_id)
    return people


def submit_second(factory, people, scores):
    for user, seat in zip(people.jurors, people.seats, strict=True):
        for sheet in db.session.query(ScoreSheet).filter_by(juror_id=seat.id, scoring_pass=2).all():
            number = [n.id for n in people.nominations].index(sheet.nomination_id)
            factory.submit_sheet(user, sheet.key, scores.get(number))


def test_first_pass_leads_to_site_visits(factory):
    people = factory.closed_round({2: LOW}, products=3, rule_set_id=rules(passes=2))
    assert the_round(people).state == "site_visit"
    assert may_see(accounts.actor(people.chair), the_round(people), Fact.COUNT)
    with pytest.raises(Conflict) as refused:
        act(people.chair, council.decide_entry, people.round_id, entry(people).id, recognised=True)
    assert refused.value.code == "not_in_council"


def test_second_pass_takes_what_passed_under_new_codes(factory):
    people = second_round(factory)
    assert (the_round(people).state, the_round(people).scoring_pass) == ("scoring_second", 2)
    assert [[code.scoring_pass for code in entry(people, n).codes] for n in range(3)] == [[1, 2], [1, 2], [1]]
    views = list_sheets(accounts.actor(people.jurors[0]))
    assert {view.code for view in views} == {entry(people, n).codes[1].code for n in range(2)}
    assert [view.scores for view in views] == [{}, {}]
    assert not may_see(accounts.actor(people.chair), the_round(people), Fact.COUNT)


def test_second_pass_checks_again_what_it_takes(factory):
    people = factory.closed_round({2: LOW}, products=3, rule_set_id=rules(passes=2))
    with transaction():
        db.session.get_one(Facility, people.facility.id).state = FacilityState.SUSPENDED
    with pytest.raises(RuleBroken) as refused:
        act(people.officer, second_pass.open_second_pass, people.round_id)
    assert (refused.value.code, refused.value.params["count"]) == ("entries_not_eligible", 2)
    assert the_round(people).state == "site_visit"


def test_second_count_decides(factory):
    people = second_round(factory)
    submit_second(factory, people, {0: LOW, 1: HIGH})
    close(people)
    assert the_round(people).state == "council"
    rows = result_rows(the_round(people))
    assert [rows[entry(people, n).id]["verdict"] for n in range(3)] == ["below", "pass", "below"]
    assert [rows[entry(people, n).id]["total"] for n in range(3)] == ["50", "94", "50"]
    publish(people)
    bundle = assert_bundle_holds(people)
    assert sorted(row["pass"] for row in bundle["results"]) == [1, 1, 1, 2, 2]
    assert len(bundle["decisions"]) == 3
    assert [entry(people, n).state for n in range(3)] == ["not_recognised", "recognised", "not_recognised"]


def test_sheets_of_the_first_pass_are_closed_for_ever(factory):
    people = second_round(factory)
    with pytest.raises(Conflict) as refused:
        factory.submit_sheet(people.jurors[0], people.sheets[0, 0])
    assert refused.value.code == "scoring_closed"


def test_first_pass_can_be_opened_again_before_the_second(factory):
    people = factory.closed_round(products=2, rule_set_id=rules(passes=2))
    assert both(people, reopening.sign_reopening, people.round_id, reason=REASON) == [False, True]
    assert (the_round(people).state, the_round(people).scoring_pass) == ("scoring", 1)
    close(people)
    assert the_round(people).state == "site_visit"


def test_second_pass_can_be_opened_again_and_the_first_count_holds(factory):
    people = second_round(factory)
    submit_second(factory, people, {})
    close(people)
    assert both(people, reopening.sign_reopening, people.round_id, reason=REASON) == [False, True]
    assert the_round(people).state == "scoring_second"
    close(people)
    counts = db.session.query(TallyRecord.scoring_pass, TallyRecord.count).order_by(TallyRecord.id).all()
    assert [tuple(row) for row in counts] == [(1, 1), (2, 1), (2, 2)]
    decide_all(people)
    both(people, council.sign_provisional, people.round_id)
    finish(people)
    assert_bundle_holds(people)


def test_second_pass_is_opened_by_the_officer_after_site_visits(factory):
    people = factory.closed_round(products=2, rule_set_id=rules(passes=2))
    for person in (people.chair, people.member, people.jurors[0]):
        with pytest.raises(NotAllowed):
            act(person, second_pass.open_second_pass, people.round_id)
    plain = factory.closed_round(title_vi="Kỳ một vòng")
    with pytest.raises(Conflict) as refused:
        act(plain.officer, second_pass.open_second_pass, plain.round_id)
    assert refused.value.code == "act_not_open"


def test_nothing_passed_leaves_nothing_to_score_again(factory):
    people = factory.closed_round({0: LOW, 1: LOW}, rule_set_id=rules(passes=2))
    with pytest.raises(RuleBroken) as refused:
        act(people.officer, second_pass.open_second_pass, people.round_id)
    assert refused.value.code == "no_entries"


def wide_round(factory, **plan):
    """Two entries, three jurors; the third is 26 points from the others on the first entry."""
    people = factory.round_in_scoring(rule_set_id=rules(spread={"kind": "median", "points": "10"}), **plan)
    for (seat, number), key in people.sheets.items():
        factory.submit_sheet(people.jurors[seat], key, LOW if (seat, number) == (2, 0) else None)
    return people


def test_wide_sheet_given_back_after_the_deadline_can_be_scored(factory):
    people = wide_round(factory, scoring_until=utc_now() + timedelta(hours=1))
    with use_clock(later(hours=2)):
        act(people.chair, second_ballots.give_wide_back, people.round_id)
        told = db.session.query(OutboxMail).filter_by(recipient=people.jurors[2].email).all()
        assert [until in told[-1].body for until in ("Hạn chấm điểm", "Scoring ends")] == [False, False]
        factory.submit_sheet(people.jurors[2], people.sheets[2, 0], LOW)
        close(people)
    assert (the_round(people).state, the_round(people).scoring_until) == ("council", None)


def test_absent_juror_does_not_switch_the_rule_off(factory):
    """Sheets 66, 67.5, 64, 68.5 and 89 with one juror of six absent: the last is 21.5 from the median 67.5."""
    people = factory.round_in_scoring(
        products=1, jurors=6, rule_set_id=rules(spread={"kind": "median", "points": "10"})
    )
    for seat, market in enumerate(("26", "27.5", "24", "28.5", "40")):
        other = "9" if seat == 4 else "0"  # 40 + 31 + 9 + 9
        scores = {"market": market, "economy": "31" if seat == 4 else "40", "culture": other, "other": other}
        factory.submit_sheet(people.jurors[seat], people.sheets[seat, 0], scores)
    with pytest.raises(RuleBroken) as refused:
        close(people, reason="Một giám khảo vắng")
    assert (refused.value.code, refused.value.params) == ("sheets_too_far_apart", {"count": 1})
    assert act(people.chair, second_ballots.give_wide_back, people.round_id) == 1
    [wide] = db.session.query(ScoreSheet).filter_by(status="draft")
    assert wide.key == people.sheets[4, 0]


def test_wide_sheet_holds_the_closing_until_it_is_scored_again(factory):
    people = wide_round(factory)
    with pytest.raises(RuleBroken) as refused:
        close(people)
    assert (refused.value.code, refused.value.params) == ("sheets_too_far_apart", {"count": 1})
    assert act(people.chair, second_ballots.give_wide_back, people.round_id) == 1
    sheet = db.session.query(ScoreSheet).filter_by(key=people.sheets[2, 0]).one()
    assert (sheet.status, sheet.revisions[-1].scores) == ("draft", LOW)
    factory.submit_sheet(people.jurors[2], people.sheets[2, 0], LOW)
    close(people)
    publish(people)
    bundle = assert_bundle_holds(people)
    kept = [b["status"] for b in bundle["ballots"] if (b["juror"], b["scores"]) == ("G3", LOW)]
    assert kept == ["cast", "draft", "cast"]
    assert kinds(people).count("score_again") == 1


def test_sheet_is_given_back_once(factory):
    people = wide_round(factory)
    act(people.chair, second_ballots.give_wide_back, people.round_id)
    factory.submit_sheet(people.jurors[2], people.sheets[2, 0], LOW)
    with pytest.raises(RuleBroken) as refused:
        act(people.chair, second_ballots.give_wide_back, people.round_id)
    assert refused.value.code == "nothing_too_far_apart"


def test_rule_holds_on_the_sheets_there_are(factory):
    """With the first sheet given back, 76.5 and 50 are left: each lies 13.25 from their median."""
    people = wide_round(factory)
    act(people.chair, score_sheets.reopen_sheet, people.sheets[0, 0], "Xin chấm lại")
    wide = {sheet.key for sheet in second_ballots.find_wide_sheets(the_round(people))}
    assert wide == {people.sheets[1, 0], people.sheets[2, 0]}


def test_giving_back_is_the_chair_s_while_scoring_is_open(factory):
    people = wide_round(factory)
    for person in (people.secretary, people.officer, people.jurors[0]):
        with pytest.raises(NotAllowed):
            act(person, second_ballots.give_wide_back, people.round_id)
    done = factory.closed_round(title_vi="Kỳ khác")
    with pytest.raises(Conflict) as refused:
        act(done.chair, second_ballots.give_wide_back, done.round_id)
    assert refused.value.code == "scoring_closed"
