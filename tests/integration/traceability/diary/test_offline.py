"""Entries stored on a phone: received once, refused with reasons, sent only by the person who stored them."""

from sqlalchemy import select

from app.core.clock import today
from app.core.database.base import db
from traceability.models import TraceEvent

ASKS = {"Accept": "application/json"}


def test_kept_entry_is_received_once_with_the_token_of_the_session(factory, maker, product):
    lot = factory.lot(product)
    session = maker.get("/co-so-cua-toi/lo/phien").get_json()
    assert session["owner"] == maker.get("/en/my-facility/lots/session").get_json()["owner"]
    data = {"csrf_token": session["csrf_token"], "client_id": "kept", "happened_on": today().isoformat()}
    path = f"/co-so-cua-toi/lo/{lot.id}/nhat-ky/check"
    told = [maker.post(path, data=data, headers=ASKS).get_json() for _ in range(2)]
    assert told[0] == told[1]
    db.session.rollback()
    row = db.session.scalars(select(TraceEvent)).one()
    assert (told[0]["state"], told[0]["id"]) == ("received", row.id)
    wrong = maker.post(path, data=data | {"client_id": "b", "happened_on": "hôm qua"}, headers=ASKS)
    assert (wrong.status_code, wrong.get_json()) == (
        422,
        {"errors": ["Ngày: Hãy nhập một ngày có trong lịch."]},
    )


def test_worker_is_public_and_the_session_is_not(client):
    worker = client.get("/diary-worker.js")
    assert (worker.status_code, worker.headers["Service-Worker-Allowed"]) == (200, "/")
    assert client.get("/co-so-cua-toi/lo/phien").status_code == 303


def test_unit_beside_an_input_is_in_the_language_of_the_page(factory, maker, product):
    factory.input_lot(product.facility, unit="chai")
    lot = factory.lot(product)
    assert '<span class="affix">bottles</span>' in maker.get(f"/en/my-facility/lots/{lot.id}/diary/make").text
    assert '<span class="affix">chai</span>' in maker.get(f"/co-so-cua-toi/lo/{lot.id}/nhat-ky/make").text
