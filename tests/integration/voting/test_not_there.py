"""What is not there, and what a person may not see, is not found: no act and no page tells the two apart."""

import pytest

from app.core.errors import NotFound
from tests.factories.accounts import actor, signed_in_client
from tests.helpers.voting.acts import act, refused, the_round
from tests.helpers.voting.browser import Person
from voting.complaints.queries import get_complaint
from voting.dossiers import services as dossiers
from voting.dossiers.queries import get_visible_nomination
from voting.favourite import services as favourite
from voting.outside_lists.queries import get_list
from voting.paper_sheets import services as paper
from voting.paper_sheets.queries import get_paper, list_paper_sheets
from voting.result_letters import services as letters
from voting.rounds import queries, transitions
from voting.rule_sets.queries import get_rule_set
from voting.samples.queries import get_sample
from voting.site_visits.queries import get_visit

NOTHING, LOST = ("not_found", None), 999_999


@pytest.fixture
def people(factory):
    return factory.round_in_scoring(products=1)


def test_acts_on_what_is_not_there_are_refused(people):
    for person, verb, args in (
        (people.officer, transitions.step, (LOST, "announce")),
        (people.officer, favourite.set_favourite, (LOST, None, None)),
        (people.officer, favourite.publish_favourite, (people.round_id,)),  # no such vote was opened
        (people.member, dossiers.withdraw_nomination, (LOST,)),
        (people.secretary, paper.type_sheet, ("NO-SUCH-CODE", {}, "")),
        (people.officer, get_complaint, (LOST,)),
        (people.member, get_visible_nomination, (LOST,)),
        (people.secretary, get_paper, ("NO-SUCH-CODE",)),
        (people.officer, get_sample, (the_round(people).slug, LOST)),
        (people.officer, get_visit, (the_round(people).slug, LOST)),
    ):
        assert refused(person, verb, *args) == NOTHING, verb.__name__


def test_who_does_not_work_on_a_round_learns_nothing_of_it(factory, people):
    round_ = the_round(people)
    act(people.secretary, paper.prepare_paper_sheets, people.round_id)
    code = list_paper_sheets(actor(people.secretary), round_)[0].paper.code
    stranger = factory.user("officer-province")
    for verb in (queries.list_progress, queries.list_recusals, queries.list_dossiers, list_paper_sheets):
        assert refused(stranger, verb, round_) == NOTHING, verb.__name__
    assert refused(stranger, get_paper, code) == NOTHING


def test_lists_and_rules_that_are_not_there(people):
    with pytest.raises(NotFound):
        get_list(the_round(people), LOST)
    with pytest.raises(NotFound):
        get_rule_set(LOST)


def test_pages_of_what_is_not_there(app, factory, people):
    slug = the_round(people).slug
    officer, chair, juror, member = (
        Person(app, signed_in_client(app, each))
        for each in (people.officer, people.chair, people.jurors[0], people.member)
    )
    chair.open("voting.decide", expect=404, slug=slug, code="NO-SUCH")
    chair.open("voting.remove_juror", expect=404, slug=slug, juror_id=LOST)
    elsewhere = factory.user("chair", "officer-province", unit_id=people.facility.unit_id)
    Person(app, signed_in_client(app, elsewhere)).open("voting.remarks", expect=404, slug=slug)
    officer.open("voting.paper_declaration", expect=404, slug=slug, juror_id=LOST)
    chair.open("voting.sample_labels", expect=404, slug=slug)  # before any sample is there
    member.open("voting.document_file", expect=404, document_id=LOST)
    key = people.sheets[0, 0]
    juror.open("voting.entry_picture", expect=404, key=key, number=99, width=320)


def test_letters_and_remarks_of_entries_of_another_round(app, factory):
    people = factory.published_round(products=1)
    chair = Person(app, signed_in_client(app, people.chair))
    slug = the_round(people).slug
    chair.open("voting.release_remark", expect=404, slug=slug, nomination_id=LOST)
    chair.open("voting.facility_letter", expect=404, slug=slug, facility="no-such", ending="pdf")
    assert refused(people.chair, letters.release_remark, people.round_id, LOST, "Ngon") == NOTHING
