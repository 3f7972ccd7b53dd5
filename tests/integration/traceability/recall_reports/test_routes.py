"""Drills and recall reports: page, PDF, CSV; a drill changes nothing that the public sees."""

import csv
import io
from decimal import Decimal

import pypdf
import pytest
from sqlalchemy import select

from app.core.audit import AuditEntry
from app.core.database.base import db
from app.core.database.changes import latest_change
from app.core.database.transaction import transaction
from app.core.errors import Conflict, NotFound, RuleBroken
from tests.bench.recall import fill
from tests.helpers import send
from tests.helpers.statements import statements
from traceability.diary.services import correct_event
from traceability.enums import EventKind
from traceability.genealogy.queries import list_source_ids
from traceability.lot_pages import get_lot
from traceability.models import RecallAnswer, RecallContact, RecallDrill
from traceability.recall_reports.drills import (
    RecipientData,
    finish_drill,
    note_drill_recipient,
    note_recall_recipient,
    start_drill,
)
from traceability.recall_reports.queries import get_report
from traceability.recalls.queries import list_recalls_on

SHOP = "Cửa hàng Đặc sản Biên Hòa"


@pytest.fixture
def lot(factory):
    return factory.lot_with_events(factory.product(name_vi="Nước mắm Hương Quê"))


@pytest.fixture
def salt(lot):
    return get_lot(list_source_ids(lot.id)[1])


@pytest.fixture
def maker(factory, lot):
    return factory.member_actor(lot.facility)


@pytest.fixture
def browser(factory, login_as, lot):
    return login_as(factory.user("facility", facility_id=lot.facility_id))


def drill_of(maker, lot):
    lot_id = lot.id
    with transaction():
        return start_drill(maker, lot_id, "Mẫu muối không đạt").id


def test_report_finds_lots_amounts_and_recipients(factory, lot, salt):
    factory.event(lot, EventKind.TAKE_BACK, party=SHOP.upper(), quantity=Decimal(6), unit="chai")
    wrong = factory.event(lot, EventKind.SHIP, party="Nhầm", quantity=Decimal(7), unit="chai")
    actor, wrong_id = factory.member_actor(lot.facility), wrong.id
    with transaction():
        correct_event(actor, wrong_id, reason="Chưa giao", client_id="sua")
    report = get_report(salt)
    assert [row.code for row in report.lots] == [salt.code, lot.code]
    (shop,) = report.recipients
    assert (shop.sent, shop.back, shop.lots) == ({"chai": Decimal(60)}, {"chai": Decimal(6)}, (lot.code,))
    bottles, salt_left, litres = report.totals
    assert (litres.dimension, litres.made, litres.left) == ("l", Decimal(280), None)
    assert (bottles.made, bottles.shipped, bottles.left) == (Decimal(120), Decimal(60), Decimal(66))
    assert (salt_left.made, salt_left.used, salt_left.left) == (Decimal(200), Decimal(100), Decimal(100))


def test_drill_has_no_effect_outside_and_keeps_its_record(factory, lot, salt, maker):
    before = latest_change()
    drill_id, salt_id = drill_of(maker, salt), salt.id
    with transaction():
        note_drill_recipient(maker, drill_id, RecipientData(party=SHOP, phone="0900 000 000", reached=True))
    with transaction():
        finish_drill(maker, drill_id, "Kiểm kho còn 66 chai")
    assert latest_change() == before
    assert list_recalls_on(lot.id) == []
    with pytest.raises(Conflict, match="drill_finished"), transaction():
        finish_drill(maker, drill_id, "Lần nữa")
    with pytest.raises(Conflict, match="drill_finished"), transaction():
        note_drill_recipient(maker, drill_id, RecipientData(party=SHOP, reached=False))
    (shop,) = get_report(get_lot(salt_id), drill_id=drill_id).recipients
    assert shop.contact.phone == "0900 000 000"
    assert shop.reached_at is not None
    acts = set(db.session.scalars(select(AuditEntry.act)))
    assert {"traceability.drill.begin", "traceability.recipient.record", "traceability.drill.end"} <= acts


def test_recipient_is_noted_once_and_taken_back(factory, lot, salt, maker):
    recall_id = factory.recall(salt).id
    for name in (SHOP, SHOP.upper()):
        with transaction():
            note_recall_recipient(
                maker, recall_id, RecipientData(party=name, note="Còn 3 chai", reached=True)
            )
    assert db.session.query(RecallContact).count() == db.session.query(RecallAnswer).count() == 1
    assert get_report(salt, recall_id=recall_id).recipients[0].note == "Còn 3 chai"
    with transaction():
        note_recall_recipient(maker, recall_id, RecipientData(party=SHOP, phone="0901"))
    assert db.session.query(RecallAnswer).count() == 1
    with transaction():
        note_recall_recipient(maker, recall_id, RecipientData(party=SHOP, reached=False))
    assert db.session.query(RecallAnswer).count() == 0


