"""What the counter refuses: scans and steps of no dossier, of an answered one, or without their word."""

from datetime import timedelta

import pytest

from app.core.clock import today
from app.core.database.base import db
from app.core.documents.official.paper import Grid, Square
from app.core.errors import RuleBroken
from tests.factories.accounts import signed_in_client
from tests.factories.voting import stored_file
from tests.helpers.voting.acts import act, refused, the_round
from tests.helpers.voting.browser import Person
from tests.integration.voting.paper_dossiers.test_counter import receive
from voting.dossiers.check_list import PHOTO
from voting.models import PaperDossier, SelectionRound
from voting.paper_dossiers import services as counter
from voting.paper_dossiers.form_sets import Form
from voting.paper_dossiers.papers import form_paper
from voting.paper_dossiers.queries import list_receivable


@pytest.fixture
def people(factory):
    return factory.receiving_round(products=2)


@pytest.mark.parametrize(
    ("facts", "told"),
    [
        ({"body_code": " "}, ("fill_in", "body_code")),
        ({"papers": {"poem": 1}}, ("unknown_document_kind", "poem")),
    ],
)
def test_wrong_words_at_the_counter_are_refused_at_their_field(people, facts, told):
    with pytest.raises(RuleBroken) as caught:
        receive(people, **facts)
    assert (caught.value.code, caught.value.field) == told
    assert db.session.query(PaperDossier).count() == 0


def test_dossiers_of_nowhere_and_those_on_screen_take_no_steps_of_the_counter(factory, people):
    assert refused(people.secretary, counter.add_scan, 999_999, PHOTO, "", stored_file(1)) == (
        "not_found",
        None,
    )
    screen = factory.complete_dossier(people.member, people.round_id, people.products[0].id).id
    assert refused(people.secretary, counter.add_scan, screen, PHOTO, "", stored_file(1)) == (
        "not_found",
        None,
    )


def test_steps_need_their_words_and_an_open_dossier(people):
    entry = receive(people).nomination_id
    assert refused(people.secretary, counter.add_scan, entry, "poem", "", stored_file(1)) == (
        "unknown_document_kind",
        "kind",
    )
    assert refused(people.secretary, counter.hand_over, entry, " ") == ("reason_needed", "detail")
    act(people.secretary, counter.call_for_more, entry, "Thiếu ảnh", "Nộp ba ảnh")
    assert refused(people.secretary, counter.complete_dossier, entry, "Đã đủ", sets=0) == (
        "sets_missing",
        "sets",
    )
    act(people.secretary, counter.complete_dossier, entry, "Đã đủ", sets=2)
    act(people.secretary, counter.stop_dossier, entry, "Cơ sở xin rút")
    assert refused(people.secretary, counter.add_scan, entry, PHOTO, "", stored_file(1)) == (
        "dossier_answered",
        None,
    )


def test_a_dossier_without_a_term_has_none_to_extend(people):
    entry = receive(people, days=None).nomination_id
    later = today() + timedelta(days=7)
    assert refused(people.secretary, counter.extend_term, entry, later, "Bão") == (
        "dossier_without_term",
        None,
    )


def test_forms_of_a_dossier_without_a_term_leave_it_open(people):
    without, within = receive(people, days=None), receive(people, 1)
    assert [form_paper(Form.CONTROL, one).blocks == [] for one in (without, within)] == [False, False]
    for one, told in ((without, ""), (within, "Trước hạn")):
        act(people.secretary, counter.hand_over, one.nomination_id, "Phòng Công nghiệp")
        kept = db.session.get_one(PaperDossier, one.id, populate_existing=True)
        grid = next(block for block in form_paper(Form.CONTROL, kept).blocks if isinstance(block, Grid))
        assert grid.rows[-1][-2] == told
    assert not any(isinstance(block, Square) for block in form_paper(Form.RECEIPT, without).blocks)
    shown = form_paper(Form.RECEIPT, without, "https://bc.example/1").blocks
    assert sum(isinstance(block, Square) for block in shown) == 1


def test_an_extension_names_its_new_day_and_other_steps_their_reason(app, people):
    desk = Person(app, signed_in_client(app, people.secretary), "en")
    slug, dossier = the_round(people).slug, receive(people)
    place, due = {"slug": slug, "nomination_id": dossier.nomination_id}, dossier.due_on
    desk.send("voting.dossier_step", {"step": "extend", "detail": "Bão"}, expect=422, **place)
    assert desk.errors == ["New day of the answer: Fill in this field."]
    desk.send("voting.dossier_step", {"step": "sell", "detail": "Bão"}, expect=422, **place)
    assert desk.errors == ["Step: Choose one of the answers offered."]
    new_day = (due + timedelta(days=14)).isoformat()
    desk.send("voting.dossier_step", {"step": "extend", "detail": "Bão", "until": new_day}, **place)
    assert db.session.get_one(PaperDossier, dossier.id, populate_existing=True).due_on > due
    desk.send("voting.dossier_step", {"step": "stop", "detail": " "}, expect=422, **place)
    assert desk.errors == ["What lacks, why, or to whom: Give a reason."]
    desk.send("voting.complete_dossier", {"sets": "2", "entry_form": "2"}, expect=422, **place)
    assert desk.errors == ["Nothing was asked for, so nothing is missing."]
    assert desk.value("body_code", "voting.receive_dossier", slug=slug) == "H19.05"
    desk.send("voting.dossier_step", {"step": "stop", "detail": "Cơ sở xin rút"}, **place)
    assert "Cơ sở xin rút" in desk.open("voting.paper_dossier", **place)


def test_rounds_above_a_province_receive_from_their_whole_area(factory, people):
    south = factory.product(factory.facility(unit_code="79"))
    north = factory.product(factory.facility(unit_code="01"))
    wide = SelectionRound(level="quoc-gia", id=0), SelectionRound(level="khu-vuc", region="phia-nam", id=0)
    found = [{one.id for one in list_receivable(round_)} for round_ in wide]
    here = {one.id for one in people.products}
    assert found == [here | {south.id, north.id}, here | {south.id}]
