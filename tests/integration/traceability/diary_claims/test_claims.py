"""Words of a diary that make claims: kept from the public until an officer accepts them."""

import pytest

from app.core.database.base import db
from app.core.database.transaction import transaction
from app.core.errors import RuleBroken
from catalog.products.pictures import describe_picture
from catalog.units.queries import get_unit
from tests.helpers import send
from traceability.diary.services import correct_event
from traceability.enums import EventKind, RecallKind
from traceability.links.services import LinkData, add_link
from traceability.models import DiaryClaim

CLAIM = "Sấy khô, giúp chữa khỏi ung thư"
HELD = "Không hiển thị nội dung cơ sở ghi"


@pytest.fixture
def code(factory, lot):
    factory.event(lot, EventKind.DRY, note=CLAIM, place="Sân phơi đặc trị")
    return factory.lot_code(lot).code


@pytest.fixture
def officer(factory, login_as, product):
    return login_as(factory.user("officer-province", unit_id=product.facility.unit_id))


def waiting():
    db.session.rollback()
    return [row.event_id for row in db.session.query(DiaryClaim).filter_by(state="waiting")]


def test_they_wait_and_the_entry_stays(client, lot, code):
    pages = [f"/truy-xuat/{code}", f"/en/trace/{code}"]
    passport = next(
        part.split('"')[0]
        for part in client.get(pages[0]).text.split('href="')
        if "ho-chieu" in part.split('"')[0]
    )
    for path in (*pages, passport):
        answer = client.get(path)
        assert answer.status_code == 200, path
        assert "ung thư" not in answer.text, path
        assert "đặc trị" not in answer.text, path
    assert HELD in client.get(pages[0]).text
    assert "make claims" in client.get(pages[1]).text
    assert len(waiting()) == 1


def test_the_maker_and_the_officer_read_them(maker, officer, lot, code):
    assert CLAIM in maker.get(f"/co-so-cua-toi/lo/{lot.id}").text
    page = officer.get(f"/can-bo/lo/{lot.id}").text
    assert CLAIM in page
    assert "Cho công khai nội dung" in page
    assert "Cho công khai nội dung" not in maker.get(f"/co-so-cua-toi/lo/{lot.id}").text


def test_an_officer_finds_the_lot_and_accepts_them(client, officer, lot, code):
    assert "Nhật ký có lời quảng bá cần kiểm tra" in officer.get("/tai-khoan").text
    assert lot.code in officer.get("/can-bo/danh-sach/lo?state=claims").text
    [event] = waiting()
    page = f"/can-bo/lo/{lot.id}"
    assert send(officer, f"/can-bo/lo/ghi-chep/{event}", page=page, act="accept").status_code == 303
    assert CLAIM in client.get(f"/truy-xuat/{code}").text
    assert waiting() == []
    assert lot.code not in officer.get("/can-bo/danh-sach/lo?state=claims").text


def test_refused_words_stay_away_and_nothing_is_decided_twice(client, officer, lot, code):
    [event] = waiting()
    page, judge = f"/can-bo/lo/{lot.id}", f"/can-bo/lo/ghi-chep/{event}"
    assert send(officer, judge, page=page, act="refuse").status_code == 303
    assert send(officer, judge, page="/tai-khoan", act="accept").status_code == 303
    assert HELD in client.get(f"/truy-xuat/{code}").text
    db.session.rollback()
    assert db.session.get_one(DiaryClaim, event).state == "refused"


def test_an_unknown_act_or_entry_and_an_officer_from_elsewhere(factory, login_as, officer, lot, code):
    [event] = waiting()
    page = f"/can-bo/lo/{lot.id}"
    assert send(officer, f"/can-bo/lo/ghi-chep/{event}", page=page, act="burn").status_code == 404
    assert send(officer, "/can-bo/lo/ghi-chep/999999", page=page, act="accept").status_code == 404
    elsewhere = login_as(factory.user("officer-province", unit_id=get_unit("2025", "04").id))
    answer = send(elsewhere, f"/can-bo/lo/ghi-chep/{event}", page="/tai-khoan", act="accept")
    assert answer.status_code == 404
    assert waiting() == [event]


def test_the_reason_of_a_correction_waits_too(factory, client, lot, member):
    wrong = factory.event(lot, EventKind.DRY, note="Sấy khô")
    with transaction():
        correct_event(member, wrong.id, reason="Ghi thiếu: trị bệnh", client_id="c-1")
    page = client.get(f"/truy-xuat/{factory.lot_code(lot).code}").text
    assert "trị bệnh" not in page
    assert "không hiển thị lý do" in page


def test_the_reason_for_a_doubtful_entry_waits_too(factory, client, lot):
    factory.recall(lot, kind=RecallKind.HOLD)
    factory.event(lot, EventKind.SHIP, party="Chợ quê", confirmed="Đặc trị đau khớp, khách cần gấp")
    page = client.get(f"/truy-xuat/{factory.lot_code(lot).code}").text
    assert "đau khớp" not in page
    assert "Chợ quê" not in page


@pytest.mark.parametrize("text", ["Rượu thuốc chữa bệnh", "Cures cancer"])
def test_short_public_texts_take_no_such_words(factory, member, product, text):
    link = LinkData(link_type="recipeInfo", url="http://127.0.0.1:8000/san-pham", title=text)
    with pytest.raises(RuleBroken) as caught, transaction():
        add_link(member, product.id, link)
    assert (caught.value.code, caught.value.field) == ("claims_here", "title")
    with pytest.raises(RuleBroken) as caught:
        factory.input_lot(product.facility, text)
    assert (caught.value.code, caught.value.field) == ("claims_here", "name")
    with pytest.raises(RuleBroken) as caught:
        factory.input_lot(product.facility, "Gừng", supplier=text)
    assert (caught.value.code, caught.value.field) == ("claims_here", "supplier")


@pytest.mark.parametrize("text", ["Loại ngon nhất", "Trồng theo VietGAP"])
def test_superlatives_and_recognitions_count_as_claims(factory, client, member, lot, product, text):
    factory.event(lot, EventKind.DRY, note=text)
    assert text not in client.get(f"/truy-xuat/{factory.lot_code(lot).code}").text
    assert len(waiting()) == 1
    link = LinkData(link_type="recipeInfo", url="http://127.0.0.1:8000/san-pham", title=text)
    with pytest.raises(RuleBroken) as caught, transaction():
        add_link(member, product.id, link)
    assert (caught.value.code, caught.value.field) == ("claims_here", "title")
    with pytest.raises(RuleBroken) as caught, transaction():
        describe_picture(member, product.id, product.pictures[0].id, alt_vi="Ảnh", alt_en=text)
    assert (caught.value.code, caught.value.field) == ("claims_here", "alt_en")
    with pytest.raises(RuleBroken) as caught:
        factory.input_lot(product.facility, text)
    assert (caught.value.code, caught.value.field) == ("claims_here", "name")


def test_a_recognition_that_holds_is_no_claim(factory, client, member, lot, product):
    factory.certificate(product.facility, products=(product,), kind="vietgap", number="VG-1")
    factory.event(lot, EventKind.DRY, note="Trồng theo VietGAP")
    assert waiting() == []
    assert "Trồng theo VietGAP" in client.get(f"/truy-xuat/{factory.lot_code(lot).code}").text
    with transaction():
        describe_picture(member, product.id, product.pictures[0].id, alt_vi="Vườn VietGAP", alt_en="")
    factory.input_lot(product.facility, "Gừng VietGAP")
