from fractions import Fraction

import pytest

from voting.enums import CapKind
from voting.tally.caps import Cap, Proposal, get_proposal, is_carried, is_quorate


def results(*places):
    """Passing entries a, b, c … at these places, and one below."""
    rows = [
        {"entry": name, "verdict": "pass", "place": place}
        for name, place in zip("abcdef", places, strict=False)
    ]
    return [
        *rows,
        {"entry": "z", "verdict": "below", "place": 99},
        {"entry": "u", "verdict": "undecided", "place": None},
    ]


@pytest.mark.parametrize(
    ("limit", "proposal"),
    [
        (None, Proposal(("a", "b", "c", "d"), (), ())),
        (4, Proposal(("a", "b", "c", "d"), (), ())),
        (9, Proposal(("a", "b", "c", "d"), (), ())),
        (3, Proposal(("a", "b", "c"), (), ("d",))),
        (2, Proposal(("a",), ("b", "c"), ("d",))),
        (1, Proposal(("a",), (), ("b", "c", "d"))),
        (0, Proposal((), (), ("a", "b", "c", "d"))),
    ],
)
def test_tie_across_the_line_is_left_to_the_council(limit, proposal):
    assert get_proposal(results(1, 2, 2, 4), limit) == proposal


def test_proposal_follows_places_not_rows():
    assert get_proposal(results(3, 1, 2), 2) == Proposal(("b", "c"), (), ("a",))


def test_cap_is_a_number_or_a_share_rounded_down():
    assert Cap(CapKind.COUNT, Fraction(20)).limit(7) == 20
    assert Cap(CapKind.SHARE, Fraction(1, 3)).limit(50) == 16


@pytest.mark.parametrize(("present", "quorate"), [(6, True), (5, False), (0, False)])
def test_quorum_is_at_least_the_share(present, quorate):
    assert is_quorate(present, 8, Fraction(3, 4)) is quorate


def test_council_without_members_is_never_quorate():
    assert is_quorate(0, 0, Fraction(0)) is False
    assert is_quorate(1, 1, Fraction(1)) is True


@pytest.mark.parametrize(("votes", "carried"), [(4, False), (5, True)])
def test_half_of_those_present_is_not_a_majority(votes, carried):
    assert is_carried(votes, 8, Fraction(1, 2)) is carried
