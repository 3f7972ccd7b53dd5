"""Which changes of a public listing wait and which show with a mark."""

import pytest

from catalog.products.change_rules import Handling, handling_of


@pytest.mark.parametrize(
    ("field", "value", "in_force", "handling"),
    [
        ("name_vi", "Tên mới", False, Handling.WAIT),
        ("group", "khac", False, Handling.WAIT),
        ("is_set", True, False, Handling.WAIT),
        ("description_vi", "Ủ trong thùng gỗ.", False, Handling.MARK),
        ("description_vi", "Ủ trong thùng gỗ.", True, Handling.WAIT),
        ("description_vi", "Chữa khỏi ung thư.", False, Handling.WAIT),
        ("materials", "cá cơm, muối", True, Handling.WAIT),
        ("where_sold", "Chợ Bến Thành", True, Handling.MARK),
        ("where_sold", "Nhà thuốc, đặc trị ho", False, Handling.WAIT),
        ("trademark_id", 3, True, Handling.MARK),
        ("gtin", None, True, Handling.WAIT),
    ],
)
def test_a_change_of(field, value, in_force, handling):
    assert handling_of(field, value, in_force=in_force, held=frozenset()) is handling
