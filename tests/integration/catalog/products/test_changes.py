"""Changes of a public listing: waiting, marked, accepted in bulk, and the history that everyone reads."""

import io
import re

import pytest
from PIL import Image

from app.core.actor import SYSTEM
from app.core.clock import today
from app.core.database.base import db
from app.core.database.transaction import transaction
from catalog.acts import propose
from catalog.models import ListingChange, Product
from catalog.products.pictures import StoredPicture, add_pictures
from tests.helpers import send


@pytest.fixture
def product(factory, facility):
    row = factory.product(
        facility,
        name_vi="Nước mắm Sen Việt",
        description_vi="Ủ chượp mười hai tháng trong thùng gỗ bời lời, rút nỏ, đóng chai.",
    )
    return row.id, row.slug


@pytest.fixture
def officer(factory, facility, login_as):
    return login_as(factory.user("officer-province", unit_id=facility.unit_id))


def edit(member, product, **changes):
    row = db.session.get_one(Product, product[0])
    names = (
        "name_vi", "name_en", "group", "description_vi", "description_en", "materials", "dimensions", "net_content",
        "shelf_life", "standard", "safety_note", "where_sold",
    )  # fmt: skip
    values = {name: getattr(row, name) for name in names} | {
        "version": str(row.version),
        "gtin": row.gtin or "",
    }
    answer = send(member, f"/co-so-cua-toi/san-pham/{product[0]}/sua", **(values | changes))
    assert answer.status_code == 303
    db.session.rollback()
    return db.session.get_one(Product, product[0])


def photo(colour):
    data = io.BytesIO()
    Image.new("RGB", (800, 600), colour).save(data, "JPEG")
    return (io.BytesIO(data.getvalue()), f"{colour[1:]}.jpg")


def test_a_claim_to_heal_waits_and_is_not_shown(client, member, product):
    row = edit(
        member,
        product,
        description_vi="Chữa khỏi ung thư, ai dùng cũng khỏe mạnh suốt đời, không cần bác sĩ.",
    )
    assert list(row.proposed) == ["description_vi"]
    assert "ung thư" not in client.get(f"/san-pham/{product[1]}").text


def test_a_superlative_waits_and_a_recognition_only_where_none_holds(
    factory, client, member, facility, product
):
    row = edit(member, product, materials="loại cá ngon nhất", where_sold="quầy OCOP của tỉnh")
    assert sorted(row.proposed) == ["materials", "where_sold"]
    paper = factory.certificate(
        facility, products=(row,), kind="ocop", number="OCOP-9", check_state="checked"
    )
    row = edit(member, product, where_sold="quầy OCOP của tỉnh", certificate_ids=str(paper.id))
    assert (list(row.unchecked), row.where_sold) == (["where_sold"], "quầy OCOP của tỉnh")


def test_a_text_shows_at_once_with_the_day_where_no_certificate_holds(client, member, product):
    row = edit(member, product, materials="cá cơm Phú Quốc, muối Bà Rịa")
    assert (row.proposed, list(row.unchecked)) == ({}, ["materials"])
    page = client.get(f"/san-pham/{product[1]}").text
    assert "cá cơm Phú Quốc" in page
    assert f"Thay đổi ngày {today():%d/%m/%Y}, chưa được xác minh" in page


def test_a_text_waits_while_a_certificate_holds(factory, client, member, product):
    factory.award(db.session.get_one(Product, product[0]))
    row = edit(member, product, materials="cá cơm Phú Quốc", where_sold="Chợ quê")
    assert (list(row.proposed), list(row.unchecked)) == (["materials"], ["where_sold"])
    assert "cá cơm Phú Quốc" not in client.get(f"/san-pham/{product[1]}").text


def test_a_picture_waits_for_an_officer(client, member, officer, product):
    before = client.get(f"/san-pham/{product[1]}").text.count("<img")
    answer = send(
        member, f"/co-so-cua-toi/san-pham/{product[0]}/anh", page=f"/co-so-cua-toi/san-pham/{product[0]}",
        pictures=photo("#123456"), alt_vi="Chai nước mắm",
    )  # fmt: skip
    assert answer.status_code == 303
    row = db.session.get_one(Product, product[0])
    assert (len(row.pictures), len(row.waiting_pictures)) == (1, 1)
    assert client.get(f"/san-pham/{product[1]}").text.count("<img") == before
    work = f"/can-bo/san-pham/{product[0]}"
    assert "Ảnh đang chờ duyệt" in officer.get(work).text
    assert send(officer, work, act="accept", version=str(row.version)).status_code == 303
    row = db.session.get_one(Product, product[0])
    assert (len(row.pictures), len(row.waiting_pictures), row.proposed_at) == (2, 0, None)
    assert client.get(f"/san-pham/{product[1]}").text.count("<img") > before


