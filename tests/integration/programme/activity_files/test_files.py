"""Papers and pictures of activities: for officers of the area, a picture for anyone where an officer says so."""

import io
import re

import pytest
from PIL import Image
from werkzeug.datastructures import FileStorage

from app.core.database.base import db
from app.core.errors import Conflict, NotAllowed, NotFound, RuleBroken
from programme.activities.services import accept_activity
from programme.activity_files import routes, services
from programme.activity_files.uploads import KeptFile, keep_files
from programme.activity_places.services import link_activity
from programme.models import Activity, ActivityFile
from tests.factories.accounts import signed_in_client
from tests.helpers.voting.acts import act
from tests.helpers.voting.browser import Person

PDF = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"
PAPER = KeptFile("a" * 64 + ".pdf", "application/pdf")


def photo(colour="teal"):
    out = io.BytesIO()
    Image.new("RGB", (900, 600), colour).save(out, "JPEG")
    return out.getvalue()


@pytest.fixture
def world(app, factory):
    """An activity held in Đồng Nai that counts, its officer, and their browser."""
    programme = factory.loaded_programme("quoc-gia")
    person = factory.user("officer-province", unit_id=factory.unit("75").id)
    row = factory.activity(state="held", by=person)
    return programme, row, person, Person(app, signed_in_client(app, person))


def added(officer, row):
    act(officer, services.add_files, row.id, keep_files([FileStorage(io.BytesIO(photo()), "a.jpg")]))
    return db.session.query(ActivityFile).one()


def test_a_paper_and_a_picture_are_added_and_opened_by_officers_of_the_area(app, factory, world):
    _programme, row, _officer, person = world
    files = [(io.BytesIO(PDF), "bien-ban.pdf"), (io.BytesIO(photo()), "anh.jpg")]
    person.send("programme.activity_files", {"files": files, "text_vi": "Lễ khai giảng"}, activity_id=row.id)
    paper, picture = db.session.query(ActivityFile).order_by(ActivityFile.media_type)
    assert (paper.media_type, paper.renditions) == ("application/pdf", {})
    assert (picture.media_type, sorted(picture.renditions), picture.width) == (
        "image/webp",
        ["320", "640", "900"],
        900,
    )
    text = person.open("programme.activity_files", activity_id=row.id)
    assert text.count("Lễ khai giảng") >= 2
    answer = person.client.get(f"/can-bo/hoat-dong/tep/{paper.id}/noi-dung")
    assert (answer.data, answer.headers["Cache-Control"]) == (PDF, "no-store")
    assert answer.headers["Content-Disposition"].startswith("attachment")
    small = person.client.get(f"/can-bo/hoat-dong/tep/{picture.id}/noi-dung?width=320")
    assert Image.open(io.BytesIO(small.data)).size == (320, 213)
    other = Person(
        app, signed_in_client(app, factory.user("officer-province", unit_id=factory.unit("01").id))
    )
    other.open("programme.activity_files", activity_id=row.id, expect=404)
    other.open("programme.activity_file", file_id=paper.id, expect=404)
    other.open("programme.activity_file_content", file_id=picture.id, expect=404)


def test_centre_opens_whatever_the_page_of_its_activity_leads_to_and_adds_a_paper(app, factory, world):
    _programme, row, _officer, _person = world
    editor = factory.user("programme-editor", unit_id=factory.unit("75").id)
    person = Person(app, signed_in_client(app, editor))
    page = person.open("programme.activity", activity_id=row.id)
    links = set(re.findall(r'href="(/can-bo/[^"]+)"', page))
    assert f"/can-bo/hoat-dong/{row.id}/tep" in links
    links.add(f"/can-bo/hoat-dong/{row.id}/su-kien")  # told of kinds that are a fair or a showroom
    assert {link: person.client.get(link).status_code for link in links} == dict.fromkeys(links, 200)
    person.send("programme.activity_files", {"files": [(io.BytesIO(PDF), "a.pdf")]}, activity_id=row.id)
    paper = db.session.query(ActivityFile).one()
    assert paper.added_by == editor.id
    act(editor, services.describe_file, paper.id, text_vi="Biên bản", text_en="", is_public=False)


def test_what_is_accepted_or_public_is_changed_by_officers_alone(app, factory, world):
    _programme, row, officer, _person = world
    editor, place = (
        factory.user("programme-editor", unit_id=factory.unit("75").id),
        factory.showroom(factory.actor(officer)),
    )
    picture = added(officer, row)
    said = {"text_vi": "Lễ khai giảng", "text_en": ""}
    with pytest.raises(NotAllowed, match="activity_for_officers"):
        act(editor, services.describe_file, picture.id, **said, is_public=True)
    act(officer, services.describe_file, picture.id, **said, is_public=True)
    with pytest.raises(NotAllowed, match="activity_for_officers"):
        act(editor, services.remove_file, picture.id)
    person = Person(app, signed_in_client(app, editor))
    page = person.open("programme.activity_file", file_id=picture.id)
    assert "do cán bộ phụ trách địa bàn thay đổi" in page
    assert 'name="is_public"' not in page
    act(officer, services.describe_file, picture.id, **said, is_public=False)
    act(editor, link_activity, row.id, f"showroom:{place.id}")
    act(factory.user("officer-province", unit_id=factory.unit("75").id), accept_activity, row.id)
    with pytest.raises(NotAllowed, match="activity_for_officers"):
        act(editor, services.remove_file, picture.id)
    with pytest.raises(NotAllowed, match="activity_for_officers"):
        act(editor, link_activity, row.id, "")
    act(officer, link_activity, row.id, "")


