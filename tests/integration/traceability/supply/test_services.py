"""Raw material that is a lot of another facility: noted by its label, reached by its recall."""

import io
from decimal import Decimal

import pytest
from sqlalchemy import select

from app.core.database.base import db
from app.core.database.transaction import transaction
from app.core.errors import Conflict, NotFound, RuleBroken
from tests.helpers import mails_to, send, token_of
from tests.helpers.label_photos import photo_of
from traceability.codes.identity import lot_uri, payload
from traceability.diary.services import InputUse
from traceability.enums import EventKind
from traceability.genealogy.queries import get_family, list_receivers
from traceability.lot_pages import get_lot
from traceability.models import Lot, LotInput, TraceCode
from traceability.recall_reports.queries import get_report
from traceability.recalls.queries import list_recalls_on
from traceability.recalls.services import undo_recall
from traceability.supply.queries import find_scanned_lot
from traceability.supply.services import link_supply, unlink_supply

GTIN = "08938501234568"


@pytest.fixture
def salt(factory):
    """A lot of salt that its maker ships, with labels."""
    lot = factory.lot(factory.product(name_vi="Muối sạch Diêm Điền", gtin=GTIN))
    factory.event(lot, EventKind.SHIP, party="Nước mắm Hương Quê", quantity=Decimal(100), unit="chai")
    return lot


@pytest.fixture
def sauce(factory):
    return factory.product(name_vi="Nước mắm Hương Quê")


def linked(factory, salt, sauce, label=""):
    """The raw material of the receiver and the lot made of it."""
    raw = factory.input_lot(sauce.facility, "Muối", supplier="Diêm Điền")
    raw_id, actor, label = raw.id, factory.member_actor(sauce.facility), label or factory.lot_code(salt).code
    with transaction():
        link_supply(actor, raw_id, label)
    made = factory.lot(sauce)
    factory.event(made, EventKind.MAKE, inputs=(InputUse(lot_id=raw_id, quantity=Decimal(50), unit="kg"),))
    return raw_id, made.id


def test_recall_of_the_suppliers_lot_reaches_the_receivers_pages_and_mail(factory, client, salt, sauce):
    member = factory.user("facility", facility_id=sauce.facility_id)
    raw_id, made_id = linked(factory, salt, sauce)
    email, code, salt_id = member.email, factory.lot_code(get_lot(made_id)).code, salt.id
    recall_id = factory.recall(salt, reason_vi="Muối lẫn tạp chất kim loại").id
    assert [recall.lot_id for recall in list_recalls_on(made_id)] == [salt_id]
    page = client.get(f"/truy-xuat/{code}").get_data(as_text=True)
    assert "Muối lẫn tạp chất kim loại" in page
    assert "Muối sạch Diêm Điền" in page
    mail = mails_to(email)[-1]
    assert (mail.subject, get_lot(made_id).code in mail.body) == ("Một lô cơ sở đã nhận bị thu hồi", True)
    with pytest.raises(Conflict, match="lot_recalled"):
        factory.labels(get_lot(made_id))
    receiver = factory.member_actor(sauce.facility)
    with pytest.raises(Conflict, match="supply_recalled"), transaction():
        unlink_supply(receiver, raw_id, salt_id)
    actor = factory.member_actor(get_lot(salt_id).facility)
    with transaction():
        undo_recall(actor, recall_id, "Đã kiểm tra lại, đạt")
    assert list_recalls_on(made_id) == []
    assert mails_to(email)[-1].subject == "Việc tạm giữ hoặc thu hồi một lô cơ sở đã nhận đã kết thúc"


def test_every_label_of_a_lot_leads_to_it(factory, salt):
    item = factory.codes(factory.labels(salt, quantity=1))[0]
    lot = get_lot(salt.id)
    addresses = [
        payload(lot, factory.lot_code(lot)),
        payload(lot, item),
        factory.lot_code(lot).code.lower(),
        item.code,
    ]
    assert addresses[0].endswith(f"/01/{GTIN}/10/{lot.code}")
    assert {found.id for text in addresses if (found := find_scanned_lot(text))} == {lot.id}
    for wrong in (
        "",
        "https://example.vn/01/0893850123456X",
        f"https://x.vn/01/{GTIN}/21/A1",
        "https://x.vn/t/ABC",
    ):
        assert find_scanned_lot(wrong) is None


