"""What waits for an officer."""

import pytest

from catalog.models.waiting import waits


@pytest.mark.parametrize(
    ("state", "proposed", "unchecked", "expected"),
    [
        ("pending", None, None, True),
        ("submitted", None, None, True),
        ("verified", None, None, False),
        ("verified", "2026-11-02", None, True),
        ("draft", None, None, False),
        ("published", None, None, False),
        ("published", "2026-11-02", None, True),
        ("published", None, "2026-11-02", True),
        ("withdrawn", None, "2026-11-02", False),
        ("returned", None, None, False),
    ],
)
def test_new_ones_proposals_and_unchecked_changes_of_a_public_page_wait(state, proposed, unchecked, expected):
    assert waits(state, proposed_at=proposed, unchecked_at=unchecked) is expected
