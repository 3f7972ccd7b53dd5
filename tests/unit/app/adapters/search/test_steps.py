import pytest

from app.adapters.search.steps import (
    MOST,
    RANK,
    Ladder,
    Stretch,
    find_stretch,
    ladder_of,
    read_ladder,
    write_ladder,
)
from app.core.search import SearchDocument


def test_a_document_stands_between_the_texts_of_the_ladder():
    ladder = ladder_of([("b", 20), ("d", 10)])
    one = SearchDocument(id="product:1", kind="product", title="C", sort_name="c", newest=15, rank=2)
    assert ladder.places(one) == (1, 2 * RANK + 1, 1)
    assert Ladder().places(one) == (0, 2 * RANK, 0)


def test_a_ladder_has_a_bounded_number_of_steps_and_keeps_its_order(tmp_path):
    ladder = ladder_of((f"{number:06d}", number) for number in range(3 * MOST))
    assert len(ladder.names) == MOST
    assert list(ladder.names) == sorted(ladder.names)
    write_ladder(tmp_path, ladder)
    assert read_ladder(tmp_path) == ladder


def test_without_a_file_there_is_one_step(tmp_path):
    assert read_ladder(tmp_path) == Ladder()


@pytest.mark.parametrize(
    ("offset", "limit", "stretch"),
    [
        (0, 2, Stretch(0, 10, 0)),
        (2, 2, Stretch(0, 30, 2)),
        (3, 1, Stretch(20, 30, 0)),
        (5, 9, Stretch(20, 50, 2)),
        (7, 1, Stretch(40, 50, 0)),
        (8, 1, None),
    ],
)
def test_a_page_is_found_among_the_counts(offset, limit, stretch):
    counts = [(0, 3), (20, 4), (40, 1)]
    assert find_stretch(counts, 10, offset, limit) == stretch
