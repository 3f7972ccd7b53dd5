"""What keeps proposals straight: nobody decides for an own facility, sums stay bounded, nothing counts too early."""

from dataclasses import replace
from datetime import date

import pytest

from app.core.clock import today
from app.core.database.base import db
from app.core.database.transaction import transaction
from app.core.errors import Conflict, NotAllowed, NotFound, RuleBroken
from catalog.models import Facility
from programme.activities import services as activities
from programme.models import Activity, Fact, Proposal, ProposalCouncil
from programme.proposal_councils import services as councils
from programme.proposal_councils.policies import can_call_council, can_sit
from programme.proposal_councils.services import Minutes
from programme.proposal_review import services as review
from programme.proposals import services
from programme.proposals.policies import can_answer, can_approve, can_carry_out
from tests.helpers.proposals import SUMS, approved, council, counted, done, received, registered, state
from tests.helpers.voting.acts import act


def under_way(factory, world):
    row = approved(factory, world)
    act(world[2]["province"], review.start_proposal, row.id, "Hợp đồng số 3/HĐ")
    return row


def version_of(model, key):
    return db.session.get_one(model, key, populate_existing=True).version


def called(world, row, by="province"):
    people = world[2]
    seats = people["chair"].id, people["secretary"].id, []
    return act(people[by], councils.call_council, row.id, "15/QĐ-SCT", *seats).id


def test_nobody_decides_on_the_proposal_of_an_own_facility(factory, world):
    row, people = received(factory, world, asked={"local": 50_000_000}), world[2]
    officer = factory.actor(people["province"])
    own = replace(officer, facilities=officer.facilities | {world[1].id})
    kept = db.session.get_one(Proposal, row.id)
    for rule in (can_answer, can_approve, can_call_council, can_carry_out):
        assert rule(officer, kept), rule.__name__
        assert rule(own, kept).code == "own_facility", rule.__name__
    with pytest.raises(NotAllowed, match="own_facility"):
        act(own, review.return_proposal, row.id, "Thiếu")
    seat = factory.actor(people["chair"])
    sitting = db.session.get_one(ProposalCouncil, called(world, row))
    assert can_sit(seat, sitting)
    joined = replace(seat, facilities=seat.facilities | {world[1].id})
    assert can_sit(joined, sitting).code == "own_facility"


def test_a_province_amends_within_what_was_asked_and_gives_no_money_of_the_nation(factory, world):
    row, people = received(factory, world, asked={"local": 50_000_000}), world[2]
    council(world, row, "province", sums={"local": 40_000_000})
    act(people["province"], review.approve_proposal, row.id, {"local": 40_000_000}, "8/QĐ-SCT")
    for sums, field in (({"local": 50_000_001}, "local"), ({"national": 1}, "national")):
        with pytest.raises(RuleBroken, match="approved_above_asked") as refusal:
            act(people["province"], review.amend_proposal, row.id, sums, 3, "Tăng giá", "9/QĐ-SCT")
        assert refusal.value.field == field
    act(people["province"], review.amend_proposal, row.id, {"local": 50_000_000}, 3, "Tăng giá", "9/QĐ-SCT")
    assert db.session.get_one(Proposal, row.id).approved_local == 50_000_000
    above = approved(factory, world)
    act(
        people["ministry"],
        review.amend_proposal,
        above.id,
        SUMS | {"national": 160_000_000},
        3,
        "Giá",
        "10/QĐ",
    )
    assert db.session.get_one(Proposal, above.id).approved_national == 160_000_000


def test_numbers_and_versions_of_an_amendment(factory, world):
    row, ministry = under_way(factory, world), world[2]["ministry"]
    for quantity in (0, 1_000_001):
        with pytest.raises(RuleBroken, match="proposal_quantity"):
            act(ministry, review.amend_proposal, row.id, SUMS, quantity, "Giá", "10/QĐ")
        with pytest.raises(RuleBroken, match="proposal_quantity"):
            act(world[2]["editor"], review.tell_done, row.id, done(quantity))
    seen = version_of(Proposal, row.id)
    act(ministry, review.amend_proposal, row.id, SUMS, 2, "Giá", "10/QĐ", version=seen)
    with pytest.raises(Conflict, match="stale"):
        act(ministry, review.amend_proposal, row.id, SUMS, 1, "Giá", "11/QĐ", version=seen)


