"""What makes a password too easy."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.accounts.credentials.password_rules import LONGEST, SHORTEST, weakness


@pytest.mark.parametrize(
    ("password", "code"),
    [
        ("", "password_short"),
        ("abcdefg", "password_short"),
        ("x" * 129, "password_long"),
        ("12345678", "password_common"),
        ("87654321", "password_common"),
        ("aaaaaaaaaa", "password_common"),
        ("abababab", "password_common"),
        ("abcabcabcabc", "password_common"),
        ("qwertyuiop", "password_common"),
        ("1qaz2wsx", "password_common"),
        ("Password1", "password_common"),
        ("P@ssw0rd123", "password_common"),
        ("password password", "password_common"),
        ("matkhau123", "password_common"),
        ("Mật khẩu 2026", "password_common"),
        ("khuyencong2026", "password_common"),
        ("Khuyến Công", "password_common"),
        ("thanhhoa36", "password_common"),
        ("Thanh Hóa 36", "password_common"),
        ("đồngtháp2025", "password_common"),
        ("hanoivietnam", "password_common"),
        ("!!!!!!!!!!", "password_common"),
    ],
)
def test_password_that_is_easy_to_guess_is_refused(password, code):
    assert weakness(password) == code


@pytest.mark.parametrize(
    "password", ["lan.nguyen@mam.vn", "lan.nguyen", "NguyenLan1", "Lan Nguyễn 99", "nguyenlan"]
)
def test_password_made_of_the_person_is_refused(password):
    assert weakness(password, email="lan.nguyen@mam.vn", name="Nguyễn Lan") == "password_personal"


@pytest.mark.parametrize(
    "password",
    ["con mèo leo cây cau", "Xq7!bc02", "nước mắm cá cơm ba tháng", "tr4ng-xanh-gác-bếp", "x" * 8 + "yz"],
)
def test_password_that_is_hard_enough_passes(password):
    assert weakness(password, email="lan@mam.vn", name="Lan") is None


def test_length_limits_are_inclusive():
    text = "một câu khó đoán đến mức không ai nghĩ ra được "
    assert weakness(text[:SHORTEST]) is None
    assert weakness((text * 4)[:LONGEST]) is None


@settings(max_examples=60)
@given(st.text(max_size=140), st.text(max_size=30), st.text(max_size=30))
def test_weakness_judges_any_text(password, email, name):
    verdict = weakness(password, email=email, name=name)
    assert verdict in {None, "password_short", "password_long", "password_common", "password_personal"}
    assert (verdict == "password_short") == (len(password) < SHORTEST)
