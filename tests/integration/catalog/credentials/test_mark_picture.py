"""The picture of a trademark: uploaded, checked, shown with class and holder."""

from app.core.database.base import db
from app.core.database.transaction import transaction
from catalog.credentials.checks import check_paper
from catalog.models import Trademark
from tests.factories.catalog import officer_actor
from tests.helpers import wrong_fields
from tests.integration.catalog.conftest import jpeg

MARK = {"name": "Sen Vàng", "kind": "thong-thuong", "state": "granted", "registration_number": "4-0131451-000",
        "holder": "HTX Sen Vàng", "nice_classes": "30", "nice_edition": "NCL 12-2025"}  # fmt: skip


def test_a_checked_mark_is_shown_with_its_picture_class_and_holder(
    client, factory, facility, member, post, photo, only
):
    address = f"/co-so-cua-toi/{facility.id}/nhan-hieu/moi"
    small = photo("nho.png", jpeg(size=(120, 120)))
    assert wrong_fields(post(member, address, **MARK, logo=small)) == ["logo"]
    assert wrong_fields(post(member, address, **MARK, logo=photo("x.png", b"khong phai anh"))) == ["logo"]
    assert post(member, address, **MARK, logo=photo("sen.jpg")).status_code == 303
    mark = only(Trademark)
    assert mark.logo_files["size"] == [800, 600]
    name, mark_id = mark.logo_files["320"], mark.id
    factory.product(facility, slug="tra-sen", trademark_id=mark_id)
    pages = ("/san-pham/tra-sen", f"/co-so/{facility.slug}")
    assert [name in client.get(page).text for page in pages] == [False, False]
    officer = officer_actor()
    with transaction():
        check_paper(officer, Trademark, mark_id)
    for page in pages:
        text = client.get(page).text
        told = (f'src="/tep/{name}"', "HTX Sen Vàng", "30 (NCL 12-2025)", 'width="320" height="240"')
        assert [each in text for each in told] == [True] * 4
    assert client.get(f"/tep/{name}").content_type == "image/webp"


def test_another_picture_is_checked_again_and_can_be_removed(
    factory, facility, member, post, photo, login_as
):
    mark = factory.trademark(facility, **MARK | {"nice_classes": [30]}, check_state="checked")
    mark_id = mark.id
    address = f"/co-so-cua-toi/nhan-hieu/{mark_id}"
    days = {"registration_date": "2022-03-01", "valid_until": "2032-02-29"}
    sent = MARK | days
    assert post(member, address, **sent, version="1").status_code == 303
    assert db.session.get(Trademark, mark_id).check_state == "checked"
    assert post(member, address, **sent, version="2", logo=photo("sen.jpg")).status_code == 303
    mark = db.session.get(Trademark, mark_id)
    assert (mark.check_state, mark.logo_files["320"] in member.get(address).text) == ("unchecked", True)
    queue = login_as("officer-national").get(f"/can-bo/giay-to/trademark/{mark_id}").text
    assert mark.logo_files["320"] in queue
    assert post(member, address, **sent, version=str(mark.version), drop_logo="y").status_code == 303
    assert db.session.get(Trademark, mark_id).logo_files == {}