def test_what_was_carried_out_counts_once_it_is_accepted_and_goes_on_with_the_proposal_alone(factory, world):
    row, people = under_way(factory, world), world[2]
    told = replace(done(national=1), done_on=date(2025, 10, 10))
    act(people["editor"], review.tell_done, row.id, told)
    made = db.session.query(Activity).one()
    programmes = world[0]
    assert {fact.evidence for fact in db.session.query(Fact)} == {"declared"}
    assert {counted(factory, programmes[name], code) for name, code in places(programmes, made)} == {0}
    for verb, words in ((activities.accept_activity, ()), (activities.cancel_activity, ("Nhầm",))):
        with pytest.raises(Conflict, match="activity_of_proposal"):
            act(people["second"], verb, made.id, *words)
    with pytest.raises(Conflict, match="activity_of_proposal"):
        data = activities.ActivityData(
            made.kind, "Khác", today(), today(), made.unit, quantities={"machine": 9}
        )
        act(people["second"], activities.change_activity, made.id, data)
    council(world, row, "province")
    act(people["province"], review.accept_proposal, row.id)
    assert {fact.evidence for fact in db.session.query(Fact)} == {"accepted"}
    assert state(row) == "accepted"


def test_a_council_is_closed_when_the_proposal_goes_another_way(factory, world):
    row, people = received(factory, world, asked={"local": 50_000_000}), world[2]
    council_id = called(world, row)
    minutes = Minutes(today(), "", "Đạt", "agree", {"local": 1})
    for name in ("chair", "secretary"):
        act(people[name], councils.give_opinion, council_id, "Đạt", agrees=True)
    act(people["chair"], councils.write_minutes, council_id, minutes)
    act(people["chair"], councils.sign_minutes, council_id)
    act(people["province"], review.return_proposal, row.id, "Xin tiền trung ương")
    for verb, words in ((councils.sign_minutes, ()), (councils.write_minutes, (minutes,))):
        with pytest.raises(Conflict, match="council_closed"):
            act(people["secretary"], verb, council_id, *words)
    data = services.ProposalData("Máy sấy", "Hỏng nhiều", asked={"national": 150_000_000})
    act(people["member"], services.change_proposal, row.id, data)
    act(people["member"], services.register_proposal, row.id)
    act(people["province"], review.receive_proposal, row.id)
    act(people["province"], review.send_up, row.id, "20/SCT-CN")
    council(world, row, "ministry", sums=SUMS)
    assert state(row) == "appraised"


def test_the_second_signature_looks_again_at_what_the_proposal_waits_for(factory, world):
    row, people = received(factory, world, asked={"local": 50_000_000}), world[2]
    council_id = called(world, row)
    for name in ("chair", "secretary"):
        act(people[name], councils.give_opinion, council_id, "Đạt", agrees=True)
    act(people["chair"], councils.write_minutes, council_id, Minutes(today(), "", "Đạt", "agree", {}))
    seen = version_of(ProposalCouncil, council_id)
    act(people["secretary"], councils.write_minutes, council_id, Minutes(today(), "", "Khác", "agree", {}))
    with pytest.raises(Conflict, match="stale"):
        act(people["chair"], councils.sign_minutes, council_id, version=seen)
    act(people["chair"], councils.sign_minutes, council_id, version=version_of(ProposalCouncil, council_id))
    with transaction() as session:
        session.get_one(Proposal, row.id).asked_national = 1
    with pytest.raises(Conflict, match="council_not_now"):
        act(people["secretary"], councils.sign_minutes, council_id)


def test_a_facility_that_is_not_at_work_asks_for_nothing_and_gets_nothing(factory, world):
    people, facility = world[2], world[1]
    row, local = registered(factory, world), received(factory, world, asked={"local": 50_000_000})
    council(world, local, "province", sums={"local": 1})
    draft = factory.proposal(people["member"], facility)
    with transaction() as session:
        session.get_one(Facility, facility.id).state = "suspended"
    with pytest.raises(NotAllowed, match="facility_suspended"):
        act(people["member"], services.register_proposal, draft.id)
    with pytest.raises(NotFound):
        act(people["stranger"], services.register_proposal, draft.id)
    with pytest.raises(Conflict, match="proposal_facility_not_verified"):
        act(people["province"], review.receive_proposal, row.id)
    with pytest.raises(Conflict, match="proposal_facility_not_verified"):
        act(people["province"], review.approve_proposal, local.id, {"local": 1}, "8/QĐ-SCT")


def test_who_looks_after_a_suspended_facility_still_sees_its_proposals(factory, world, login_as):
    people = world[2]
    row = factory.proposal(people["member"], world[1])
    with transaction() as session:
        session.get_one(Facility, world[1].id).state = "suspended"
    assert login_as(people["member"]).get(f"/co-so-cua-toi/de-an/{row.id}").status_code == 200


def places(programmes, made):
    """(programme, code) of every target that names the activity."""
    names = {row.id: name for name, row in programmes.items()}
    facts = db.session.query(Fact).filter_by(activity_id=made.id)
    return [(names[fact.target.programme_id], fact.target.code) for fact in facts]
