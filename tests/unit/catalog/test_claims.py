"""Which texts contain health claims."""

import unicodedata

import pytest

from catalog.claims import claims_in


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
    assert claims_in(text) == claims
    assert claims_in(unicodedata.normalize("NFD", text)) == claims
