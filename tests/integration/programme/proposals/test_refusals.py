"""Proposals and years of the plan that cannot be are refused at their field."""

from dataclasses import replace
from datetime import date

import pytest

from app.core.database.base import db
from programme.models import Offer, PlanYear, Proposal
from programme.plan_years import services as years
from programme.plan_years.services import PaperData, PlanData
from programme.proposals import services
from programme.proposals.services import ProposalData
from tests.helpers.proposals import registered, state
from tests.helpers.voting.acts import act, refused

DATA = ProposalData("Máy sàng", need="Sàng lại hạt", quantity=1, asked={"local": 50_000_000})


@pytest.fixture
def draft(factory, world):
    _programmes, facility, people = world
    return factory.proposal(people["member"], facility).id


def test_a_proposal_is_handed_in_with_its_need_and_what_it_asks_for(world, draft):
    member = world[2]["member"]
    for data, told in (
        (replace(DATA, need=" "), ("proposal_without_need", "need")),
        (replace(DATA, asked={"own": 5}), ("proposal_asks_nothing", "asked_local")),
    ):
        act(member, services.change_proposal, draft, data)
        assert refused(member, services.register_proposal, draft) == told
    assert db.session.get_one(Proposal, draft).state == "draft"


def test_a_proposal_is_about_own_products_and_marks_and_sums_that_can_be(factory, world, draft):
    member = world[2]["member"]
    for changes, told in (
        ({"products": [factory.product()]}, ("product_of_another", "products")),
        ({"trademark": factory.trademark()}, ("mark_of_another", "trademark")),
        ({"asked": {"local": 10**15}}, ("whole_number", "asked_local")),
        ({"quantity": 0}, ("proposal_quantity", "quantity")),
    ):
        assert refused(member, services.change_proposal, draft, replace(DATA, **changes)) == told


def test_a_proposal_that_was_handed_in_is_changed_no_more_and_may_be_taken_back(factory, world):
    member = world[2]["member"]
    row = registered(factory, world)
    assert refused(member, services.change_proposal, row.id, DATA) == ("proposal_settled", None)
    act(member, services.withdraw_proposal, row.id, "Đã tự mua máy")
    assert state(row) == "withdrawn"
    assert refused(member, services.hand_in_dossier, row.id, "Nộp tại Sở") == ("proposal_settled", None)
    assert refused(member, services.change_proposal, 999_999, DATA) == ("not_found", None)


def test_years_offers_and_papers_of_the_plan(world):
    ministry = world[2]["ministry"]
    year = db.session.query(PlanYear).one()
    kind = db.session.query(Offer).first().kind_id
    days = PlanData(date(1850, 1, 1), date(1850, 2, 1))
    assert refused(ministry, years.set_year, 1850, days) == ("plan_year", "year")
    assert refused(ministry, years.add_offer, 999_999, kind, "", None) == ("not_found", None)
    assert refused(ministry, years.add_offer, year.id, kind, "", 0) == ("whole_number", "most")
    assert refused(ministry, years.add_offer, year.id, kind, "", None) == ("offer_there", "kind")
    assert refused(ministry, years.remove_offer, 999_999) == ("not_found", None)
    assert refused(ministry, years.add_paper, year.id, 999_999, PaperData("Bản vẽ")) == ("not_found", None)
    assert refused(ministry, years.remove_paper, 999_999) == ("not_found", None)
    for number in range(years.MOST_PAPERS - len(year.papers)):
        act(ministry, years.add_paper, year.id, None, PaperData(f"Giấy tờ {number}"))
    assert refused(ministry, years.add_paper, year.id, None, PaperData("Bản vẽ")) == (
        "plan_papers_full",
        "name_vi",
    )
