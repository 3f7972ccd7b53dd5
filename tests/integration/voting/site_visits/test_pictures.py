"""Pictures of a visit at the browser: for the office alone, drawn anew, refused where they are none."""

import io

import pytest

from app.core.database.base import db
from tests.factories.voting import stored_file
from tests.helpers import token_of
from tests.helpers.voting.acts import act
from tests.integration.catalog.conftest import jpeg
from tests.integration.voting.site_visits.test_visits import SLUG, record
from voting.models import SiteVisitPicture
from voting.site_visits import services as visits


@pytest.fixture
def people(factory):
    return factory.round_in_scoring(products=1)


@pytest.fixture
def desk(people, login_as):
    return login_as(people.secretary)


def sent(desk, visit_id, *files):
    page = f"/en/council/{SLUG}/visits/{visit_id}/pictures"
    data = {"csrf_token": token_of(desk, page), "files": [(io.BytesIO(data), name) for name, data in files]}
    return desk.post(page, data=data, content_type="multipart/form-data")


def test_pictures_are_kept_for_the_office_alone(people, desk, login_as):
    visit = record(people).id
    assert sent(desk, visit, ("xuong.jpg", jpeg()), ("kho.jpg", jpeg("#3a3"))).status_code == 303
    first, _second = [picture.id for picture in db.session.query(SiteVisitPicture)]
    answer = desk.get(f"/hoi-dong/khao-sat/anh/{first}")
    assert (answer.status_code, answer.mimetype, answer.headers["Cache-Control"]) == (
        200,
        "image/webp",
        "no-store",
    )
    assert answer.data[8:12] == b"WEBP"
    assert login_as(people.jurors[0]).get(f"/hoi-dong/khao-sat/anh/{first}").status_code in {403, 404}
    assert desk.get("/hoi-dong/khao-sat/anh/999999").status_code == 404


def test_what_is_no_picture_or_too_many_is_refused_and_nothing_is_kept(people, desk):
    visit = record(people).id
    for files in (
        (),
        [("bien-ban.jpg", b"no picture at all")],
        [("xuong.jpg", jpeg()), ("kho.jpg", b"GIF89a")],
        [(f"{number}.jpg", jpeg(size=(40, 30))) for number in range(11)],
    ):
        assert sent(desk, visit, *files).status_code == 422
    assert db.session.query(SiteVisitPicture).count() == 0


def test_pictures_end_at_their_limit(people, desk):
    visit = record(people).id
    for number in range(visits.MOST_PICTURES):
        act(people.secretary, visits.add_picture, visit, stored_file(number))
    assert sent(desk, visit, ("xuong.jpg", jpeg())).status_code == 422
    assert db.session.query(SiteVisitPicture).count() == visits.MOST_PICTURES
