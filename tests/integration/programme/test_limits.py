"""What the lists of the programme hold at most, and days that have not come: refused at the field."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from app.core.clock import today
from app.core.database.base import db
from catalog.credentials.services import StoredScan
from programme.activity_files import services as files
from programme.activity_files.uploads import KeptFile
from programme.artisans import services as artisans
from programme.artisans.titles import Title
from programme.facts import services as facts
from programme.fairs import services as fairs
from programme.fairs.stands import MOST_STANDS
from programme.models import Artisan, Beneficiary, Fact
from programme.period_reports import services as reports
from programme.proposal_councils import services as councils
from programme.proposal_papers import services as papers
from programme.proposal_review import services as review
from programme.proposals import services as proposals
from programme.showrooms.services import show_products
from programme.support import services as support
from programme.villages.services import set_facilities
from tests.helpers.proposals import approved, done, received
from tests.helpers.voting.acts import act, refused


def tomorrow():
    return today() + timedelta(days=1)


@pytest.fixture
def officer(factory):
    return factory.officer_actor(unit_code="75")


def test_a_list_of_lines_is_refused_as_a_whole_when_it_is_too_long(factory, officer):
    fair, hall, village = factory.fair(officer), factory.showroom(officer), factory.village(officer)
    stands = "\n".join(f"A{number}" for number in range(MOST_STANDS))
    assert act(officer, fairs.add_stands, fair.id, stands) == MOST_STANDS
    assert refused(officer, fairs.add_stands, fair.id, "B1") == ("too_many_stands", "stands")
    many = [f"Tên {number}" for number in range(501)]
    assert refused(officer, show_products, hall.id, many[:201]) == ("too_many_products", "products")
    assert refused(officer, set_facilities, village.id, many) == ("too_many_facilities_named", "facilities")


def test_titles_and_places_of_artisans_that_cannot_be(factory, officer):
    row = factory.artisan(officer)
    title = artisans.TitleData(
        title=Title.EMINENT, decision_number="12/QĐ-CTN", decision_date=tomorrow(), issuer="Chủ tịch nước"
    )
    assert refused(officer, artisans.give_title, row.id, title) == ("consent_day_future", "decision_date")
    gone = artisans.ArtisanData(**factory.place_facts(name_vi="Lê Văn Gốm", unit_id=999_999), craft="Gốm")
    assert refused(officer, artisans.add_artisan, gone) == ("unit_not_found", "unit_id")
    act(officer, artisans.end_consent, row.id)  # who never agreed has nothing to take back
    assert db.session.get_one(Artisan, row.id, populate_existing=True).consent_ended_on is None


def test_files_of_an_activity_and_of_a_dossier_are_limited(factory, world):
    people = world[2]
    row = factory.activity(by=people["province"])
    kept = [KeptFile(f"{number:064d}.pdf", "application/pdf") for number in range(66)]
    for start in range(0, 50, 10):
        act(people["province"], files.add_files, row.id, kept[start : start + 10])
    act(people["province"], files.add_files, row.id, kept[50:56])
    assert refused(people["province"], files.add_files, row.id, kept[56:66]) == (
        "activity_files_full",
        "files",
    )
    assert act(people["province"], files.add_files, row.id, kept[56:60]) == 4
    draft = factory.proposal(people["member"], world[1]).id
    scans = [StoredScan(f"{number:064d}.pdf", "application/pdf") for number in range(papers.MOST + 10)]
    for start in range(0, papers.MOST - 5, papers.MOST_AT_ONCE):
        batch = scans[start : min(start + papers.MOST_AT_ONCE, papers.MOST - 5)]
        act(people["member"], papers.attach_papers, draft, None, "Báo giá", batch)
    more = scans[papers.MOST - 5 : papers.MOST + 5]
    assert refused(people["member"], papers.attach_papers, draft, None, "Báo giá", more[:6]) == (
        "proposal_papers_full",
        "files",
    )


def test_a_council_has_at_most_fifteen_members_and_meets_between_registration_and_today(factory, world):
    people = world[2]
    row = received(factory, world, asked={"local": 50_000_000})
    chair, secretary = people["chair"], people["secretary"]
    many = [people["appraiser"].id] * (councils.MOST_MEMBERS + 1)
    call = (row.id, "15/QĐ-SCT", chair.id, secretary.id)
    assert refused(people["province"], councils.call_council, *call, many) == ("council_too_large", "members")
    key = act(people["province"], councils.call_council, *call, []).id
    minutes = councils.Minutes(tomorrow(), "", "Đạt", "agree", {})
    assert refused(chair, councils.write_minutes, key, minutes) == ("date_in_future", "held_on")
    early = replace(minutes, held_on=today() - timedelta(days=1))
    assert refused(chair, councils.write_minutes, key, early) == ("council_before_registration", "held_on")


def test_a_proposal_is_of_fifty_products_at_most_and_done_on_a_day_that_has_come(factory, world):
    people = world[2]
    draft = factory.proposal(people["member"], world[1])
    product = factory.product(world[1])
    data = proposals.ProposalData("Máy sấy", products=[product] * (proposals.MOST_PRODUCTS + 1))
    assert refused(people["member"], proposals.change_proposal, draft.id, data) == (
        "too_many_products",
        "products",
    )
    words = ({"national": 1}, 3, "Giá", "9/QĐ")
    assert refused(people["ministry"], review.amend_proposal, draft.id, *words) == ("proposal_settled", None)
    row = approved(factory, world)
    act(people["province"], review.start_proposal, row.id, "Hợp đồng số 3/HĐ")
    for told, facts_ in (
        (("date_in_future", "done_on"), {"done_on": tomorrow()}),
        (("fact_without_document", "document"), {"document": " "}),
    ):
        assert refused(people["editor"], review.tell_done, row.id, replace(done(), **facts_)) == told


def test_a_report_is_of_a_period_that_is_over_and_signed_once(factory):
    programme = factory.loaded_programme("quoc-gia")
    first, second = (factory.user("officer-national") for _ in range(2))
    day = today()
    running = factory.programme(
        slug="hien-nay", starts_on=date(day.year, 1, 1), ends_on=date(day.year + 4, 12, 31)
    )
    quarter = f"{day.year}Q{(day.month - 1) // 3 + 1}"
    told = refused(first, reports.prepare_report, running.id, None, quarter)
    assert told == ("report_too_early", "period")
    key = act(first, reports.prepare_report, programme.id, None, "2023Q1").id
    assert refused(second, reports.reopen_report, key, "Sai") == ("report_settled", None)
    act(second, reports.sign_report, key)
    assert refused(first, reports.sign_report, key) == ("report_settled", None)


def test_agreeing_twice_to_the_same_support_changes_nothing(factory):
    factory.loaded_programme("quoc-gia")
    maker = factory.facility()
    factory.activity("machine-support", state="held", quantities={"machine": 1}, facilities=[maker])
    key, member = db.session.query(Beneficiary).one().id, factory.member_actor(maker)
    act(member, support.hide_support, key)
    assert db.session.query(Beneficiary).one().shown_at is None
    shown = act(member, support.show_support, key).shown_at
    assert act(factory.member_actor(maker), support.show_support, key).shown_at == shown
    assert db.session.query(Beneficiary).one().shown_by == member.user_id


def test_what_the_site_counts_itself_is_put_right_at_its_source(factory):
    programme = factory.loaded_programme("quoc-gia")
    fact = factory.fact(factory.target_of(programme, "1.2"), date(2023, 2, 10), 5)
    db.session.get_one(Fact, fact.id).is_own = True
    db.session.commit()
    assert refused(factory.user("officer-national"), facts.withdraw_fact, fact.id, "Sai") == (
        "fact_of_this_site",
        None,
    )
