"""A proposal from the draft to the settlement, its priority, and who may see and do what."""

from datetime import timedelta

import pytest

from app.accounts.models import User
from app.core.clock import today
from app.core.database.base import db
from app.core.errors import Conflict, NotAllowed, NotFound, RuleBroken
from programme.models import Activity, Proposal, ProposalAct, ProposalCouncil
from programme.proposal_councils import services as councils
from programme.proposal_councils.services import Minutes
from programme.proposal_review import services as review
from programme.proposals import services
from programme.proposals.queries import get_proposal, list_proposals, list_waiting
from programme.proposals.states import Side
from tests.helpers.proposals import SUMS, approved, council, done, received, registered, state
from tests.helpers.voting.acts import act


def test_from_the_draft_to_the_settlement(factory, world):
    _programmes, facility, people = world
    row = approved(factory, world)
    act(people["province"], review.start_proposal, row.id, "Hợp đồng số 3/HĐ")
    with pytest.raises(RuleBroken) as refusal:
        act(people["editor"], review.tell_done, row.id, done(national=120_000_001))
    assert (refusal.value.code, refusal.value.field) == ("used_above_approved", "used_national")
    act(people["editor"], review.tell_done, row.id, done(national=119_000_000))
    with pytest.raises(Conflict, match="proposal_not_accepted_by_council"):
        act(people["province"], review.accept_proposal, row.id)
    council(world, row, "province")
    act(people["province"], review.accept_proposal, row.id)
    kept = db.session.get_one(Proposal, row.id)
    assert kept.activity.state == "accepted"
    assert (kept.activity.planned_national, kept.activity.used_national) == (120_000_000, 119_000_000)
    assert (kept.activity.held_by, kept.activity.accepted_by) == (people["editor"].id, people["province"].id)
    assert [b.facility_id for b in kept.activity.beneficiaries] == [facility.id]
    act(people["province"], review.settle_proposal, row.id, "Biên bản quyết toán 1")
    assert state(row) == "settled"
    assert [one.act for one in db.session.query(ProposalAct).filter_by(proposal_id=row.id)] == [
        "draft", "register", "receive", "dossier", "send_up", "appraise", "approve", "start", "done", "accept",
        "settle",
    ]  # fmt: skip


def test_who_told_that_it_was_done_does_not_accept_it(factory, world):
    people, row = world[2], approved(factory, world)
    act(people["province"], review.start_proposal, row.id, "Hợp đồng số 3/HĐ")
    act(people["province"], review.tell_done, row.id, done())
    council(world, row, "province")
    with pytest.raises(NotAllowed, match="fact_second_person"):
        act(people["province"], review.accept_proposal, row.id)
    act(people["second"], review.accept_proposal, row.id)
    assert state(row) == "accepted"


def test_what_a_council_does_not_accept_counts_for_nothing_and_is_done_again(factory, world):
    people, row = world[2], approved(factory, world)
    act(people["province"], review.start_proposal, row.id, "Hợp đồng số 3/HĐ")
    act(people["editor"], review.tell_done, row.id, done())
    council(world, row, "province", "refuse")
    assert state(row) == "under-way"
    assert [one.state for one in db.session.query(Activity)] == ["cancelled"]
    act(people["editor"], review.tell_done, row.id, done())
    council(world, row, "province")
    act(people["province"], review.accept_proposal, row.id)
    assert sorted(one.state for one in db.session.query(Activity)) == ["accepted", "cancelled"]


