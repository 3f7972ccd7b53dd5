"""Acts on what is not there are refused as not found, never with an error of the server."""

from datetime import date

from app.core.database.base import db
from programme.activities import services as activities
from programme.activity_files import services as files
from programme.artisans import services as artisans
from programme.fairs import services as fairs
from programme.models import Offer
from programme.period_reports import services as reports
from programme.plan_years.queries import get_paper
from programme.proposal_councils import services as councils
from programme.proposal_papers import services as papers
from programme.proposals import services as proposals
from programme.proposals.services import ProposalData
from programme.targets import services as targets
from tests.factories.accounts import signed_in_client
from tests.helpers.proposals import received, registered
from tests.helpers.voting.acts import refused
from tests.helpers.voting.browser import Person

NOTHING, LOST = ("not_found", None), 999_999


def test_acts_on_what_is_not_there_are_refused(world):
    people, data = world[2], ProposalData("Máy sàng")
    amendment = targets.Amendment(date(2023, 1, 1), "9/QĐ", "", "Hỗ trợ máy", "", 5, is_approximate=False)
    for name, verb, args in (
        ("province", activities.hold_activity, (LOST,)),
        ("province", files.remove_file, (LOST,)),
        ("province", artisans.end_consent, (LOST,)),
        ("province", fairs.remove_booth, (LOST,)),
        ("ministry", reports.prepare_report, (LOST, None, "2023Q1")),
        ("ministry", reports.sign_report, (LOST,)),
        ("ministry", targets.amend_target, (LOST, amendment)),
        ("ministry", lambda _actor, key: get_paper(key), (LOST,)),
        ("chair", councils.sign_minutes, (LOST,)),
        ("member", papers.take_out_paper, (LOST,)),
        ("member", proposals.draft_proposal, (LOST, world[1], world[1].unit, data)),
    ):
        assert refused(people[name], verb, *args) == NOTHING, verb


def test_an_artisan_is_of_a_village_that_is_there(factory, world):
    officer, unit = world[2]["province"], factory.unit("75").id
    data = artisans.ArtisanData(
        **factory.place_facts(name_vi="Lê Văn Gốm", unit_id=unit), craft="Gốm", village_id=LOST
    )
    assert refused(officer, artisans.add_artisan, data) == ("not_found", "village_id")


def test_pages_of_proposals_that_are_another_matter_are_not_there(app, factory, world):
    people, offer = world[2], db.session.query(Offer).first().id
    away = factory.user(
        "facility", "officer-province", facility_id=world[1].id, unit_id=factory.unit("01").id
    )
    here = factory.user("facility", "officer-province", facility_id=people["stranger"].memberships[0].facility_id,
                        unit_id=factory.unit("75").id)  # fmt: skip
    key = registered(factory, world).id
    member, ministry, away, here = (
        Person(app, signed_in_client(app, one)) for one in (people["member"], people["ministry"], away, here)
    )
    member.open("programme.my_proposal_new", expect=404, offer=offer, facility=LOST)
    ministry.open(
        "programme.proposal_new", expect=404, offer=offer
    )  # the ministry has no centre that proposes
    here.open("programme.proposal", proposal_id=key)
    here.open("programme.proposal_edit", expect=404, proposal_id=key)  # its facility alone writes on it
    here.open("programme.my_proposal", expect=404, proposal_id=key)
    away.open("programme.my_proposal", proposal_id=key)
    away.open(
        "programme.proposal", expect=404, proposal_id=key
    )  # of the own facility, not of the own province
    ministry.open("programme.council_call", expect=404, proposal_id=key)  # nobody has received it


def test_no_council_is_called_before_the_proposal_waits_for_one(factory, world):
    people, row = world[2], received(factory, world)  # asks for money of the nation, and was not sent up
    seats = people["chair"].id, people["secretary"].id
    assert refused(people["ministry"], councils.call_council, row.id, "15/QĐ", *seats, []) == (
        "council_not_now",
        None,
    )
