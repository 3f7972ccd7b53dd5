"""Printed copies of brochures: noted by officers of the area, and counted by programmes that name them."""

from datetime import date, timedelta

import pytest

from app.core.clock import today
from app.core.database.base import db
from app.core.errors import NotAllowed, NotFound, RuleBroken
from catalog.brochure.prints import PrintData, list_prints, note_print, remove_print
from catalog.models import BrochurePrint
from programme.facts.tasks import follow_own_facts
from programme.models import Fact
from tests.factories.accounts import signed_in_client
from tests.helpers.proposals import counted
from tests.helpers.voting.acts import act
from tests.helpers.voting.browser import Person


@pytest.fixture
def officer(factory):
    return factory.user("officer-province", unit_id=factory.unit("75").id)


def printed(factory, copies=1_500, day=date(2024, 5, 10), version="2004", **values):
    return PrintData("Sản phẩm tiêu biểu", copies, day, "Hóa đơn 12", factory.unit("75", version), **values)


def test_copies_count_by_themselves_until_they_are_taken_back(factory, officer):
    local = factory.loaded_programme("dong-nai")
    first = act(officer, note_print, printed(factory)).id
    act(officer, note_print, printed(factory, 500, date(2025, 12, 31), "2025"))
    act(officer, note_print, printed(factory, 700, is_told=True))
    act(officer, note_print, printed(factory, 900, date(2026, 1, 1), "2025"))
    follow_own_facts()
    assert counted(factory, local, "5.6") == 2_000
    assert {(fact.number, fact.evidence) for fact in db.session.query(Fact)} == {
        (1_500, "document"),
        (500, "document"),
    }
    act(officer, remove_print, first)
    follow_own_facts()
    assert counted(factory, local, "5.6") == 500
    assert db.session.get_one(BrochurePrint, first).removed_by == officer.id
    with pytest.raises(NotFound):
        act(officer, remove_print, first)


def test_who_notes_copies_and_what_is_refused(factory, officer):
    ministry, away = factory.user("officer-national"), factory.user("officer-province")
    for data, code, field in (
        (printed(factory, 0), "brochure_copies", "copies"),
        (printed(factory, 10_000_001), "brochure_copies", "copies"),
        (printed(factory, day=today() + timedelta(days=1), version="2025"), "date_in_future", "printed_on"),
        (printed(factory, day=date(1, 1, 1)), "date_out_of_range", "printed_on"),
        (printed(factory, day=date(2024, 5, 10), version="2025"), "unit_not_then", "unit"),
        (printed(factory, day=date(2025, 8, 1)), "unit_not_then", "unit"),
    ):
        with pytest.raises(RuleBroken, match=code) as refusal:
            act(officer, note_print, data)
        assert refusal.value.field == field
    for person in (away, factory.user("officer-commune", commune="2025-26158"), factory.user("appraiser")):
        with pytest.raises(NotAllowed):
            act(person, note_print, printed(factory))
    with pytest.raises(NotAllowed):
        act(officer, note_print, PrintData("Cả nước", 10, date(2025, 8, 1), "Hóa đơn 1"))
    key = act(officer, note_print, printed(factory)).id
    act(ministry, note_print, PrintData("Cả nước", 10, date(2025, 8, 1), "Hóa đơn 1"))
    with pytest.raises(NotAllowed):
        act(away, remove_print, key)
    seen = {person.id: len(list_prints(factory.actor(person))) for person in (officer, away, ministry)}
    assert seen == {officer.id: 1, away.id: 0, ministry.id: 2}


def test_copies_are_noted_on_the_page_of_the_brochure(app, factory, officer):
    page = Person(app, signed_in_client(app, officer))
    unit = str(factory.unit("75").id)
    good = {
        "title": "Hàng Việt",
        "unit": unit,
        "copies": "1.500",
        "printed_on": "2025-08-01",
        "document": "Hóa đơn 9",
    }
    on = {"on": "catalog.brochure"}
    for wrong in (
        {"copies": "nhiều"},
        {"printed_on": "hôm qua"},
        {"unit": ""},
        {"unit": "0"},
        {"document": " "},
    ):
        text = page.send("catalog.brochure_print", good | wrong, expect=422, **on)
        assert 'value="Hàng Việt"' in text
        assert page.errors
    page.send("catalog.brochure_print", good, **on)
    text = page.open("catalog.brochure")
    for words in ("Hàng Việt", "1.500", "01/08/2025", "Hóa đơn 9"):
        assert words in text
    row = db.session.query(BrochurePrint).one()
    english = Person(app, signed_in_client(app, officer), "en")
    assert "Printed copies" in english.open("catalog.brochure")
    page.send("catalog.brochure_print_remove", {}, print_id=row.id, **on)
    assert "Hóa đơn 9" not in page.open("catalog.brochure")
