from fractions import Fraction

import pytest

from voting.score_sheets.comparison import SheetRow, sort_rows, weighted_total

WEIGHTS = {"a": Fraction(1), "b": Fraction(1, 3)}


def row(code, **scores):
    return SheetRow(f"key-{code}", code, "draft", scores)


ROWS = [row("C", a="30", b="9"), row("A", a="31.5"), row("B"), row("D", a="30", b="9")]


def order(sort):
    return [(found.code, total) for found, total in sort_rows(ROWS, sort, WEIGHTS)]


def test_total_is_exact_weighted_and_empty_where_nothing_is_given():
    assert [
        weighted_total(scores, WEIGHTS) for scores in ({}, {"a": "0"}, {"a": "0.1", "b": "1"}, {"x": "9"})
    ] == [
        "",
        "0",
        "13/30",
        "",
    ]


@pytest.mark.parametrize(
    ("sort", "codes"),
    [
        ("code", "ABCD"),
        ("-code", "DCBA"),
        ("total", "ACDB"),
        ("-total", "CDAB"),
        ("a", "CDAB"),
        ("-a", "ACDB"),
        ("b", "CDAB"),
        ("-b", "CDAB"),
    ],
)
def test_rows_sort_exactly_with_blanks_last_and_equals_by_code(sort, codes):
    assert "".join(code for code, _total in order(sort)) == codes


def test_rows_carry_their_totals():
    assert order("code") == [("A", "31.5"), ("B", ""), ("C", "33"), ("D", "33")]