def test_money_is_never_above_what_was_asked_or_approved(factory, world):
    people = world[2]
    with pytest.raises(RuleBroken) as refusal:
        factory.proposal(people["member"], world[1], asked={"national": 200_000_001})
    assert (refusal.value.code, refusal.value.field) == ("asked_above_most", "asked_national")
    row = received(factory, world)
    act(people["province"], review.send_up, row.id, "20/SCT-CN")
    council(world, row, "ministry", sums=SUMS)
    with pytest.raises(RuleBroken, match="approved_above_asked"):
        act(
            people["ministry"], review.approve_proposal, row.id, SUMS | {"national": 150_000_001}, "99/QĐ-BCT"
        )
    act(people["ministry"], review.approve_proposal, row.id, SUMS, "99/QĐ-BCT")
    with pytest.raises(RuleBroken, match="reason_needed"):
        act(people["ministry"], review.amend_proposal, row.id, SUMS, 2, " ", "100/QĐ-BCT")
    act(
        people["ministry"],
        review.amend_proposal,
        row.id,
        SUMS | {"national": 80_000_000},
        2,
        "Giảm máy",
        "100/QĐ-BCT",
    )
    last = db.session.query(ProposalAct).filter_by(proposal_id=row.id, act="amend").one()
    assert (last.reason, last.decision) == ("Giảm máy", "100/QĐ-BCT")
    assert (last.detail["before"]["national"], last.detail["sums"]["national"]) == (120_000_000, 80_000_000)
    act(people["ministry"], review.stop_proposal, row.id, "Cơ sở ngừng sản xuất", "101/QĐ-BCT")
    assert state(row) == "stopped"
    with pytest.raises(Conflict, match="proposal_settled"):
        act(people["province"], review.start_proposal, row.id, "Hợp đồng")


def test_what_the_province_pays_the_province_approves(factory, world):
    people = world[2]
    row = received(factory, world, asked={"local": 50_000_000})
    with pytest.raises(Conflict, match="proposal_is_local"):
        act(people["province"], review.send_up, row.id, "20/SCT-CN")
    council(world, row, "province", sums={"local": 40_000_000})
    act(people["province"], review.approve_proposal, row.id, {"local": 40_000_000}, "8/QĐ-SCT")
    assert state(row) == "approved"


def test_the_days_of_the_year_are_a_setting(factory, world, monkeypatch):
    people, facility = world[2], world[1]
    late = factory.proposal(people["member"], facility)
    back = registered(factory, world)
    act(people["province"], review.return_proposal, back.id, "Thiếu báo giá")
    monkeypatch.setattr(services, "today", lambda: today() + timedelta(days=31))
    with pytest.raises(RuleBroken, match="registration_over"):
        act(people["member"], services.register_proposal, late.id)
    with pytest.raises(RuleBroken, match="registration_over"):
        factory.proposal(people["member"], facility)
    act(people["member"], services.register_proposal, back.id)
    monkeypatch.setattr(services, "today", lambda: today() + timedelta(days=91))
    with pytest.raises(RuleBroken, match="dossier_over"):
        act(people["member"], services.hand_in_dossier, back.id, "Đủ")


def test_what_was_asked_and_not_answered(factory, world):
    people = world[2]
    registered(factory, world)
    up = received(factory, world)
    act(people["province"], review.send_up, up.id, "20/SCT-CN")
    ministry, province = factory.actor(people["ministry"]), factory.actor(people["province"])
    assert {(row.side, row.number) for row in list_waiting(ministry)} == {
        (Side.PROVINCE, 1),
        (Side.MINISTRY, 1),
    }
    assert [row.id for row in list_proposals(ministry, side=Side.MINISTRY, limit=9)[0]] == [up.id]
    assert list_proposals(province, side=Side.PROVINCE, limit=9)[1] == 1
    assert list_waiting(factory.actor(people["away"])) == []