def test_an_officer_sees_old_beside_new_and_accepts_in_bulk(client, member, officer, product):
    edit(member, product, name_vi="Nước mắm Sen Vàng", where_sold="Chợ quê")
    page = officer.get("/can-bo/san-pham/thay-doi").text
    assert "Nước mắm Sen Việt" in page
    assert "Nước mắm Sen Vàng" in page
    row = db.session.get_one(Product, product[0])
    answer = send(officer, "/can-bo/san-pham/thay-doi", product=f"{row.id}:{row.version}")
    assert answer.status_code == 303
    db.session.rollback()
    row = db.session.get_one(Product, product[0])
    assert (row.name_vi, row.proposed, row.unchecked, row.unchecked_at) == ("Nước mắm Sen Vàng", {}, {}, None)
    assert "Nước mắm Sen Vàng" not in officer.get("/can-bo/san-pham/thay-doi").text


def test_an_officer_clears_a_hundred_changes_in_two_requests(factory, facility, officer):
    ids = [factory.product(facility, name_vi=f"Mắm {number}").id for number in range(100)]
    with transaction():
        for number, key in enumerate(ids):
            propose(db.session.get_one(Product, key), {"name_vi": f"Mắm mới {number}"})
    page = "/can-bo/san-pham/thay-doi"
    chosen = re.findall(r'value="(\d+:\d+)"', officer.get(page).text)
    assert len(chosen) == 100
    assert send(officer, page, product=chosen).status_code == 303
    db.session.rollback()
    assert {db.session.get_one(Product, key).name_vi for key in ids} == {f"Mắm mới {n}" for n in range(100)}


def test_a_bulk_act_on_what_changed_meanwhile_is_told_and_changes_nothing(member, officer, product):
    row = edit(member, product, name_vi="Nước mắm Sen Vàng")
    send(officer, "/can-bo/san-pham/thay-doi", product=f"{row.id}:{row.version - 1}")
    db.session.rollback()
    assert db.session.get_one(Product, product[0]).name_vi == "Nước mắm Sen Việt"


def test_the_history_is_public_and_shows_no_refused_text(client, member, officer, product):
    edit(member, product, materials="cá cơm, muối")
    row = edit(
        member, product, description_vi="Chữa khỏi ung thư trong ba tháng, ai dùng cũng khỏe mạnh suốt đời."
    )
    work = f"/can-bo/san-pham/{product[0]}"
    send(officer, work, act="refuse", reason="Không được nói công dụng chữa bệnh", version=str(row.version))
    page = client.get(f"/san-pham/{product[1]}/lich-su").text
    for told in ("Cơ sở thay đổi", "cá cơm, muối", "Cơ sở đề nghị thay đổi", "Cán bộ từ chối thay đổi"):
        assert told in page
    assert "ung thư" not in page
    assert client.get(f"/en/products/{product[1]}/history").status_code == 200
    acts = [change.act for change in db.session.query(ListingChange).order_by(ListingChange.id)]
    assert acts == ["changed", "proposed", "refused"]


def test_a_drawing_of_the_site_does_not_wait(product):
    drawn = StoredPicture(
        files={"320": "a.webp", "share": "a.jpg"}, width=800, height=600, colour="#fff", is_illustration=True
    )
    with transaction():
        add_pictures(SYSTEM, product[0], [drawn])
    row = db.session.get_one(Product, product[0])
    assert (len(row.pictures), row.waiting_pictures, row.proposed_at) == (2, [], None)


def test_a_name_that_was_proposed_already_is_told_once(member, product):
    edit(member, product, name_vi="Nước mắm Sen Vàng")
    row = edit(member, product, name_vi="Nước mắm Sen Vàng", where_sold="Chợ Biên Hòa")
    assert (row.proposed, row.where_sold) == ({"name_vi": "Nước mắm Sen Vàng"}, "Chợ Biên Hòa")
    told = db.session.query(ListingChange).filter_by(product_id=product[0]).order_by(ListingChange.id)
    assert [(line.act, line.field) for line in told] == [("proposed", "name_vi"), ("changed", "where_sold")]