def test_the_same_file_again_adds_nothing(factory, world):
    _programme, row, officer, _person = world
    assert act(officer, services.add_files, row.id, [PAPER, PAPER]) == 1
    assert act(officer, services.add_files, row.id, [PAPER]) == 0
    with pytest.raises(RuleBroken, match="choose_files"):
        act(officer, services.add_files, row.id, [])


def test_a_wrong_file_is_refused_at_the_field_and_the_words_stay(world):
    _programme, row, _officer, person = world
    wrong = {"files": [(io.BytesIO(b"no picture"), "anh.jpg")], "text_vi": "Lễ bế giảng"}
    text = person.send("programme.activity_files", wrong, expect=422, activity_id=row.id)
    assert 'value="Lễ bế giảng"' in text
    assert person.errors
    person.send("programme.activity_files", {"text_vi": "x"}, expect=422, activity_id=row.id)
    assert person.errors
    assert db.session.query(ActivityFile).count() == 0


def test_a_picture_is_public_only_while_an_officer_says_so(client, world):
    programme, row, officer, _person = world
    picture = added(officer, row)
    path = f"/anh-hoat-dong/{picture.id}/640.webp"
    board = f"/chuong-trinh/{programme.slug}"
    assert client.get(path).status_code == 404
    assert "Hình ảnh việc đã làm" not in client.get(board).text
    with pytest.raises(RuleBroken, match="fill_in"):
        act(officer, services.describe_file, picture.id, text_vi="", text_en="", is_public=True)
    words = {"text_vi": "Học viên thực hành", "text_en": "Learners at work"}
    act(officer, services.describe_file, picture.id, **words, is_public=True)
    answer = client.get(path)
    assert (answer.status_code, answer.content_type) == (200, "image/webp")
    assert Image.open(io.BytesIO(answer.data)).size[0] == 640
    assert "Học viên thực hành" in client.get(board).text
    assert "Learners at work" in client.get(f"/en/programmes/{programme.slug}").text
    assert client.get(f"/tep/{picture.renditions['640']}").status_code == 404
    act(officer, services.describe_file, picture.id, **words, is_public=False)
    assert client.get(path).status_code == 404
    assert "Học viên thực hành" not in client.get(board).text


def test_a_paper_is_never_public(client, world):
    _programme, row, officer, _person = world
    act(officer, services.add_files, row.id, [PAPER])
    paper = db.session.query(ActivityFile).one()
    with pytest.raises(RuleBroken, match="activity_paper_private"):
        act(officer, services.describe_file, paper.id, text_vi="Biên bản", text_en="", is_public=True)
    assert client.get(f"/anh-hoat-dong/{paper.id}/640.webp").status_code == 404


def test_a_paper_that_an_activity_was_accepted_on_stays(factory, world):
    _programme, row, officer, _person = world
    act(officer, services.add_files, row.id, [PAPER])
    paper = db.session.query(ActivityFile).one()
    act(factory.officer_actor(unit_code="75"), accept_activity, row.id)
    with pytest.raises(Conflict, match="activity_settled"):
        act(officer, services.remove_file, paper.id)
    with pytest.raises(NotFound):
        act(factory.officer_actor(unit_code="01"), services.remove_file, paper.id)


def test_a_file_is_described_and_removed_on_its_page(world):
    _programme, row, officer, person = world
    picture = added(officer, row)
    form = {"text_vi": "", "text_en": "", "is_public": "y"}
    person.send("programme.activity_file", form, expect=422, file_id=picture.id)
    assert person.errors == ["Điền vào ô này."] or person.errors
    person.send("programme.activity_file", {**form, "text_vi": "Lớp học"}, file_id=picture.id)
    assert db.session.get_one(ActivityFile, picture.id, populate_existing=True).is_public
    person.send("programme.activity_file", {"act": "remove"}, file_id=picture.id)
    assert db.session.query(ActivityFile).count() == 0


def test_a_paper_stays_that_the_activity_is_accepted_on_meanwhile(world, monkeypatch):
    _programme, row, officer, _person = world
    act(officer, services.add_files, row.id, [PAPER])
    paper = db.session.query(ActivityFile).one()

    def accepted_first(activity_id):
        activity = db.session.get_one(Activity, activity_id)
        activity.state = "accepted"
        return activity

    monkeypatch.setattr(services, "get_for_change", accepted_first)
    with pytest.raises(Conflict, match="activity_settled"):
        act(officer, services.remove_file, paper.id)


def test_no_upload_is_read_that_the_activity_does_not_take(world, monkeypatch):
    _programme, row, _officer, person = world
    read = []
    monkeypatch.setattr(routes, "keep_files", read.append)
    files = [(io.BytesIO(PDF), f"{name}.pdf") for name in range(11)]
    text = person.send(
        "programme.activity_files", {"files": files, "text_vi": "Lễ"}, expect=422, activity_id=row.id
    )
    assert (person.errors, 'value="Lễ"' in text) == (["Hãy chọn từ 1 đến 10 tệp."], True)
    monkeypatch.setattr(services, "MOST", 0)
    one = {"files": [(io.BytesIO(PDF), "a.pdf")], "text_vi": "Lễ"}
    person.send("programme.activity_files", one, expect=422, activity_id=row.id)
    assert read == []
