"""Scans at the counter by its page: kept in the dossier, or refused with what was typed."""

import io

from app.core.database.base import db
from tests.helpers import token_of
from tests.integration.catalog.conftest import jpeg
from tests.integration.voting.paper_dossiers.test_counter import SLUG, receive
from voting.dossiers.check_list import PHOTO
from voting.models import DossierDocument


def sent(desk, nomination_id, *files, kind=PHOTO, title="Ảnh xưởng"):
    page = f"/en/council/{SLUG}/paper-dossiers/{nomination_id}/scans"
    data = {
        "csrf_token": token_of(desk, page),
        "kind": kind,
        "title": title,
        "files": [(io.BytesIO(data), name) for name, data in files],
    }
    return desk.post(page, data=data, content_type="multipart/form-data")


def test_scans_are_kept_or_refused_as_a_whole(factory, login_as):
    people = factory.receiving_round(products=1)
    entry, desk = receive(people).nomination_id, login_as(people.secretary)
    for files in ((), [("anh.jpg", b"no picture")], [("anh.jpg", jpeg()), ("hai.jpg", b"%PDF-broken")]):
        refused = sent(desk, entry, *files)
        assert (refused.status_code, 'value="Ảnh xưởng"' in refused.text) == (422, True)
    assert sent(desk, entry, ("anh.jpg", jpeg()), kind="poem").status_code == 422
    assert db.session.query(DossierDocument).count() == 0
    assert sent(desk, entry, ("anh.jpg", jpeg()), ("hai.jpg", jpeg("#3a3"))).status_code == 303
    kept = db.session.query(DossierDocument).order_by(DossierDocument.id).all()
    assert [(one.kind, one.title, one.media_type) for one in kept] == [(PHOTO, "Ảnh xưởng", "image/webp")] * 2
