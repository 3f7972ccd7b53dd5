"""Latitude and longitude as people copy them."""

import pytest

from app.core.errors import RuleBroken
from programme.exhibits.positions import read_position


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("", ""),
        ("10.9510, 106.8440", "10.9510,106.8440"),
        ("10.9510 106.8440", "10.9510,106.8440"),
        ("-8,115", "-8,115"),
    ],
)
def test_a_pair_is_kept_as_it_was_typed(typed, kept):
    assert read_position(typed) == kept


@pytest.mark.parametrize(
    "typed", ["10.95", "91, 10", "10, 181", "10,95; 106,84", "một, hai", "1e3,2", "10.9, 106.8, 3"]
)
def test_anything_else_is_refused_at_its_field(typed):
    with pytest.raises(RuleBroken) as refusal:
        read_position(typed)
    assert (refusal.value.code, refusal.value.field) == ("position_form", "position")