def test_link_is_refused_for_own_unknown_and_finished_goods(factory, salt, sauce):
    actor, raw = factory.member_actor(sauce.facility), factory.input_lot(sauce.facility)
    own, label = factory.lot_code(factory.lot(sauce)), factory.lot_code(salt).code
    raw_id, own_code, own_lot, salt_id = raw.id, own.code, own.lot_id, salt.id
    for lot_id, scanned, code in (
        (raw_id, own_code, "label_own"), (raw_id, "ABC", "label_unknown"), (own_lot, label, "supply_for_input"),
    ):  # fmt: skip
        with pytest.raises(RuleBroken, match=code), transaction():
            link_supply(actor, lot_id, scanned)
    stranger = factory.member_actor(factory.product().facility)
    with pytest.raises(NotFound), transaction():
        link_supply(stranger, raw_id, label)
    for _ in range(2):
        with transaction():
            link_supply(actor, raw_id, label)
    assert len(db.session.scalars(select(LotInput)).all()) == 1
    with transaction():
        unlink_supply(actor, raw_id, salt_id)
    with pytest.raises(Conflict, match="already_removed"), transaction():
        unlink_supply(actor, raw_id, salt_id)


def test_scan_page_leads_to_the_suppliers_lot_while_it_is_noted(factory, client, salt, sauce):
    salt_id, salt_code = salt.id, factory.lot_code(salt).code
    raw_id, made_id = linked(factory, salt, sauce)
    page = f"/truy-xuat/{factory.lot_code(get_lot(made_id)).code}"
    link = f'<a href="/truy-xuat/{salt_code}" lang="vi">Xem trang của lô đó</a>'
    assert link in client.get(page).get_data(as_text=True)
    assert f'<a href="/en/trace/{salt_code}" lang="en">' in client.get(f"/en/trace/{page[11:]}").text
    receiver = factory.member_actor(sauce.facility)
    with transaction():
        unlink_supply(receiver, raw_id, salt_id)
    assert "Xem trang của lô đó" not in client.get(page).get_data(as_text=True)


def test_facility_sees_of_others_only_the_lots_next_to_its_own(factory, login_as, salt, sauce):
    sea = factory.input_lot(salt.facility, "Nước biển")
    sea_id, salt_id = sea.id, salt.id
    used = (InputUse(lot_id=sea_id, quantity=Decimal(900), unit="lít"),)
    factory.event(get_lot(salt_id), EventKind.MAKE, inputs=used, quantity=Decimal(120), unit="chai")
    raw_id, made_id = linked(factory, salt, sauce)
    factory.event(
        get_lot(made_id), EventKind.SHIP, party="Khách riêng của cơ sở nhận", quantity=Decimal(1), unit="chai"
    )
    views = {
        lot_id: set(get_family(get_lot(lot_id), whole=False).lots()) for lot_id in (salt_id, raw_id, made_id)
    }
    assert views == {salt_id: {sea_id, salt_id, raw_id}, raw_id: {salt_id, raw_id, made_id},
                     made_id: {salt_id, raw_id, made_id}}  # fmt: skip
    assert set(get_family(get_lot(made_id)).lots()) == {sea_id, salt_id, raw_id, made_id}
    told = {balance.lot for balance in get_family(get_lot(raw_id), whole=False).balance}
    assert told == {str(raw_id), str(made_id)}
    report = get_report(get_lot(salt_id), whole=False)
    assert ([lot.id for lot in report.lots], [one.name for one in report.recipients]) == (
        [salt_id], ["Nước mắm Hương Quê"])  # fmt: skip
    assert len(get_report(get_lot(salt_id)).recipients) == 2
    assert {key: [lot.id for lot in lots] for key, lots in list_receivers(salt_id).items()} == {
        sauce.facility_id: [raw_id, made_id]
    }
    supplier = login_as(factory.user("facility", facility_id=get_lot(salt_id).facility_id))
    page = supplier.get(f"/co-so-cua-toi/lo/{salt_id}").get_data(as_text=True)
    assert "Cơ sở khác" in page
    assert f"/co-so-cua-toi/lo/{raw_id}" not in page
    check = send(
        supplier, f"/co-so-cua-toi/lo/{salt_id}/thu-hoi", kind="recall", reason_vi="Muối lẫn tạp chất lạ"
    )
    assert sauce.facility.name in check.get_data(as_text=True)


