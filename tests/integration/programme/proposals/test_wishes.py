"""The wish of a facility on the trademark desk becomes a proposal, and counts once the mark is granted."""

from datetime import date

import pytest

from app.core.database.base import db
from app.core.database.transaction import transaction
from app.core.errors import RuleBroken
from catalog.models import Trademark, TrademarkSupport
from catalog.trademark_course.services import ask_support
from programme.facts.tasks import follow_own_facts
from programme.models import Fact, Proposal
from programme.proposal_review import services as review
from programme.proposals import services
from programme.proposals.tasks import take_in_wishes
from tests.helpers.proposals import council, counted, done
from tests.helpers.voting.acts import act


def test_a_wish_for_a_trademark_is_counted_in_both_programmes_once_it_is_granted(factory, world):
    programmes, facility, people = world
    set_unit_then(facility)
    mark = factory.trademark(facility=facility, name="GỐM THỬ", state="filed")
    act(people["member"], ask_support, mark.id, "Tra cứu và lệ phí")
    row = db.session.query(Proposal).one()
    assert (row.state, row.trademark_id, row.need) == ("registered", mark.id, "Tra cứu và lệ phí")
    with pytest.raises(RuleBroken, match="proposal_asks_nothing"):
        act(people["province"], review.receive_proposal, row.id)
    act(people["province"], review.receive_proposal, row.id, {"national": 30_000_000})
    act(people["member"], services.hand_in_dossier, row.id, "Tờ khai")
    act(people["province"], review.send_up, row.id, "20/SCT-CN")
    sums = {"national": 25_000_000}
    council(world, row, "ministry", sums=sums)
    act(people["ministry"], review.approve_proposal, row.id, sums, "99/QĐ-BCT")
    act(people["province"], review.start_proposal, row.id, "Hợp đồng")
    act(people["editor"], review.tell_done, row.id, done(1, national=25_000_000))
    council(world, row, "province")
    act(people["province"], review.accept_proposal, row.id)
    follow_own_facts()
    assert counted(factory, programmes["quoc-gia"], "3.3") == 0
    with transaction() as session:
        kept = session.get_one(Trademark, mark.id)
        kept.state, kept.registration_number, kept.registration_date = "granted", "4-0001", date(2023, 3, 1)
    follow_own_facts()
    assert counted(factory, programmes["quoc-gia"], "3.3") == 1
    assert db.session.query(Fact).filter_by(source_kind="trademark", withdrawn_at=None).count() == 2
    act(people["province"], review.settle_proposal, row.id, "Quyết toán 2")
    assert db.session.query(TrademarkSupport).one().closed_at is not None


def set_unit_then(facility):
    """A facility that was in Đồng Nai before July 2025 as well."""
    from catalog.models import AdministrativeUnit, Facility

    with transaction() as session:
        then = session.query(AdministrativeUnit).filter_by(list_version="2004", code="75").one()
        session.get_one(Facility, facility.id).unit_id = then.id


def test_a_wish_told_before_a_year_is_open_is_taken_in_later(factory):
    factory.loaded_programme("quoc-gia")
    mark = factory.trademark(state="filed")
    member = factory.user("facility", facility_id=mark.facility_id)
    act(member, ask_support, mark.id, "Thiết kế nhãn")
    assert take_in_wishes() == 0
    factory.plan_year(kinds=("trademark-support",))
    assert take_in_wishes() == 1
    assert take_in_wishes() == 0
    assert db.session.query(Proposal).one().state == "registered"
