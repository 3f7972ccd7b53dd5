"""An opinion after the minutes were signed, a step that is over, an amendment that somebody else made meanwhile."""

from app.core.clock import today
from app.core.database.base import db
from programme.models import CouncilSeat, Proposal
from programme.proposal_councils import services as councils
from programme.proposal_councils.services import Minutes
from tests.factories.accounts import signed_in_client
from tests.helpers.proposals import approved, received, registered
from tests.helpers.voting.acts import act
from tests.helpers.voting.browser import Person


def test_nobody_changes_an_opinion_once_the_minutes_are_signed(app, factory, world):
    row, people = received(factory, world, asked={"local": 50_000_000}), world[2]
    seats = people["chair"].id, people["secretary"].id
    key = act(people["province"], councils.call_council, row.id, "15/QĐ-SCT", *seats, []).id
    chair, page = Person(app, signed_in_client(app, people["chair"]), "en"), {"council_id": key}
    here = page | {"on": "programme.council"}
    chair.send("programme.council_opinion", {"agrees": "yes", "opinion": "Đạt"}, **here)
    act(people["secretary"], councils.give_opinion, key, "Đạt", agrees=True)
    act(people["secretary"], councils.write_minutes, key, Minutes(today(), "", "Đạt", "agree", {}))
    act(people["secretary"], councils.sign_minutes, key)
    again = {"agrees": "no", "opinion": "Chưa đạt"}
    page = chair.send("programme.council_opinion", again, on="accounts.security", expect=422, council_id=key)
    assert chair.errors == ["The minutes are signed: nothing of them changes."]
    assert "Chưa đạt" in page
    seat = db.session.query(CouncilSeat).filter_by(user_id=people["chair"].id).one()
    assert (seat.agrees, seat.opinion) == (True, "Đạt")


def test_an_amendment_on_an_old_page_is_refused_and_keeps_what_was_typed(app, factory, world):
    row, people = approved(factory, world), world[2]
    ministry = Person(app, signed_in_client(app, people["ministry"]), "en")
    amend = {"proposal_id": row.id, "act": "amend"}
    words = {"reason": "Giá tăng", "decision": "10/QĐ-BCT", "national": "130.000.000", "quantity": "2"}
    seen = ministry.value("version", "programme.proposal_act", **amend)
    ministry.send("programme.proposal_act", words | {"version": seen}, **amend)
    page = ministry.send(
        "programme.proposal_act", words | {"version": seen, "quantity": "1"}, expect=422, **amend
    )
    assert 'value="10/QĐ-BCT"' in page
    assert (
        f'value="{seen}"' not in page.split('name="version"')[1][:60]
    )  # the next try is on what is shown now
    assert db.session.get_one(Proposal, row.id, populate_existing=True).quantity == 2


def test_a_facility_registers_nothing_without_its_need(app, factory, world):
    people = world[2]
    row = factory.proposal(people["member"], world[1], need="")
    member = Person(app, signed_in_client(app, people["member"]), "en")
    here = {"proposal_id": row.id, "on": "programme.my_proposal"}
    member.send("programme.my_proposal_step", {"act": "register"}, expect=422, **here)
    assert member.errors == ["Write why it is needed, then register it."]
    assert db.session.get_one(Proposal, row.id, populate_existing=True).state == "draft"
    done = {"proposal_id": registered(factory, world).id, "on": "programme.my_proposal"}
    member.send("programme.my_proposal_step", {"act": "register"}, expect=422, **done)
    assert member.errors == ["The proposal does not stand where this could be done."]
