"""Every gate checks again: the conditions of an act are read at the act."""

from datetime import timedelta

import pytest

from app.core.actor import SYSTEM
from app.core.clock import FixedClock, today, use_clock, utc_now
from app.core.database.base import db
from app.core.database.transaction import transaction
from app.core.errors import Conflict, RuleBroken, Unavailable
from catalog.awards.services import revoke_award, suspend_award
from catalog.enums import FacilityState
from catalog.models import Award, Facility
from tests.helpers.voting.acts import act, both, decide_all, entry, later, publish, the_round
from tests.integration.voting.promotion.test_services import promoted, upper_round
from voting.complaints import services as complaints
from voting.council import services as council
from voting.dossiers import services as nominations
from voting.enums import ComplaintOutcome
from voting.models import Nomination
from voting.publication import services as publication
from voting.reopening import services as reopening
from voting.rounds import services as rounds
from voting.rounds import transitions
from voting.rounds.status import accepts_entries, accepts_scores
from voting.rounds.working_days.deadlines import deadline_transaction
from voting.scoring import services as scoring_stage

WHY = "Theo đề nghị của hội đồng"


def refusal(person, verb, *args, **facts):
    with pytest.raises((RuleBroken, Conflict)) as caught:
        act(person, verb, *args, **facts)
    return caught.value.code


def suspend_facility(people):
    with transaction():
        db.session.get_one(Facility, people.facility.id).state = FacilityState.SUSPENDED


def test_suspended_and_revoked_certificates_stop_acceptance_above(factory):
    people = factory.published_round()
    upper = upper_round(factory)
    promoted(people, upper, 0, 1)
    first, second = db.session.query(Award).filter_by(round_id=people.round_id).order_by(Award.id)
    act(SYSTEM, suspend_award, first.id, WHY)
    act(SYSTEM, revoke_award, second.id, WHY)
    above = db.session.query(Nomination).filter_by(round_id=upper.round_id).order_by(Nomination.id)
    codes = [refusal(upper.secretary, nominations.accept_nomination, n.id) for n in above]
    assert codes == ["entries_not_eligible"] * 2


def test_facility_that_lost_its_verification_stops_opening_decision_and_publication(factory):
    people = factory.receiving_round(products=1)
    nomination = factory.complete_dossier(people.member, people.round_id, people.products[0].id)
    act(people.member, nominations.submit_nomination, nomination.id)
    act(people.secretary, nominations.accept_nomination, nomination.id)
    act(people.officer, transitions.step, people.round_id, "close_entries")
    suspend_facility(people)
    assert refusal(people.officer, scoring_stage.open_scoring, people.round_id) == "entries_not_eligible"


def test_entry_that_lost_its_ground_is_not_recognised(factory):
    people = factory.closed_round()
    suspend_facility(people)
    code = refusal(people.chair, council.decide_entry, people.round_id, entry(people).id, recognised=True)
    assert code == "entries_not_eligible"


def test_publication_judges_anew(factory):
    people = factory.provisional_round()
    form = council.DecisionForm("1/QĐ", today(), "A", "B", today() + timedelta(days=900))
    act(people.secretary, council.prepare_decision, people.round_id, form)
    suspend_facility(people)
    assert refusal(people.chair, publication.sign_publication, people.round_id) == "entries_not_eligible"


def upheld(people):
    complaint = act(people.member, complaints.file_complaint, entry(people).id, "Chấm nhầm mẫu")
    act(people.chair, complaints.answer_complaint, complaint.id, ComplaintOutcome.UPHELD, "Đúng là nhầm mẫu")


def test_upheld_complaint_blocks_until_the_council_has_acted_on_it(factory):
    people = factory.provisional_round()
    form = council.DecisionForm("1/QĐ", today(), "A", "B", today() + timedelta(days=900))
    act(people.secretary, council.prepare_decision, people.round_id, form)
    upheld(people)
    assert refusal(people.chair, publication.sign_publication, people.round_id) == "complaint_upheld"
    both(people, reopening.sign_return, people.round_id, reason=WHY)
    decide_all(people)
    both(people, council.sign_provisional, people.round_id)
    assert both(people, publication.sign_publication, people.round_id) == [False, True]


def test_return_to_the_council_names_the_complaint(factory):
    import json

    from voting.models import RoundLeaf

    people = factory.provisional_round()
    upheld(people)
    both(people, reopening.sign_return, people.round_id, reason=WHY)
    leaf = db.session.query(RoundLeaf).filter_by(round_id=people.round_id, kind="return_to_council").one()
    assert json.loads(leaf.event)["complaints"] == ["K1"]


def test_round_is_archived_after_the_time_to_complain(factory):
    people = factory.published_round()
    act(people.officer, transitions.step, people.round_id, "award")
    assert refusal(people.officer, transitions.step, people.round_id, "archive") == "complaints_run"
    with use_clock(later(days=60)):
        act(people.officer, transitions.step, people.round_id, "archive")
    assert the_round(people).state == "archived"


def test_entries_are_taken_again_with_a_reason(factory):
    people = factory.receiving_round()
    act(people.officer, transitions.step, people.round_id, "close_entries")
    until = utc_now() + timedelta(days=3)
    assert refusal(people.officer, rounds.extend_entries, people.round_id, until, " ") == "reason_needed"
    past = utc_now() - timedelta(hours=1)
    assert refusal(people.officer, rounds.extend_entries, people.round_id, past, WHY) == "deadline_not_later"
    act(people.officer, rounds.extend_entries, people.round_id, until, WHY)
    round_ = the_round(people)
    assert (round_.state, round_.entries_until, round_.extended_reason) == ("receiving", until, WHY)
    assert accepts_entries(round_, utc_now())
    assert refusal(people.officer, rounds.extend_entries, people.round_id, until, WHY) == "deadline_not_later"


def test_deadline_that_refused_once_refuses_for_ever(factory):
    deadline = utc_now() + timedelta(hours=1)
    people = factory.round_in_scoring(scoring_until=deadline)
    with use_clock(FixedClock(deadline)), pytest.raises(Conflict), deadline_transaction(people.round_id):
        raise Conflict("scoring_closed")
    assert not accepts_scores(the_round(people), deadline - timedelta(minutes=30))
    assert refusal_of_sheet(factory, people) == "scoring_closed"


def refusal_of_sheet(factory, people):
    with pytest.raises(Conflict) as caught:
        factory.submit_sheet(people.jurors[0], people.sheets[0, 0])
    return caught.value.code


def test_refusal_before_the_deadline_latches_nothing(factory):
    people = factory.round_in_scoring(scoring_until=utc_now() + timedelta(hours=1))
    with pytest.raises(Conflict), deadline_transaction(people.round_id):
        raise Conflict("scoring_closed")
    assert accepts_scores(the_round(people), utc_now())


def test_sheet_older_than_the_last_record_is_refused(factory):
    people = factory.round_in_scoring()
    with use_clock(later(hours=1)):
        factory.submit_sheet(people.jurors[0], people.sheets[0, 0])
    with pytest.raises(Unavailable) as caught:  # a telephone sends it again, perhaps to another machine
        factory.submit_sheet(people.jurors[1], people.sheets[1, 0])
    assert (caught.value.code, caught.value.status) == ("clock_went_back", 503)


def test_promotion_of_a_published_round_is_still_possible(factory):
    people = factory.closed_round()
    publish(people)
    upper = upper_round(factory)
    promoted(people, upper, 0)
    [above] = db.session.query(Nomination).filter_by(round_id=upper.round_id)
    act(upper.secretary, nominations.accept_nomination, above.id)
    assert above.state == "accepted"
