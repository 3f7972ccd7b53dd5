"""Printed copies of brochures: noted by officers of the area, and counted by programmes that name them."""

from datetime import date, timedelta

import pytest

from app.core.clock import today
from app.core.database.base import db
from app.core.errors import NotAllowed, NotFound, RuleBroken
from catalog.brochure.prints import PrintData, list_prints, note_print, remove_print
from catalog.models import BrochurePrint
from programme.activities.services import cancel_activity
from programme.activity_places.services import link_activity
from programme.facts.tasks import follow_own_facts
from programme.models import Fact
from tests.factories.accounts import signed_in_client
from tests.helpers.proposals import counted
from tests.helpers.voting.acts import act
from tests.helpers.voting.browser import Person


@pytest.fixture
def officer(factory):
    return factory.user("officer-province", unit_id=factory.unit("75").id)


def printed(factory, copies=1_500, day=date(2024, 5, 10), version="2004", document="Hóa đơn 12", **values):
    return PrintData("Sản phẩm tiêu biểu", copies, day, document, factory.unit("75", version), **values)


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


def told(factory, officer, document="Hóa đơn số 40"):
    """5,000 copies entered as an activity, two days after those of `printed`."""
    day = date(2024, 5, 12)
    return factory.activity(
        "brochure",
        state="held",
        by=officer,
        starts_on=day,
        ends_on=day,
        quantities={"copy": 5_000},
        document=document,
    )


def test_one_document_counts_once_whoever_entered_it(factory, officer):
    local = factory.loaded_programme("dong-nai")
    row = told(factory, officer)
    data = printed(factory, 5_000, document="hoá đơn số 40")
    with pytest.raises(RuleBroken, match="brochure_counted") as refusal:
        act(officer, note_print, data)
    assert refusal.value.field == "is_told"
    assert (
        row.title in refusal.value.params["counted"],
        "12/05/2024" in refusal.value.params["counted"],
    ) == (True, True)
    act(officer, note_print, printed(factory, 5_000, document="hóa đơn số 40", is_other=True))
    follow_own_facts()
    assert counted(factory, local, "5.6") == 5_000
    act(officer, cancel_activity, row.id, "Nhập nhầm")
    follow_own_facts()
    assert counted(factory, local, "5.6") == 5_000, "the print run counts by itself again"


def test_what_is_unlike_is_not_asked_about(factory, officer):
    factory.loaded_programme("dong-nai")
    told(factory, officer)
    act(officer, note_print, printed(factory, 5_000, date(2022, 5, 10)))
    act(
        factory.user("officer-national"),
        note_print,
        PrintData("Cả nước", 5_000, date(2024, 5, 12), "Hóa đơn số 40"),
    )


def test_a_document_of_a_day_is_noted_once(factory, officer):
    first = act(officer, note_print, printed(factory)).id
    with pytest.raises(RuleBroken, match="brochure_print_there") as refusal:
        act(officer, note_print, printed(factory, 900))
    assert refusal.value.field == "document"
    act(officer, note_print, printed(factory, 900, is_told=True))
    act(officer, remove_print, first)
    act(officer, note_print, printed(factory, 900))


def test_an_activity_that_is_a_print_run_counts_once(factory, officer):
    local = factory.loaded_programme("dong-nai")
    key = act(officer, note_print, printed(factory)).id
    row = told(factory, officer)
    follow_own_facts()
    assert counted(factory, local, "5.6") == 6_500
    act(officer, link_activity, row.id, f"brochure:{key}")
    follow_own_facts()
    assert counted(factory, local, "5.6") == 5_000
    act(officer, link_activity, row.id, "")
    follow_own_facts()
    assert counted(factory, local, "5.6") == 6_500
    act(officer, remove_print, key)
    with pytest.raises(RuleBroken, match="activity_place_gone"):
        act(officer, link_activity, row.id, f"brochure:{key}")


def test_the_page_of_an_activity_asks_about_print_runs_of_its_weeks(app, factory, officer):
    factory.loaded_programme("dong-nai")
    key = act(officer, note_print, printed(factory)).id
    row = told(factory, officer)
    page = Person(app, signed_in_client(app, officer))
    assert "Đã được tính chưa?" in page.open("programme.activity", activity_id=row.id)
    page.send("programme.activity_place", {"place": f"brochure:{key}"}, activity_id=row.id)
    text = page.open("programme.activity", activity_id=row.id)
    assert ("Đã được tính chưa?" in text, "Sản phẩm tiêu biểu" in text) == (False, True)


def test_the_form_says_what_is_counted_already(app, factory, officer):
    factory.loaded_programme("dong-nai")
    row = told(factory, officer)
    page = Person(app, signed_in_client(app, officer))
    form = {
        "title": "Hàng Việt", "unit": str(factory.unit("75", "2004").id), "copies": "1.500", "printed_on": "2024-05-10",
        "document": "Hóa đơn 9",
    }  # fmt: skip
    text = page.send("catalog.brochure_print", form, on="catalog.brochure", expect=422)
    assert (row.title in text, 'name="is_other"' in text, 'value="Hàng Việt"' in text) == (True, True, True)
    page.send("catalog.brochure_print", form | {"is_other": "y"}, on="catalog.brochure")


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
