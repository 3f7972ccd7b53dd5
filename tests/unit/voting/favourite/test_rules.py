"""The public favourite, pure: one mailbox is one voter, odd votes are found, void ones do not count."""

import ast
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from voting.favourite.rules import (
    BURST,
    IN_A_BURST,
    SAME_DOMAIN,
    SAME_ORIGIN,
    CastVote,
    count_votes,
    find_anomalies,
    one_mailbox,
    places,
    telling_domain,
)

ROOT = Path(__file__).resolve().parents[4]
START = datetime(2026, 12, 1, 9, 0, tzinfo=UTC)
APART = timedelta(hours=1)


def votes(count, *, finalist=1, origin="", domain="", apart=APART, first=1):
    return [
        CastVote(first + n, finalist, origin or f"o{first + n}", domain, START + n * apart)
        for n in range(count)
    ]


@pytest.mark.parametrize(
    ("typed", "wanted"),
    [
        ("Lan.Pham+vote2@gmail.com", "lanpham@gmail.com"),
        ("lanpham@googlemail.com", "lanpham@gmail.com"),
        ("lan.pham+x@example.vn", "lan.pham@example.vn"),
        ("+tag@example.vn", "+tag@example.vn"),
    ],
)
def test_one_mailbox_has_one_spelling(typed, wanted):
    assert one_mailbox(typed) == wanted


@pytest.mark.parametrize(("email", "wanted"), [("a@Gmail.com", ""), ("a@mail.xyz", "mail.xyz")])
def test_a_large_mail_service_tells_nothing(email, wanted):
    assert telling_domain(email) == wanted


def test_void_votes_do_not_count_and_nobody_is_left_out():
    cast = [*votes(3, finalist=7), *votes(2, finalist=8, first=10)]
    assert count_votes([7, 8, 9], cast, frozenset({1, 10})) == {7: 2, 8: 1, 9: 0}


def test_equal_counts_share_a_place():
    assert places({1: 5, 2: 9, 3: 5, 4: 1, 5: 0}) == {2: 1, 1: 2, 3: 2, 4: 4}


def test_scattered_votes_are_no_anomaly():
    assert find_anomalies(votes(60)) == []


@pytest.mark.parametrize(
    ("count", "found"), [(SAME_ORIGIN - 1, []), (SAME_ORIGIN, [("origin", SAME_ORIGIN)])]
)
def test_votes_of_one_origin_are_found_from_a_number_on(count, found):
    assert [(c.kind, len(c.votes)) for c in find_anomalies(votes(count, origin="same"))] == found


def test_votes_of_one_small_mail_service_are_found():
    cast = [
        *votes(SAME_DOMAIN, domain="d1"),
        *votes(3, domain="d2", first=50),
        *votes(2, finalist=2, domain="d1", first=70),
    ]
    (cluster,) = find_anomalies(cast)
    assert (cluster.kind, cluster.key, cluster.finalists) == ("domain", "d1", {1: SAME_DOMAIN, 2: 2})


@pytest.mark.parametrize(("last", "found"), [(BURST, 1), (BURST + timedelta(seconds=1), 0)])
def test_a_burst_is_found_at_its_edge(last, found):
    cast = [*votes(IN_A_BURST - 1, apart=timedelta(seconds=20)), CastVote(99, 1, "o99", "", START + last)]
    assert len(find_anomalies(cast)) == found


def test_two_bursts_of_one_finalist_stay_apart():
    first = votes(IN_A_BURST, apart=timedelta(seconds=5))
    calm = [CastVote(500 + n, 1, f"c{n}", "", START + timedelta(hours=2 + n)) for n in range(3)]
    later = [
        CastVote(900 + n, 1, f"l{n}", "", START + timedelta(hours=9, seconds=5 * n))
        for n in range(IN_A_BURST + 2)
    ]
    assert [len(c.votes) for c in find_anomalies([*later, *first, *calm])] == [IN_A_BURST, IN_A_BURST + 2]


@settings(max_examples=40)
@given(st.lists(st.tuples(st.integers(1, 4), st.booleans()), max_size=20))
def test_counts_add_up_whatever_is_void(rows):
    cast = [CastVote(n, finalist, "", "", START) for n, (finalist, _) in enumerate(rows)]
    void = frozenset(n for n, (_, is_void) in enumerate(rows) if is_void)
    assert sum(count_votes(range(1, 5), cast, void).values()) == len(rows) - len(void)


def test_the_favourite_imports_nothing_of_the_jury():
    """Of the selection's tables it knows the round alone."""
    files = [
        *ROOT.glob("voting/favourite/*.py"),
        ROOT / "app/site/rounds/favourite.py",
    ]
    jury = {
        (path.name, name.name)
        for path in files
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.ImportFrom)
        and (node.module or "").startswith(("voting.models", "voting.log", "voting.score_sheets"))
        for name in node.names
        if name.name != "SelectionRound" and not name.name.startswith("Favourite")
    }
    assert (len(files) >= 6, jury) == (True, set())
