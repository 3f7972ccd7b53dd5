"""Minutes that two people write, and members who may not sit in a council any more."""

import pytest

from app.accounts.models import Membership
from app.accounts.notifications.models import Notification
from app.core.clock import today, utc_now
from app.core.database.base import db
from app.core.database.transaction import transaction
from app.core.errors import Conflict, NotAllowed, NotFound, RuleBroken
from programme.models import CouncilSeat, ProposalCouncil
from programme.proposal_councils import services as councils
from programme.proposal_councils.files import minutes_pdf
from programme.proposal_councils.seats import belonging, put_back, stand_down
from programme.proposal_councils.services import Minutes
from programme.proposal_review import services as review
from programme.proposals.queries import priority_of
from tests.factories.accounts import signed_in_client
from tests.helpers.proposals import received, state
from tests.helpers.voting.acts import act
from tests.helpers.voting.browser import Person

SUMS = {"local": 40_000_000}


@pytest.fixture
def sitting(factory, world):
    """A council of chair, secretary and a member for money of the province; its id."""
    people = world[2]
    row = received(factory, world, asked={"local": 50_000_000})
    seats = people["chair"].id, people["secretary"].id, [people["appraiser"].id]
    return row, act(people["province"], councils.call_council, row.id, "15/QĐ-SCT", *seats).id


def found(key):
    return db.session.get_one(ProposalCouncil, key, populate_existing=True)


def seat_of(council_id, person):
    return db.session.query(CouncilSeat).filter_by(council_id=council_id, user_id=person.id).one().id


def joins(person, facility):
    with transaction() as session:
        session.add(
            Membership(user_id=person.id, role="facility", facility_id=facility.id, created_at=utc_now())
        )


def written(people, council_id, *, by=("chair", "secretary", "appraiser")):
    for name in by:
        act(people[name], councils.give_opinion, council_id, "Phù hợp", agrees=True)
    act(people["secretary"], councils.write_minutes, council_id, Minutes(today(), "", "Đạt", "agree", SUMS))


def test_minutes_written_meanwhile_are_not_overwritten(app, world, sitting):
    people, (_row, key) = world[2], sitting
    written(people, key)
    seen = found(key).version
    minutes = Minutes(today(), "", "Đạt, có ý kiến thêm", "agree", SUMS)
    act(people["chair"], councils.write_minutes, key, minutes, version=seen)
    with pytest.raises(Conflict, match="stale"):
        act(
            people["secretary"],
            councils.write_minutes,
            key,
            Minutes(today(), "", "Khác", "agree", SUMS),
            version=seen,
        )
    page = Person(app, signed_in_client(app, people["secretary"]))
    typed = {"held_on": today().isoformat(), "findings": "Ý của thư ký", "verdict": "agree", "local": "1"}
    where = {"on": "programme.council", "council_id": key}
    text = page.send("programme.council_minutes", typed | {"version": str(seen)}, expect=422, **where)
    assert "Ý của thư ký" in text
    assert found(key).findings == "Đạt, có ý kiến thêm"
    page.send("programme.council_minutes", typed | {"version": str(found(key).version)}, **where)
    assert found(key).findings == "Ý của thư ký"
    page.send("programme.council_minutes", typed, expect=422, **where)


def test_a_member_who_joined_the_facility_is_replaced_and_the_minutes_are_signed_anew(
    factory, world, sitting
):
    facility, people, (row, key) = world[1], world[2], sitting
    written(people, key)
    act(people["chair"], councils.sign_minutes, key)
    joins(people["appraiser"], facility)
    with pytest.raises(Conflict, match="council_own_facility") as refusal:
        act(people["secretary"], councils.sign_minutes, key)
    assert refusal.value.params["name"] == people["appraiser"].name
    fresh = factory.user("appraiser", name="Người Mới")
    left = seat_of(key, people["appraiser"])
    act(people["province"], stand_down, key, left, "Đã vào cơ sở đề nghị", fresh.id)
    kept = found(key)
    assert [(seat.user_id, seat.post) for seat in kept.sitting] == [
        (people["chair"].id, "chair"), (people["secretary"].id, "secretary"), (fresh.id, "member"),
    ]  # fmt: skip
    assert (kept.chair_signed_at, kept.secretary_signed_at) == (None, None)
    assert db.session.query(Notification).filter_by(user_id=fresh.id).count() == 1
    with pytest.raises(Conflict, match="council_silent"):
        act(people["chair"], councils.sign_minutes, key)
    with pytest.raises(NotFound):
        act(people["appraiser"], councils.give_opinion, key, "Vẫn ở đây", agrees=False)
    act(fresh, councils.give_opinion, key, "Phù hợp", agrees=True)
    for name in ("chair", "secretary"):
        act(people[name], councils.sign_minutes, key)
    assert state(row) == "appraised"
    with pytest.raises(Conflict, match="council_signed"):
        act(people["province"], stand_down, key, seat_of(key, fresh), "Muộn")
    assert minutes_pdf(found(key), priority_of(found(key).proposal)).startswith(b"%PDF")


