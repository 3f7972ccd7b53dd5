"""What a list upward refuses: before the decision, blank or future words, entries that may not go or may not enter."""

import json
from dataclasses import replace
from datetime import date, timedelta

import pytest

from app.core.clock import FixedClock, today, use_clock, utc_now
from app.core.database.base import db
from app.core.errors import Conflict, NotFound, RuleBroken
from catalog.models import Award, Facility, Product
from tests.helpers.voting.acts import act, both, publish
from tests.helpers.voting.levels import open_round
from tests.integration.voting.outside_lists.test_four_levels import ENTRY, GROUP, regional_list
from voting.models import Nomination, OutsideList
from voting.outside_lists import services as lists
from voting.outside_lists.document import LARGEST


@pytest.fixture
def people(factory):
    return factory.published_round(products=2)


def letter(people, *numbers, **changes):
    ids = [people.nominations[number].id for number in numbers]
    return replace(lists.ListData("Cục Công Thương", "07/UBND-KT", today(), ids), **changes)


def prepare(people, data):
    return act(people.chair, lists.prepare_list, people.round_id, data)


def test_no_list_before_the_decision(factory):
    people = factory.closed_round()
    with pytest.raises(Conflict) as caught:
        prepare(people, letter(people, 0))
    assert caught.value.code == "not_published"


@pytest.mark.parametrize(
    ("changes", "refused"),
    [
        ({"body": "  "}, ("required", "body")),
        ({"number": ""}, ("required", "number")),
        ({"dated": date(2999, 1, 1)}, ("date_in_future", "dated")),
        ({"nomination_ids": []}, ("nothing_to_promote", "entries")),
    ],
)
def test_a_letter_names_its_faulty_field(people, changes, refused):
    with pytest.raises(RuleBroken) as caught:
        prepare(people, letter(people, 0, **changes))
    assert (caught.value.code, caught.value.field) == refused
    assert db.session.query(OutsideList).count() == 0


def test_an_entry_of_another_round_is_not_found(people):
    with pytest.raises(NotFound):
        prepare(people, letter(people, nomination_ids=[999_999]))


def test_a_list_that_is_not_signed_yet_is_replaced(people):
    prepare(people, letter(people, 0))
    prepare(people, letter(people, 1, number="08/UBND-KT"))
    [row] = db.session.query(OutsideList)
    assert (row.number, [entry["product"] for entry in row.content["entries"]]) == (
        "08/UBND-KT",
        [people.products[1].name_vi],
    )


def test_a_signed_list_is_signed_no_further(people):
    row = prepare(people, letter(people, 0))
    assert both(people, lists.sign_list, people.round_id, row.id) == [False, True]
    with pytest.raises(Conflict) as caught:
        act(people.chair, lists.sign_list, people.round_id, row.id)
    assert caught.value.code == "signed_already"


def test_a_certificate_that_ran_out_meanwhile_is_not_signed_upward(people):
    row = prepare(people, letter(people, 0))
    until = max(award.valid_until for award in db.session.query(Award))
    with use_clock(FixedClock(utc_now() + (until - today()) + timedelta(days=1))):
        with pytest.raises(RuleBroken) as caught:
            act(people.chair, lists.sign_list, people.round_id, row.id)
        assert (caught.value.code, caught.value.field) == ("lower_certificate_expired", "entries")
        with pytest.raises(RuleBroken) as caught:
            prepare(people, letter(people, 0))
        assert (caught.value.code, caught.value.field) == ("lower_certificate_expired", "entries")


@pytest.fixture
def nation(factory):
    return open_round(factory.user("officer-national"), {"level": "quoc-gia"}, groups=(GROUP,))


def test_one_entry_that_may_not_enter_keeps_the_whole_list_out(nation):
    with pytest.raises(RuleBroken) as caught:
        act(nation.secretary, lists.take_in_list, nation.round_id, regional_list([ENTRY, ENTRY]))
    error = caught.value
    assert (error.code, error.field, error.params) == (
        "list_entry_refused",
        "file",
        {"number": 2, "product": "Mắm ruốc Bà Giáo"},
    )
    assert [(also.code, also.field) for also in error.also] == [("already_entered", "file")]
    left = [db.session.query(kind).count() for kind in (Product, Facility, Award, Nomination, OutsideList)]
    assert left == [0, 0, 0, 0, 0]


def spoiled(**changes):
    return json.dumps(json.loads(regional_list([ENTRY])) | changes).encode()


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (lambda: regional_list([ENTRY]) + b" " * LARGEST, "list_unreadable"),
        (lambda: spoiled(format="tieubieu-list/2"), "list_unreadable"),
        (lambda: regional_list([{**ENTRY, "price": "1"}]), "list_unreadable"),
        (lambda: spoiled(note=None), "list_not_signed"),
        (lambda: spoiled(note="tieubieu\n1\nAAAA\n"), "list_not_signed"),
    ],
)
def test_a_file_of_another_size_form_or_signature_is_refused(nation, data, code):
    with pytest.raises(RuleBroken) as caught:
        act(nation.secretary, lists.take_in_list, nation.round_id, data())
    assert (caught.value.code, caught.value.field) == (code, "file")


def test_an_entry_that_the_council_did_not_recognise_does_not_go_up(factory):
    people = factory.closed_round(
        scores={0: {"market": "2", "economy": "2", "culture": "1", "other": "1"}}, products=2
    )
    publish(people)
    with pytest.raises(RuleBroken) as caught:
        prepare(people, letter(people, 0))
    assert (caught.value.code, caught.value.field) == ("not_recognised", "entries")
