import io
import unicodedata
from dataclasses import fields, replace
from datetime import date

import pypdf
import pypdfium2
import pytest
import zxingcpp

from app.core.documents.dates import long_date
from catalog.awards.certificate_pdf import CertificateSheet, certificate_pdf, date_en

SHEET = CertificateSheet(
    number="GCN-2026-TN-0012",
    level_vi="cấp tỉnh",
    level_en="provincial level",
    year=2026,
    product="Bộ ấm chén gốm men ngọc",
    producer="Hợp tác xã Gốm sứ Trúc Lâm",
    address="Thôn Đông, xã Tân Cương, tỉnh Thái Nguyên",
    issuer="Chủ tịch Ủy ban nhân dân tỉnh Thái Nguyên",
    decision_number="1234/QĐ-UBND",
    decision_date=date(2026, 10, 28),
    issued_on=date(2026, 11, 2),
    valid_until=date(2029, 12, 31),
    place="Thái Nguyên",
    signer_title="Phó Chủ tịch",
    signer_name="Nguyễn Văn Mẫu",
    verify_url="https://tieubieu.example.vn/giay-chung-nhan/GCN-2026-TN-0012",
    verify_text="tieubieu.example.vn/giay-chung-nhan/GCN-2026-TN-0012",
)
LONG = replace(
    SHEET,
    product="Bộ sản phẩm mực bơ tỏi - cá đù cháy tỏi - cá lạc chiên mắm - cá mai sốt chanh và hải sản khô",
    producer="Công ty Trách nhiệm hữu hạn Một thành viên Sản xuất Thương mại Dịch vụ Xuất khẩu Nhật Quỳnh",
    address="Số 123/45B Quốc lộ 1A, khu phố Thạnh An, phường Nguyễn Thái Bình, thành phố Hồ Chí Minh",
    issuer="Cục Đổi mới sáng tạo, Chuyển đổi xanh và Khuyến công - Bộ Công Thương",
    signer_title="Cục trưởng Cục Đổi mới sáng tạo, Chuyển đổi xanh và Khuyến công",
)


def page(sheet):
    reader = pypdf.PdfReader(io.BytesIO(certificate_pdf(sheet)))
    assert len(reader.pages) == 1
    return reader.pages[0]


def words(sheet):
    return " ".join(page(sheet).extract_text().split())


def test_certificate_is_one_landscape_a4_page():
    assert [round(float(n) / 72 * 25.4) for n in page(SHEET).mediabox[2:]] == [297, 210]


def test_certificate_states_everything_on_its_sheet():
    text = words(SHEET)
    missing = [
        line
        for line in (
            "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
            "Độc lập - Tự do - Hạnh phúc",
            "CHỦ TỊCH ỦY BAN NHÂN DÂN TỈNH THÁI NGUYÊN",
            "GIẤY CHỨNG NHẬN",
            "Sản phẩm công nghiệp nông thôn tiêu biểu cấp tỉnh năm 2026",
            "Certificate of typical rural industrial product, provincial level, 2026",
            SHEET.number,
            SHEET.product,
            SHEET.producer,
            SHEET.address,
            "Quyết định số 1234/QĐ-UBND ngày 28 tháng 10 năm 2026",
            "ngày 31 tháng 12 năm 2029 · 31 December 2029",
            "Thái Nguyên, ngày 02 tháng 11 năm 2026",
            "PHÓ CHỦ TỊCH",
            SHEET.signer_name,
            SHEET.verify_text,
        )
        if line not in text
    ]
    assert missing == []


def test_certificate_sets_long_names_whole():
    text = words(LONG)
    cut = [n for n in ("product", "producer", "address") if getattr(LONG, n) not in text]
    assert (cut, "…" in text) == ([], False)
    assert LONG.signer_title.upper() in text


@pytest.mark.parametrize("sheet", [SHEET, LONG], ids=["short", "long"])
def test_certificate_code_leads_to_its_page(sheet):
    shot = pypdfium2.PdfDocument(certificate_pdf(sheet))[0].render(scale=150 / 72).to_pil()
    assert zxingcpp.read_barcode(shot).text == sheet.verify_url


@pytest.mark.parametrize("demonstration", [True, False])
def test_only_a_demonstration_says_so_and_is_unsigned(demonstration):
    text = words(replace(SHEET, demonstration=demonstration))
    marks = ("BẢN TRÌNH DIỄN — KHÔNG CÓ GIÁ TRỊ PHÁP LÝ", "NOT A VALID CERTIFICATE", "không ký")
    assert [mark in text for mark in marks] == [demonstration] * 3


def test_certificate_is_the_same_to_the_byte_in_any_unicode_form():
    decomposed = {
        field.name: unicodedata.normalize("NFD", value)
        for field in fields(SHEET)
        if isinstance(value := getattr(SHEET, field.name), str) and field.name != "verify_url"
    }
    assert certificate_pdf(replace(SHEET, **decomposed)) == certificate_pdf(SHEET)


def test_dates_are_written_as_official_papers_write_them():
    assert [long_date(date(2026, 2, 5)), long_date(date(2026, 11, 22))] == [
        "ngày 05 tháng 02 năm 2026",
        "ngày 22 tháng 11 năm 2026",
    ]
    assert date_en(date(2026, 2, 5)) == "5 February 2026"