def test_photo_of_the_label_fills_in_the_raw_material_and_links_it(factory, login_as, salt, sauce):
    maker = login_as(factory.user("facility", facility_id=sauce.facility_id))
    lot = get_lot(salt.id)
    address, salt_id = payload(lot, factory.lot_code(lot)), lot.id
    path = "/co-so-cua-toi/lo/nguyen-lieu"
    seen = maker.post(path, data={"csrf_token": token_of(maker, path), "facility_id": sauce.facility_id,
                                  "act": "read", "label_photo": (photo_of(address), "tem.jpg")})  # fmt: skip
    page = seen.get_data(as_text=True)
    assert seen.status_code == 200
    assert 'value="Muối sạch Diêm Điền"' in page
    assert f'value="{address}"' in page
    assert db.session.scalars(select(Lot).where(Lot.product_id.is_(None))).all() == []
    saved = send(
        maker,
        path,
        facility_id=sauce.facility_id,
        name="Muối",
        supplier="Diêm Điền",
        code="M-1",
        label=address,
    )
    assert saved.status_code == 303
    db.session.rollback()
    raw = db.session.scalars(select(Lot).where(Lot.code == "M-1")).one()
    assert [edge.input_lot_id for edge in db.session.scalars(select(LotInput))] == [salt_id]
    event = factory.event(raw, EventKind.RECEIVE)
    assert event.epcis["tb:suppliedLot"] == lot_uri(get_lot(salt_id), "")
    shown = maker.get(f"/co-so-cua-toi/lo/{raw.id}").get_data(as_text=True)
    assert "Gỡ liên kết" in shown
    assert maker.get(f"/en/my-facility/lots/{raw.id}/source").status_code == 200
    gone = send(maker, f"/co-so-cua-toi/lo/{raw.id}/nguon/{salt_id}/go", page=f"/co-so-cua-toi/lo/{raw.id}")
    twice = send(maker, f"/co-so-cua-toi/lo/{raw.id}/nguon/{salt_id}/go", page=f"/co-so-cua-toi/lo/{raw.id}")
    assert (gone.status_code, twice.status_code) == (303, 303)
    again = send(maker, f"/co-so-cua-toi/lo/{raw.id}/nguon", label=address)
    assert again.status_code == 303
    assert send(maker, f"/co-so-cua-toi/lo/{raw.id}/nguon").status_code == 422


def test_photos_of_a_roll_are_shown_before_anything_changes(factory, login_as, salt):
    codes = factory.codes(factory.labels(salt, quantity=5))
    lot = get_lot(salt.id)
    first, last = (payload(lot, code) for code in (codes[1], codes[3]))
    maker = login_as(factory.user("facility", facility_id=lot.facility_id))
    path = f"/co-so-cua-toi/lo/{lot.id}/ma"
    fields = {"csrf_token": token_of(maker, path), "act": "void", "reason": "Cuộn tem bị ướt"}
    seen = maker.post(path, data=fields | {"first_photo": (photo_of(first), "a.jpg"),
                                           "last_photo": (photo_of(last), "b.jpg")})  # fmt: skip
    assert seen.status_code == 200
    assert "3 mã sẽ thay đổi" in seen.get_data(as_text=True)
    assert {code.state for code in db.session.scalars(select(TraceCode))} == {"issued"}
    assert maker.post(path, data=fields | {"first": first, "last": last}).status_code == 303
    db.session.rollback()
    states = [db.session.get_one(TraceCode, code.id).state for code in codes]
    assert states == ["issued", "void", "void", "void", "issued"]
    assert maker.post(path, data=fields).status_code == 422


@pytest.mark.parametrize(
    ("picture", "text"),
    [
        (lambda: photo_of(""), "Không đọc được mã QR trong ảnh"),
        (lambda: photo_of("https://x.vn/t/A", "https://x.vn/t/B"), "Ảnh có nhiều mã"),
        (lambda: io.BytesIO(b"<svg onload=alert(1)>"), "ảnh"),
    ],
)
def test_photo_that_holds_no_single_code_is_refused_at_its_field(factory, login_as, salt, picture, text):
    maker = login_as(factory.user("facility", facility_id=salt.facility_id))
    path = f"/co-so-cua-toi/lo/{salt.id}/ma"
    fields = {"csrf_token": token_of(maker, path), "act": "activate", "first_photo": (picture(), "a.jpg")}
    answer = maker.post(path, data=fields)
    assert answer.status_code == 422
    error = answer.get_data(as_text=True).partition('id="first_photo-error"')[2]
    assert text in error.partition("</p>")[0]
