"""What a dossier refuses to its facility, and samples and visits to the office."""

import pytest

from app.core.clock import today
from app.core.database.base import db
from app.core.errors import RuleBroken
from tests.factories.voting import STATEMENT, stored_file
from tests.helpers.voting.acts import act, refused
from voting.dossiers import check_list
from voting.dossiers import services as dossiers
from voting.models import DossierDocument, Nomination, Sample, SiteVisit, SiteVisitPicture
from voting.rounds import transitions
from voting.samples import services as samples
from voting.samples.rules import SampleState
from voting.site_visits import services as visits


@pytest.fixture
def people(factory):
    return factory.receiving_round(products=2)


def begun(people, **facts):
    return act(
        people.member,
        dossiers.enter_product,
        people.round_id,
        people.products[0].id,
        **{"statement": STATEMENT} | facts,
    )


def test_nothing_is_entered_after_the_end(factory):
    people = factory.round_in_scoring(products=1)
    product = factory.product(people.facility)
    told = refused(people.member, dossiers.enter_product, people.round_id, product.id, statement=STATEMENT)
    assert told == ("entries_closed", None)


@pytest.mark.parametrize(
    ("facts", "told"),
    [
        ({"set_case": "", "set_items": ["Chén", "Ấm"]}, ("choose_set_case", "set_case")),
        ({"set_case": "z", "set_items": ["Chén", "Ấm"]}, ("choose_set_case", "set_case")),
        ({"set_case": "c", "set_items": ["Chén", "  "]}, ("set_items_missing", "set_items")),
    ],
)
def test_a_set_says_what_makes_it_one(people, facts, told):
    args = people.round_id, people.products[0].id
    assert refused(people.member, dossiers.enter_product, *args, statement="", is_set=True, **facts) == told
    assert db.session.query(Nomination).count() == 0


def test_a_statement_that_somebody_else_changed_is_not_written_over(people):
    entry = begun(people)
    entry_id, seen = entry.id, entry.version
    act(people.member, dossiers.change_statement, entry_id, "Ủ mười hai tháng.", version=seen)
    told = refused(people.member, dossiers.change_statement, entry_id, "Ủ sáu tháng.", version=seen)
    assert told == ("stale", None)
    assert db.session.get_one(Nomination, entry_id).statement == "Ủ mười hai tháng."


def test_papers_of_no_kind_are_refused_and_one_is_removed_once(people):
    entry = begun(people).id
    assert refused(people.member, dossiers.add_document, entry, "poem", "", stored_file(1)) == (
        "unknown_document_kind",
        "kind",
    )
    photo = act(people.member, dossiers.add_document, entry, check_list.PHOTO, "", stored_file(1)).id
    act(people.member, dossiers.remove_document, entry, photo)
    assert db.session.get_one(DossierDocument, photo).removed_at is not None
    assert refused(people.member, dossiers.remove_document, entry, photo) == ("already_removed", None)


def test_an_incomplete_dossier_is_not_handed_in_and_a_complete_one_in_time_only(factory, people):
    entry = begun(people).id
    with pytest.raises(RuleBroken) as caught:
        act(people.member, dossiers.submit_nomination, entry)
    assert caught.value.code == "dossier_incomplete"
    assert check_list.ENTRY_FORM in caught.value.params["lacking"]
    other = factory.complete_dossier(people.member, people.round_id, people.products[1].id).id
    act(people.officer, transitions.step, people.round_id, "close_entries")
    assert refused(people.member, dossiers.submit_nomination, other)[0] == "entries_closed"


SAMPLE = {"description": "Chai 500 ml", "count": 2, "handed_in_by": "Lê Hoa"}


def test_samples_are_of_entries_of_the_round_that_were_handed_in(people):
    draft = begun(people).id
    assert refused(people.secretary, samples.receive_sample, people.round_id, 999_999, **SAMPLE) == (
        "not_found",
        None,
    )
    assert refused(people.secretary, samples.receive_sample, people.round_id, draft, **SAMPLE) == (
        "entry_takes_no_samples",
        None,
    )
    assert db.session.query(Sample).count() == 0


def test_a_sample_goes_nowhere_without_a_word_about_it(factory):
    people = factory.round_in_scoring(products=1)
    entry = people.nominations[0].id
    sample = act(people.secretary, samples.receive_sample, people.round_id, entry, **SAMPLE).id
    assert refused(people.secretary, samples.move_sample, sample, SampleState.STORED, " ") == (
        "fill_in",
        "note",
    )
    assert refused(people.secretary, samples.move_sample, 999_999, SampleState.STORED, "Kệ 2")[0] == (
        "not_found"
    )


def test_a_visit_is_changed_by_who_read_it_last_and_within_its_limits(factory):
    people = factory.round_in_scoring(products=1)
    data = visits.VisitData(people.facility.id, today(), ["Lê Hoa, Sở Công Thương"], "Biên bản", "Đúng")
    long = visits.VisitData(people.facility.id, today(), ["Lê Hoa"], "x" * (visits.LONGEST + 1))
    assert refused(people.secretary, visits.record_visit, people.round_id, long) == (
        "visit_text_too_long",
        "minutes",
    )
    visit = act(people.secretary, visits.record_visit, people.round_id, data)
    visit_id, seen = visit.id, visit.version
    act(people.secretary, visits.change_visit, visit_id, data, version=seen)
    other = visits.VisitData(people.facility.id, today(), ["Trần Bình"], "Biên bản khác")
    act(
        people.secretary,
        visits.change_visit,
        visit_id,
        other,
        version=db.session.get_one(SiteVisit, visit_id).version,
    )
    assert refused(people.secretary, visits.change_visit, visit_id, data, version=seen) == ("stale", None)
    assert refused(people.secretary, visits.change_visit, 999_999, data, version=1)[0] == "not_found"
    for number in range(visits.MOST_PICTURES):
        act(people.secretary, visits.add_picture, visit_id, stored_file(number))
    assert refused(people.secretary, visits.add_picture, visit_id, stored_file(99)) == (
        "visit_pictures_full",
        "files",
    )
    assert db.session.query(SiteVisitPicture).count() == visits.MOST_PICTURES


def test_a_product_is_entered_once(people):
    begun(people)
    told = refused(people.member, dossiers.enter_product, people.round_id, people.products[0].id)
    assert told == ("already_entered", "product_id")