def test_chair_and_secretary_leave_with_a_successor_who_may_be_a_member(factory, world, sitting):
    facility, people, (_row, key) = world[1], world[2], sitting
    chair, secretary = seat_of(key, people["chair"]), seat_of(key, people["secretary"])
    insider = factory.user("appraiser", "facility", facility_id=facility.id)
    for successor, code in (
        (None, "council_successor"),
        (people["secretary"].id, "council_successor"),
        (people["chair"].id, "council_successor"),
        (people["commune"].id, "council_seat"),
        (insider.id, "council_own_facility"),
    ):
        with pytest.raises(RuleBroken, match=code) as refusal:
            act(people["province"], stand_down, key, chair, "Ốm", successor)
        assert refusal.value.field == "successor"
    with pytest.raises(RuleBroken, match="required"):
        act(people["province"], stand_down, key, chair, " ", people["appraiser"].id)
    act(people["province"], stand_down, key, chair, "Ốm", people["appraiser"].id)
    assert {(seat.user_id, seat.post) for seat in found(key).sitting} == {
        (people["secretary"].id, "secretary"),
        (people["appraiser"].id, "chair"),
    }
    with pytest.raises(RuleBroken, match="council_successor"):
        act(people["province"], stand_down, key, secretary, "Ốm", people["appraiser"].id)
    with pytest.raises(NotFound):
        act(people["province"], stand_down, key, chair, "Lần nữa", people["away"].id)
    for name in ("member", "editor", "away", "secretary", "ministry"):
        with pytest.raises((NotAllowed, NotFound)):
            act(people[name], stand_down, key, secretary, "Ốm", people["chair"].id)


def test_the_page_of_a_seat_shows_who_belongs_to_the_facility_and_keeps_what_was_typed(app, world, sitting):
    facility, people, (_row, key) = world[1], world[2], sitting
    joins(people["appraiser"], facility)
    page = Person(app, signed_in_client(app, people["province"]))
    assert "Thuộc cơ sở đề nghị" in page.open("programme.council", council_id=key)
    where = {"council_id": key, "seat_id": seat_of(key, people["chair"])}
    text = page.send("programme.council_seat", {"reason": "Nghỉ ốm", "successor": ""}, expect=422, **where)
    assert "Nghỉ ốm" in text
    assert page.errors
    page.send("programme.council_seat", {"reason": "Nghỉ", "successor": "999"}, expect=422, **where)
    page.send("programme.council_seat", {"reason": "", "successor": ""}, expect=422, **where)
    where["seat_id"] = seat_of(key, people["appraiser"])
    page.send("programme.council_seat", {"reason": "Đã vào cơ sở", "successor": ""}, **where)
    text = page.open("programme.council", council_id=key)
    assert "Đã vào cơ sở" in text
    assert "Thuộc cơ sở đề nghị" not in text
    page.open("programme.council_seat", expect=404, **where)
    english = Person(app, signed_in_client(app, people["province"]), "en")
    english.open("programme.council_seat", council_id=key, seat_id=seat_of(key, people["chair"]))
    other = Person(app, signed_in_client(app, people["away"]))
    other.open("programme.council_seat", expect=404, council_id=key, seat_id=seat_of(key, people["chair"]))


def test_an_opinion_given_while_the_first_minutes_are_typed_refuses_them_not(world, sitting):
    people, (_row, key) = world[2], sitting
    seen = found(key).version
    act(people["chair"], councils.give_opinion, key, "Phù hợp", agrees=True)
    minutes = Minutes(today(), "", "Đạt", "agree", SUMS)
    act(people["secretary"], councils.write_minutes, key, minutes, version=seen)
    assert found(key).findings == "Đạt"


