"""Photos of the diary: private unless shown, without metadata, and never at a public address."""

import io
import json

import pytest
from PIL import Image
from sqlalchemy import select

from app.core.clock import today
from app.core.database.base import db
from app.core.database.transaction import transaction
from app.core.ports import ports
from tests.helpers import send
from traceability.diary.services import correct_event
from traceability.models import TraceEvent


def photo_with_place():
    exif = Image.Exif()
    exif[0x010F] = "Máy ảnh"
    exif.get_ifd(0x8825)[1] = "N"
    exif.get_ifd(0x8825)[2] = (10.0, 57.0, 1.0)
    out = io.BytesIO()
    Image.effect_noise((900, 600), 60).convert("RGB").save(out, "JPEG", exif=exif)
    return out.getvalue()


def written(browser, lot_id, **fields):
    photo = io.BytesIO(photo_with_place()), "IMG_2044_nha-toi.jpg"
    entry = {
        "client_id": f"anh-{len(fields)}-{lot_id}",
        "happened_on": today().isoformat(),
        "conforms": "yes",
    }
    answer = send(browser, f"/co-so-cua-toi/lo/{lot_id}/nhat-ky/check", **entry, picture=photo, **fields)
    assert answer.status_code == 303, answer.text
    db.session.rollback()
    return db.session.scalars(select(TraceEvent).order_by(TraceEvent.id.desc())).first()


@pytest.mark.parametrize(
    ("ticks", "shown"),
    [({}, False), ({"is_public": "y"}, False), ({"picture_shown": "y"}, False),
     ({"is_public": "y", "picture_shown": "y"}, True)],
)  # fmt: skip
def test_photo_is_private_unless_entry_and_photo_are_shown(factory, client, maker, lot, ticks, shown):
    code = factory.lot_code(lot).code
    event = written(maker, lot.id, **ticks)
    address = f"/truy-xuat/anh/{event.id}-640.webp"
    assert client.get(address).status_code == (200 if shown else 404)
    assert (address.replace("640", "320") in client.get(f"/truy-xuat/{code}").text) is shown
    own = maker.get(f"/co-so-cua-toi/lo/anh/{event.id}-320.webp")
    assert (own.status_code, own.content_type) == (200, "image/webp")
    assert own.headers["Cache-Control"].startswith("private") or "no-store" in own.headers["Cache-Control"]
    assert ("Ảnh không hiện công khai" in maker.get(f"/co-so-cua-toi/lo/{lot.id}").text) is not shown


def test_photo_has_no_metadata_and_no_public_name(app, client, maker, lot):
    event = written(maker, lot.id, is_public="y", picture_shown="y")
    names = event.picture["files"]
    for name in names.values():
        assert client.get(f"/tep/{name}").status_code == 404
        picture = Image.open(io.BytesIO(ports().files.get(name)))
        assert (dict(picture.getexif()), picture.info.get("exif")) == ({}, None)
    told = json.dumps(event.epcis) + client.get(f"/truy-xuat/{event.lot.codes[0].code}").text
    for word in (*names.values(), *(name.partition(".")[0] for name in names.values()), "IMG_2044"):
        assert word not in told
    assert len(event.epcis["tb:photoDigest"]) == 64


def test_photo_of_another_facility_is_not_found(factory, login_as, maker, lot):
    event = written(maker, lot.id, is_public="y")
    stranger = login_as(factory.user("facility", facility_id=factory.product().facility_id))
    assert stranger.get(f"/co-so-cua-toi/lo/anh/{event.id}-320.webp").status_code == 404
    assert maker.get(f"/co-so-cua-toi/lo/anh/{event.id}-321.webp").status_code == 404


def test_correction_takes_a_photo_back_from_the_public(factory, client, maker, lot):
    event = written(maker, lot.id, is_public="y", picture_shown="y")
    event_id, actor = event.id, factory.member_actor(lot.facility)
    assert client.get(f"/truy-xuat/anh/{event_id}-320.webp").status_code == 200
    page = maker.get(f"/co-so-cua-toi/nhat-ky/{event_id}/dinh-chinh").text
    assert f"/co-so-cua-toi/lo/anh/{event_id}-320.webp" in page
    with transaction():
        correct_event(actor, event_id, reason="Ảnh chụp nhầm", client_id="sua-anh")
    assert client.get(f"/truy-xuat/anh/{event_id}-320.webp").status_code == 404
    assert maker.get(f"/co-so-cua-toi/lo/anh/{event_id}-320.webp").status_code == 200
