"""What the counter refuses: scans and steps of no dossier, of an answered one, or without their word."""

from datetime import timedelta

import pytest

from app.core.clock import today
from app.core.database.base import db
from app.core.errors import RuleBroken
from tests.factories.voting import stored_file
from tests.helpers.voting.acts import act, refused
from tests.integration.voting.paper_dossiers.test_counter import receive
from voting.dossiers.check_list import PHOTO
from voting.models import PaperDossier
from voting.paper_dossiers import services as counter


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
