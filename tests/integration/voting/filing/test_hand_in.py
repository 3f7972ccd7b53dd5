"""Handing a dossier in: the paper given once, what the site issued itself, answers checked, a receipt."""

import io
from datetime import UTC, date, datetime

import pytest
from pypdf import PdfReader

from app.core.database.transaction import transaction
from app.core.ports import ports
from catalog.enums import Level
from catalog.registration.services import keep_registration_paper
from tests.helpers import send
from tests.helpers.voting.acts import act, the_round
from voting.dossiers import check_list as dossier
from voting.dossiers import services as nominations
from voting.dossiers.contents import get_check_list
from voting.filing.queries import answer_day


def have(nomination):
    return {item.code: item.have for item in get_check_list(nomination)}


def text_of(answer):
    return " ".join(
        " ".join(page.extract_text().split()) for page in PdfReader(io.BytesIO(answer.data)).pages
    )


@pytest.fixture
def people(factory):
    return factory.receiving_round(products=2)


def enter(people, number):
    statement = "Nước mắm ủ chượp mười hai tháng trong thùng gỗ, không phẩm màu, đóng chai thủy tinh."
    product = people.products[number].id
    return act(people.member, nominations.enter_product, people.round_id, product, statement=statement)


def test_the_registration_paper_is_asked_once(factory, people):
    first = enter(people, 0)
    assert have(first)[dossier.REGISTRATION] == 0
    act(people.member, nominations.add_document, first.id, dossier.REGISTRATION, "", factory.stored_file(7))
    second = enter(people, 1)
    assert have(second)[dossier.REGISTRATION] == 1
    [kept] = [d for d in second.documents if d.kind == dossier.REGISTRATION]
    assert kept.file == factory.stored_file(7).name


def test_a_paper_kept_on_the_page_of_the_facility_is_in_the_next_dossier(people, login_as):
    name = ports().files.put(b"%PDF-1.4 mau %%EOF", ".pdf")
    facility_id = people.products[0].facility_id
    act(people.member, keep_registration_paper, facility_id, name, "application/pdf", 19)
    assert have(enter(people, 0))[dossier.REGISTRATION] == 1
    officer = login_as(people.officer)
    assert officer.get(f"/co-so-cua-toi/{facility_id}/dang-ky-kinh-doanh/tep").data == b"%PDF-1.4 mau %%EOF"
    assert "đã lưu từ ngày" in officer.get(f"/can-bo/co-so/{facility_id}").text


def test_answers_are_checked_then_a_receipt_says_number_and_next_day(factory, people, login_as):
    browser = login_as(people.member)
    nomination = enter(people, 0)
    path = f"/co-so-cua-toi/ho-so/{nomination.id}"
    page = browser.get(f"{path}/nop").text
    assert "Còn thiếu" in page
    assert 'name="declared"' not in page
    for number, kind in enumerate((dossier.ENTRY_FORM, dossier.REGISTRATION, *[dossier.PHOTO] * 3)):
        act(people.member, nominations.add_document, nomination.id, kind, "", factory.stored_file(number))
    page = browser.get(f"{path}/nop").text
    assert "Nước mắm ủ chượp" in page
    assert 'name="declared"' in page
    assert " checked" not in page.partition('name="declared"')[2][:200]
    assert send(browser, f"{path}/nop").status_code == 422  # the box is not ticked
    assert browser.get(f"{path}/giay-tiep-nhan").status_code == 404
    answer = send(browser, f"{path}/nop", declared="y")
    assert (answer.status_code, answer.headers["Location"]) == (303, f"{path}/giay-tiep-nhan")
    shown = browser.get(f"{path}/giay-tiep-nhan").text
    number = f"HS-{nomination.round.year}-{nomination.id:05d}"
    assert number in shown
    paper = text_of(browser.get(f"{path}/giay-tiep-nhan.pdf"))
    assert [part in paper for part in ("GIẤY TIẾP NHẬN HỒ SƠ", number, "Ảnh sản phẩm")] == [True] * 3
    assert browser.get(f"{path}/nop").status_code == 403


def test_the_receipt_promises_the_day_before_scoring_begins(people):
    nomination = enter(people, 0)
    nomination.round.scoring_from = datetime(2026, 10, 4, 17, tzinfo=UTC)  # midnight in Vietnam, 5 October
    assert answer_day(nomination) == date(2026, 10, 4)
    nomination.submitted_at = datetime(2026, 10, 4, 16, 59, tzinfo=UTC)
    assert answer_day(nomination) == date(2026, 10, 4)
    nomination.submitted_at = datetime(2026, 10, 4, 17, tzinfo=UTC)
    assert answer_day(nomination) is None


def test_the_entry_form_comes_filled_in(people, login_as):
    nomination = enter(people, 0)
    form = text_of(login_as(people.member).get(f"/co-so-cua-toi/ho-so/{nomination.id}/phieu-dang-ky.pdf"))
    facility = nomination.facility
    wanted = ("PHIẾU ĐĂNG KÝ", facility.name, facility.registration_number, nomination.product.name_vi)
    assert [part for part in wanted if part not in form] == []


def test_a_stranger_sees_neither_form_nor_receipt(factory, people, login_as):
    path = f"/co-so-cua-toi/ho-so/{enter(people, 0).id}"
    stranger = login_as(factory.user("facility", facility_id=factory.facility().id))
    assert [stranger.get(f"{path}/{page}").status_code for page in ("nop", "phieu-dang-ky.pdf")] == [404, 404]


def test_the_certificate_that_this_site_issued_is_not_asked_as_a_file(factory, people):
    nomination = enter(people, 0)
    with transaction():
        round_ = the_round(people)
        round_.level, round_.region, round_.unit_id = Level.REGION, "phia-nam", None
    assert dossier.LOWER_CERTIFICATE in have(nomination)
    factory.award(people.products[0], level="tinh", number="CNNT-75-2026-0009")
    assert dossier.LOWER_CERTIFICATE not in have(nomination)