def test_strangers_drill_nothing(factory, salt, maker):
    drill_id, salt_id = drill_of(maker, salt), salt.id
    other = factory.member_actor(factory.facility())
    for act in (
        lambda: start_drill(other, salt_id, "Thử"),
        lambda: finish_drill(other, drill_id, ""),
        lambda: note_drill_recipient(other, drill_id, RecipientData(party="A")),
    ):
        with pytest.raises(NotFound), transaction():
            act()
    with pytest.raises(RuleBroken, match="required"), transaction():
        note_drill_recipient(maker, drill_id, RecipientData(party=" "))
    with pytest.raises(RuleBroken, match="required"), transaction():
        start_drill(maker, salt_id, "")


def test_drill_by_the_pages(factory, client, browser, lot, salt):
    code = factory.lot_code(lot).code
    before = client.get(f"/truy-xuat/{code}").get_data(as_text=True)
    start = f"/co-so-cua-toi/lo/{salt.id}/dien-tap"
    assert send(browser, start, scenario="").status_code == 422
    answer = send(browser, start, scenario="Mẫu muối không đạt")
    assert answer.status_code == 303
    page = answer.location
    html = browser.get(page).get_data(as_text=True)
    assert SHOP in html
    assert "không có lệnh thu hồi nào đang có hiệu lực" in html
    noted = send(
        browser,
        f"{page}/noi-nhan",
        page=page,
        party=SHOP,
        phone="0900 000 000",
        note="Đã ngừng bán",
        act="reach",
    )
    assert noted.status_code == 303
    refused = send(browser, f"{page}/noi-nhan", page=page, party=SHOP, phone="0" * 50, act="reach")
    assert refused.status_code == 422
    assert "0" * 50 in refused.get_data(as_text=True)
    assert send(browser, page, found="Còn 60 chai").status_code == 303
    assert "Còn 60 chai" in browser.get(page).get_data(as_text=True)
    assert browser.get(page.replace("/co-so-cua-toi/dien-tap", "/en/my-facility/drills")).status_code == 200
    assert "/dien-tap/" in browser.get(f"/co-so-cua-toi/lo/{salt.id}").get_data(as_text=True)
    assert client.get(f"/truy-xuat/{code}").get_data(as_text=True) == before
    assert db.session.scalars(select(RecallDrill)).one().finished_at is not None


def test_files_of_a_drill_say_what_it_is(browser, lot, salt, maker):
    drill_id = drill_of(maker, salt)
    for path in (f"/co-so-cua-toi/dien-tap/{drill_id}", f"/en/my-facility/drills/{drill_id}"):
        pdf = browser.get(f"{path}.pdf")
        assert (
            pdf.headers["Content-Disposition"]
            == f'attachment; filename="dien-tap-{salt.code}-{drill_id}.pdf"'
        )
        text = " ".join(
            "\n".join(p.extract_text() for p in pypdf.PdfReader(io.BytesIO(pdf.data)).pages).split()
        )
        for said in (
            "DIỄN TẬP – KHÔNG CÓ LỆNH THU HỒI",
            "BÁO CÁO DIỄN TẬP THU HỒI",
            SHOP,
            "60 chai",
            lot.code,
        ):
            assert said in text
    rows = list(
        csv.reader(io.StringIO(browser.get(f"/co-so-cua-toi/dien-tap/{drill_id}.csv").get_data(as_text=True)))
    )
    assert rows[1][0] == SHOP
    assert rows[1][6] == "60 chai"
    assert [row[3] for row in rows[2:]] == [f"Muối biển ({salt.code})", f"Nước mắm Hương Quê ({lot.code})"]
    assert rows[2][9].startswith("DIỄN TẬP")


def test_recall_report_for_facility_and_officer(factory, login_as, browser, lot, salt):
    recall_id = factory.recall(salt).id
    page = f"/co-so-cua-toi/thu-hoi/{recall_id}"
    assert send(browser, f"{page}/noi-nhan", page=page, party=SHOP, act="reach").status_code == 303
    refused = send(browser, f"{page}/noi-nhan", page=page, party=SHOP, address="x" * 300, act="keep")
    assert refused.status_code == 422
    assert "Báo cáo thu hồi" in browser.get(page).get_data(as_text=True)
    officer = login_as(factory.user("officer-province", unit_id=lot.facility.unit_id))
    outside = login_as(factory.user("officer-province", unit_id=factory.unit("01").id))
    for address in (f"/can-bo/thu-hoi/{recall_id}", f"/en/officer/recalls/{recall_id}"):
        html = officer.get(address).get_data(as_text=True)
        assert SHOP in html
        assert "csrf_token" not in html.partition("<main")[2].partition("</main")[0]
        for form in ("", ".pdf", ".csv"):
            assert officer.get(address + form).status_code == 200
            assert outside.get(address + form).status_code == 404
    assert browser.get(f"{page}.pdf").status_code == browser.get(f"{page}.csv").status_code == 200


def test_report_over_many_lots_takes_few_statements(factory):
    owner = factory.product()
    first = get_lot(fill(owner.facility_id, owner.id, 300)[0])
    with statements() as said:
        report = get_report(first, drill_id=1)
    assert len(report.lots) == 301
    assert len(said) == 8