def test_minutes_are_not_signed_on_a_page_from_before_an_opinion_or_a_change_of_seats(world, sitting):
    people, (_row, key) = world[2], sitting
    written(people, key)

    def refused(verb, *words, **facts):
        seen = found(key).version
        act(verb[0], verb[1], key, *words, **facts)
        with pytest.raises(Conflict, match="stale"):
            act(people["chair"], councils.sign_minutes, key, version=seen)

    refused((people["appraiser"], councils.give_opinion), "Không phù hợp", agrees=False)
    left = seat_of(key, people["appraiser"])
    refused((people["province"], stand_down), left, "Nghỉ ốm")
    refused((people["province"], put_back), left)


def test_who_was_taken_out_by_mistake_sits_again_and_says_anew_what_they_find(app, world, sitting):
    people, (_row, key) = world[2], sitting
    written(people, key)
    act(people["chair"], councils.sign_minutes, key)
    left = seat_of(key, people["appraiser"])
    act(people["province"], stand_down, key, left, "Nhầm người")
    page = Person(app, signed_in_client(app, people["province"]))
    assert "Cho tham gia trở lại" in page.open("programme.council", council_id=key)
    where = {"on": "programme.council", "council_id": key}
    other = Person(app, signed_in_client(app, people["away"]))
    assert other.client.get(other.url("programme.council", council_id=key)).status_code == 404
    page.send("programme.council_seat_back", {}, seat_id=left, **where)
    with pytest.raises(NotFound):
        act(people["province"], put_back, key, left)
    kept = found(key)
    assert [(seat.user_id, seat.post, seat.agrees, seat.opinion) for seat in kept.sitting] == [
        (people["chair"].id, "chair", True, "Phù hợp"),
        (people["secretary"].id, "secretary", True, "Phù hợp"),
        (people["appraiser"].id, "member", None, ""),
    ]
    assert (kept.chair_signed_at, "Nhầm người" in page.open("programme.council", council_id=key)) == (
        None,
        False,
    )
    for name in ("member", "editor", "away", "secretary", "ministry"):
        with pytest.raises((NotAllowed, NotFound)):
            act(people[name], put_back, key, left)


def test_who_joined_the_facility_is_not_put_back(world, sitting):
    people, (_row, key) = world[2], sitting
    left = seat_of(key, people["appraiser"])
    act(people["province"], stand_down, key, left, "Nhầm người")
    joins(people["appraiser"], world[1])
    with pytest.raises(RuleBroken, match="council_own_facility"):
        act(people["province"], put_back, key, left)


def test_a_chair_who_was_taken_out_by_mistake_is_named_as_successor(factory, world, sitting):
    people, (_row, key) = world[2], sitting
    fresh = factory.user("appraiser", name="Người Mới")
    act(people["province"], stand_down, key, seat_of(key, people["chair"]), "Nhầm", fresh.id)
    act(people["province"], stand_down, key, seat_of(key, fresh), "Sửa lại", people["chair"].id)
    assert [(seat.user_id, seat.post) for seat in found(key).sitting] == [
        (people["chair"].id, "chair"), (people["secretary"].id, "secretary"), (people["appraiser"].id, "member"),
    ]  # fmt: skip


def test_a_member_takes_no_seat_of_another_member(factory, world):
    people = world[2]
    row = received(factory, world, asked={"local": 50_000_000})
    second = factory.user("appraiser", name="Ủy viên Hai")
    seats = people["chair"].id, people["secretary"].id, [people["appraiser"].id, second.id]
    key = act(people["province"], councils.call_council, row.id, "15/QĐ-SCT", *seats).id
    with pytest.raises(RuleBroken, match="council_successor") as refusal:
        act(people["province"], stand_down, key, seat_of(key, people["appraiser"]), "Ốm", second.id)
    assert (refusal.value.field, len(found(key).sitting)) == ("successor", 4)


def test_all_who_belong_to_the_facility_are_marked_while_the_council_is_open(app, world, sitting):
    facility, people, (row, key) = world[1], world[2], sitting
    joins(people["appraiser"], facility)
    joins(people["secretary"], facility)
    ids = [people[name].id for name in ("chair", "secretary", "appraiser")]
    assert belonging(ids, found(key).proposal) == {ids[1], ids[2]}
    page = Person(app, signed_in_client(app, people["province"]))
    assert page.open("programme.council", council_id=key).count("Thuộc cơ sở đề nghị") == 2
    act(people["province"], review.return_proposal, row.id, "Sửa")
    assert "Thuộc cơ sở đề nghị" not in page.open("programme.council", council_id=key)
