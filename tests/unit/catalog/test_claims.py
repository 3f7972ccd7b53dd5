"""Which texts make claims: of healing, of being the best, of a recognition."""

import unicodedata
from dataclasses import dataclass
from datetime import date

import pytest

from catalog.claims import claims_in
from catalog.enums import Validity
from catalog.validity import held_recognitions


@pytest.mark.parametrize(
    ("text", "claims"),
    [
        ("Chữa khỏi ung thư trong ba tháng.", ["chữa khỏi", "ung thư"]),
        ("ĐẶC TRỊ  tiểu đường", ["đặc trị", "tiểu đường"]),
        ("Trà thảo mộc, cures all", ["cures"]),
        ("Nước mắm cá cơm, ủ mười hai tháng trong thùng gỗ.", []),
        ("Đường phèn, tiểu thương chợ quê", []),
        ("", []),
    ],
)
def test_claims_are_found_in(text, claims):
    assert claims_in(text, frozenset()) == claims
    assert claims_in(unicodedata.normalize("NFD", text), frozenset()) == claims


@pytest.mark.parametrize(
    ("text", "claims"),
    [
        ("Mắm ngon nhất, tốt nhất miền Trung", ["ngon nhất", "tốt nhất"]),
        ("Loại DUY NHẤT được ủ chum, thương hiệu số 1", ["duy nhất", "thương hiệu số 1"]),
        ("Sản phẩm số một Việt Nam, the best", ["số một", "the best"]),
        ("Ủ ít nhất 12 tháng ở bể số 1, trộn thống nhất, đường số 1", []),
        ("Dùng tốt nhất trước 12 tháng, best before 12 months", []),
        ("Đạt OCOP 4 sao và VietGAP", ["ocop", "vietgap"]),
        ("Sản phẩm công nghiệp nông thôn tiêu biểu", ["công nghiệp nông thôn tiêu biểu"]),
        ("Bón phân hữu cơ", []),
    ],
)
def test_superlatives_and_recognitions_are_found_in_a_listing(text, claims):
    assert claims_in(text, frozenset()) == claims
    assert claims_in(unicodedata.normalize("NFD", text), frozenset()) == claims


def test_a_recognition_in_force_is_no_claim():
    text = "Sản phẩm CNNTTB, OCOP 4 sao, chữa khỏi ho, ngon nhất"
    assert claims_in(text, frozenset({"award"})) == ["ocop", "chữa khỏi", "ngon nhất"]
    assert claims_in(text, frozenset({"award", "ocop"})) == ["chữa khỏi", "ngon nhất"]


@dataclass
class Paper:
    state: Validity

    def validity_on(self, day):
        return self.state if day == date(2026, 11, 30) else Validity.NOT_YET


def test_what_holds_is_named_by_its_kind():
    awards = [Paper(Validity.EXPIRED), Paper(Validity.EXPIRING)]
    papers = [("ocop", Paper(Validity.VALID)), ("vietgap", Paper(Validity.REVOKED))]
    assert held_recognitions(awards, papers, date(2026, 11, 30)) == {"award", "ocop"}
    assert held_recognitions(awards, papers, date(2026, 11, 29)) == frozenset()
