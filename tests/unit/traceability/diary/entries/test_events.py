"""Each entry of the diary as its EPCIS event."""

from datetime import datetime, timedelta, timezone
from decimal import Decimal

import pytest

from tests.helpers.epcis import CELLAR, LOT
from traceability.diary.entries.events import Facts, Substance, declared_wrong, event_of, stored
from traceability.enums import DIARY_KINDS, EventKind

AT = datetime(2026, 11, 22, 8, 0, tzinfo=timezone(timedelta(hours=7)))
SALT = "https://id.gs1.org/01/08935217400027/10/S-1"
NS = "https://example.vn/nm/"


def entry(kind, **facts):
    given = {
        "at": AT,
        "place": CELLAR,
        "lot": Substance(uri=LOT, quantity=Decimal(120), unit="kg"),
        "client_id": "c-1",
        "readings": {},
        "said": {"note": "đêm", "party": ""},
        "namespace": NS,
    }
    return stored(event_of(Facts(kind=kind, **{**given, **facts})))


@pytest.mark.parametrize(
    ("kind", "step"),
    [
        ("receive", "receiving"),
        ("make", "creating_class_instance"),
        ("dry", "storing"),
        ("ferment", "storing"),
        ("check", "inspecting"),
        ("fill", "commissioning"),
        ("pack", "packing"),
        ("ship", "shipping"),
        ("sell", "retail_selling"),
        ("take-back", "holding"),
        ("destroy", "destroying"),
    ],
)
def test_entry_has_the_step_of_its_kind_and_what_was_said(kind, step):
    found = entry(EventKind(kind))
    assert (found["bizStep"], found["tb:note"], "tb:party" in found) == (step, "đêm", False)


def test_every_kind_of_the_diary_has_an_event():
    assert [entry(kind)["eventTime"] for kind in DIARY_KINDS] == ["2026-11-22T08:00:00.000+07:00"] * 11


def test_lot_made_names_what_went_in_and_an_amount_only_where_one_is_stated():
    inputs = (Substance(uri=SALT, quantity=Decimal(5), unit="kg"), Substance(uri=CELLAR, unit="kg"))
    found = entry(EventKind.MAKE, inputs=inputs)
    assert found["inputQuantityList"] == [
        {"epcClass": SALT, "quantity": 5, "uom": "KGM"},
        {"epcClass": CELLAR},
    ]


def test_carton_of_a_lot_has_one_name_for_each_entry():
    first, again, other = (entry(EventKind.PACK, client_id=one)["parentID"] for one in ("a", "a", "b"))
    assert (first == again, first == other, first[:9]) == (True, False, "urn:uuid:")


def test_event_declared_wrong_keeps_all_it_said():
    wrong = entry(EventKind.SHIP)
    corrected, digest = declared_wrong(wrong, at=AT, corrective=("urn:uuid:1",))
    assert corrected.pop("errorDeclaration") == {
        "declarationTime": "2026-11-22T08:00:00.000+07:00",
        "reason": "incorrect_data",
        "correctiveEventIDs": ["urn:uuid:1"],
    }
    assert corrected == wrong
    assert digest == wrong["eventID"]
