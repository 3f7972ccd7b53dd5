"""The digital product passport: only public facts, valid JSON-LD terms, linked from the linkset."""

import json

import pytest

from app.core.database.transaction import transaction
from traceability.codes.services import change_codes
from traceability.enums import CodeAct, EventKind
from traceability.genealogy.queries import list_source_ids
from traceability.lot_pages import get_lot


@pytest.fixture
def lot(factory):
    owner = factory.product(name_vi="Nước mắm Hương Quê", name_en="Huong Que sauce", gtin="08938501234568")
    return factory.lot_with_events(owner)


def read(client, code, locale="vi"):
    path = f"/truy-xuat/{code}/ho-chieu.jsonld" if locale == "vi" else f"/en/trace/{code}/passport.jsonld"
    answer = client.get(path)
    assert answer.status_code == 200
    assert answer.content_type == "application/ld+json"
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert "Set-Cookie" not in answer.headers
    return json.loads(answer.data)


def keys_of(value):
    if isinstance(value, dict):
        return set(value) | {key for child in value.values() for key in keys_of(child)}
    return {key for child in value for key in keys_of(child)} if isinstance(value, list) else set()


def test_passport_states_the_items_of_the_decree(factory, client, lot):
    found = read(client, factory.lot_code(lot).code)
    assert found["schema:name"] == [
        {"@value": "Nước mắm Hương Quê", "@language": "vi"},
        {"@value": "Huong Que sauce", "@language": "en"},
    ]
    assert found["gs1:gtin"] == "08938501234568"
    assert found["@id"] == f"http://127.0.0.1:8000/01/08938501234568/10/{lot.code}"
    assert found["schema:manufacturer"]["schema:name"] == lot.facility.name
    assert found["tb:placeOfLastStep"]["schema:name"][0]["@value"] == lot.facility.unit.name_vi
    steps = [event["tb:step"] for event in found["tb:event"]]
    assert steps == ["make", "ferment", "check", "fill", "pack", "ship"]
    assert [item["schema:name"] for item in found["tb:madeFrom"]] == ["Cá cơm", "Muối biển"]
    assert found["schema:productionDate"] == lot.made_on.isoformat()
    assert found["tb:inRecall"] is False
    assert found["tb:lackingItems"] == []
    assert found["tb:event"][0]["tb:eventHash"] == lot.events[0].event_hash


def test_every_word_of_the_passport_is_in_its_context(factory, client, lot):
    found = read(client, factory.lot_code(lot).code)
    context = found.pop("@context")
    assert all(address.startswith("http") and address[-1] in "/#" for address in context.values())
    words = keys_of(found)
    assert {word.partition(":")[0] for word in words if not word.startswith("@")} == set(context)
    assert {word for word in words if word.startswith("@")} == {"@id", "@type", "@value", "@language"}


def test_both_addresses_give_the_same_document(factory, client, lot):
    code = factory.lot_code(lot).code
    assert read(client, code) == read(client, code, "en")


def test_passport_keeps_what_is_not_public(factory, client, lot):
    factory.event(lot, EventKind.CHECK, note="Việc riêng của xưởng", is_public=False)
    hidden = factory.lot(lot.product, public=False)
    assert "Việc riêng" not in json.dumps(read(client, factory.lot_code(lot).code), ensure_ascii=False)
    for code in (factory.lot_code(hidden).code, "BAAAAAAAAAAAAAAAAAAA", "x"):
        answer = client.get(f"/truy-xuat/{code}/ho-chieu.jsonld")
        assert (answer.status_code, answer.get_json()["code"]) == (404, "not_in_register")


def test_recall_of_an_input_stands_in_the_passport_at_once(factory, client, lot):
    code = factory.lot_code(lot).code
    assert read(client, code)["tb:inRecall"] is False
    factory.recall(
        get_lot(list_source_ids(lot.id)[1]), reason_vi="Muối lẫn tạp chất", reason_en="Impure salt"
    )
    found = read(client, code)
    assert found["tb:inRecall"] is True
    assert found["tb:recall"][0]["tb:reason"][1] == {"@value": "Impure salt", "@language": "en"}


def test_item_has_its_serial_and_a_void_one_no_passport(factory, client, lot):
    maker = factory.member_actor(lot.facility)
    first, second = [code.code for code in factory.codes(factory.labels(lot, quantity=2, by=maker))]
    found = read(client, first)
    assert (found["gs1:hasSerialNumber"], found["tb:codeState"]) == (first, "issued")
    assert found["@id"].endswith(f"/10/{lot.code}/21/{first}")
    lot_id = lot.id
    with transaction():
        change_codes(maker, lot_id, CodeAct.VOID, second, reason="Tem hỏng")
    answer = client.get(f"/truy-xuat/{second}/ho-chieu.jsonld")
    assert (answer.status_code, answer.get_json()["code"]) == (410, "code_void")


def test_person_who_took_consent_back_is_not_named(factory, client):
    lot = factory.lot_with_events(factory.product(factory.facility(kind="ho-kinh-doanh", name="Hộ bà Thử")))
    lot_id, code = lot.id, factory.lot_code(lot).code
    with transaction():
        get_lot(lot_id).facility.consent_at = None
    assert "schema:manufacturer" not in read(client, code)


def test_linkset_names_the_passport_and_the_resolver_leads_to_it(factory, client, lot):
    path = f"/01/08938501234568/10/{lot.code}"
    links = client.get(f"{path}?linkType=linkset").get_json()["linkset"][0]["https://ref.gs1.org/voc/dpp"]
    assert [link["type"] for link in links] == ["application/ld+json"] * 2
    answer = client.get(f"{path}?linkType=gs1:dpp", headers={"Accept-Language": "en"})
    assert answer.status_code == 307
    assert answer.location.partition("?")[0] == links[1]["href"]
    assert client.get(answer.location.removeprefix("http://127.0.0.1:8000")).status_code == 200


def test_passport_names_the_recognition_that_holds_and_papers_apart_by_who_checked_them(factory, client, lot):
    code, product = factory.lot_code(lot).code, lot.product
    assert "tb:recognition" not in read(client, code)
    award = factory.award(product, number="CNNT-75-2026-0009")
    for number, state in (("77/2026", "checked"), ("12/2026", "unchecked")):
        factory.certificate(product.facility, products=(product,), number=number, check_state=state)
    found = read(client, code)
    assert found["tb:recognition"]["schema:certificationIdentification"] == "CNNT-75-2026-0009"
    assert found["tb:recognition"]["tb:level"] == award.level
    papers = {
        key: [
            (paper["schema:certificationIdentification"], "schema:certificationStatus" in paper)
            for paper in found[key]
        ]
        for key in ("schema:hasCertification", "tb:uncheckedStatement")
    }
    assert papers == {
        "schema:hasCertification": [("77/2026", True)], "tb:uncheckedStatement": [("12/2026", False)],
    }  # fmt: skip