def test_who_sees_and_who_does(factory, world):
    people, row = world[2], received(factory, world)
    for name, sees in {
        "member": True, "province": True, "editor": True, "ministry": True, "away": False, "away-editor": False,
        "commune": False, "appraiser": False, "stranger": False,
    }.items():  # fmt: skip
        actor = factory.actor(people[name])
        if sees:
            assert get_proposal(actor, row.id).id == row.id, name
        else:
            with pytest.raises(NotFound):
                get_proposal(actor, row.id)
        if name in {"province", "ministry"}:
            continue
        with pytest.raises((NotAllowed, NotFound)):
            act(people[name], review.send_up, row.id, "1/SCT")
        with pytest.raises((NotAllowed, NotFound)):
            act(people[name], review.return_proposal, row.id, "Thiếu")
    for name in people.keys() - {"member"}:
        with pytest.raises((NotAllowed, NotFound)):
            act(people[name], services.withdraw_proposal, row.id, "")
    act(people["province"], review.send_up, row.id, "20/SCT-CN")
    for name in people.keys() - {"ministry"}:
        with pytest.raises((NotAllowed, NotFound)):
            act(
                people[name],
                councils.call_council,
                row.id,
                "1/QĐ",
                people["chair"].id,
                people["secretary"].id,
                [],
            )
    assert state(row) == "sent-up"


def test_a_draft_is_seen_by_its_writers_alone(factory, world):
    people = world[2]
    row = factory.proposal(people["member"], world[1])
    for name in ("province", "ministry", "editor"):
        with pytest.raises(NotFound):
            get_proposal(factory.actor(people[name]), row.id)
        assert list_proposals(factory.actor(people[name]), limit=9)[1] == 0
    own = factory.proposal(people["editor"], title="Tập huấn của trung tâm")
    assert list_proposals(factory.actor(people["editor"]), limit=9)[1] == 1
    assert get_proposal(factory.actor(people["province"]), own.id).facility_id is None


def test_councils_refuse_who_may_not_sit_and_what_is_not_ready(factory, world):
    people, row = world[2], received(factory, world)
    act(people["province"], review.send_up, row.id, "20/SCT-CN")
    chair, secretary = people["chair"].id, people["secretary"].id
    for seats, code in (
        ((chair, chair, []), "council_two_people"),
        ((chair, people["commune"].id, []), "council_seat"),
        ((chair, secretary, [owner_and_appraiser(factory, world)]), "council_own_facility"),
    ):
        with pytest.raises(RuleBroken, match=code):
            act(people["ministry"], councils.call_council, row.id, "15/QĐ", *seats)
    council_id = act(people["ministry"], councils.call_council, row.id, "15/QĐ", chair, secretary, []).id
    with pytest.raises(Conflict, match="council_there"):
        act(people["ministry"], councils.call_council, row.id, "16/QĐ", chair, secretary, [])
    with pytest.raises(NotFound):
        act(people["appraiser"], councils.give_opinion, council_id, "Tốt", agrees=True)
    with pytest.raises(RuleBroken, match="council_without_minutes"):
        act(people["chair"], councils.sign_minutes, council_id)
    act(people["chair"], councils.write_minutes, council_id, Minutes(today(), "", "Đạt", "agree", SUMS))
    with pytest.raises(Conflict, match="council_silent"):
        act(people["chair"], councils.sign_minutes, council_id)
    for name in ("chair", "secretary"):
        act(people[name], councils.give_opinion, council_id, "Đạt", agrees=True)
    act(people["chair"], councils.sign_minutes, council_id)
    with pytest.raises(Conflict, match="council_signed_by_you"):
        act(people["chair"], councils.sign_minutes, council_id)
    with pytest.raises(Conflict, match="council_signed"):
        act(people["secretary"], councils.give_opinion, council_id, "Khác", agrees=False)
    act(people["secretary"], councils.sign_minutes, council_id)
    assert db.session.get_one(ProposalCouncil, council_id).is_signed
    with pytest.raises(Conflict, match="council_signed"):
        act(people["chair"], councils.write_minutes, council_id, Minutes(today(), "", "Khác", "refuse", {}))


def owner_and_appraiser(factory, world):
    person = factory.user("appraiser", "facility", facility_id=world[1].id)
    return db.session.get_one(User, person.id).id
