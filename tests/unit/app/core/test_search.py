"""What decides what a query finds, without any engine."""

import pytest

from app.core.search import (
    IndexBroken,
    IndexBusy,
    Match,
    SearchDocument,
    SearchPage,
    SearchQuery,
    Sort,
    Suggestion,
    Word,
    distinct_titles,
    encodable,
    first_match,
    is_anchored,
    is_near,
    ordered_counts,
    query_words,
    tokens,
)

DOCUMENT = SearchDocument(
    id="product:1",
    kind="product",
    title="Nón lá Tây Hồ",
    sort_name="non",
    newest=7,
    rank=0,
    facets={"group": ("craft", "craft", "\ud800")},
)


def test_document_gives_its_facets_and_keys():
    assert (DOCUMENT.values("kind"), DOCUMENT.values("group"), DOCUMENT.values("year")) == (
        ("product",),
        ("craft", "?"),
        (),
    )
    assert (DOCUMENT.name_key, DOCUMENT.rank_key) == ("non\x00product:1", "0non\x00product:1")
    assert DOCUMENT.newest_key == "0999999999999993non\x00product:1"
    assert DOCUMENT.beginnings == ["non", "nonla", "nonlatay", "nonlatayho"]


def test_unknown_facets_and_pages_out_of_range_are_refused():
    with pytest.raises(ValueError, match="unknown facet: colour"):
        SearchDocument(id="a", kind="b", title="c", facets={"colour": ()})
    with pytest.raises(ValueError, match="unknown facet: colour"):
        SearchQuery(filters={"colour": frozenset()})
    for page in ({"offset": -1}, {"limit": 0}, {"limit": 201}):
        with pytest.raises(ValueError, match="page out of range"):
            SearchQuery(**page)


def test_query_knows_its_filters_and_its_order():
    query = SearchQuery(
        filters={"group": frozenset({"b", "a"}), "year": frozenset(), "kind": frozenset({"x"})}
    )
    assert query.active_filters(without="kind") == {"group": ("a", "b")}
    assert [(one.by_name, one.by_rank) for one in (
        query, SearchQuery(text="nón"), SearchQuery(sort=Sort.NAME), SearchQuery(sort=Sort.NEWEST)
    )] == [(True, True), (False, False), (True, False), (False, False)]  # fmt: skip
    assert SearchQuery(text="Nón  lá").beginning == "nonla"


def test_words_are_folded_once_with_the_marks_that_were_typed():
    assert tokens("hoà hòa mỹ") == [("hoa", "\u0300hoa"), ("hoa", "\u0300hoa"), ("mi", "\u0303mi")]
    assert query_words("nón la nón") == (
        Word("non", "\u0301non", is_last=False, is_alone=False),
        Word("la", "", is_last=True, is_alone=False),
    )
    assert [word.may_be_near for word in (*query_words("non"), *query_words("nons"), *query_words("la non"))] == [
        False, True, False, True,
    ]  # fmt: skip


def test_first_reading_that_finds_something_counts():
    assert first_match("non", lambda match: match is Match.NEAR) is Match.NEAR
    assert first_match("non", lambda _match: False) is Match.WORDS
    assert first_match(" ", lambda _match: True) is Match.WORDS


def test_counts_and_titles_are_put_in_order():
    assert list(ordered_counts({"b": 1, "a": 1, "c": 2, "d": 0}).items()) == [("c", 2), ("a", 1), ("b", 1)]
    titles = [Suggestion("1", "Nón lá"), Suggestion("2", "non, la"), Suggestion("3", "Gốm")]
    assert [one.id for one in distinct_titles(titles, 5)] == ["1", "3"]
    assert [one.id for one in distinct_titles(titles, 1)] == ["1"]
    assert encodable("a\ud800") == "a?"


@pytest.mark.parametrize(
    ("one", "other", "near"),
    [
        ("gom", "gom", True),
        ("gom", "gomss", False),
        ("gom", "gim", True),
        ("gom", "gm", True),
        ("gm", "gom", True),
        ("gom", "gmo", True),
        ("gom", "mog", False),
    ],
)
def test_one_typing_mistake_is_near(one, other, near):
    assert is_near(one, other) is near


def test_index_says_by_code_what_it_lacks():
    assert [(error.code, error.params) for error in (IndexBroken(path="x"), IndexBusy())] == [
        ("search_index_broken", {"path": "x"}),
        ("search_index_busy", {}),
    ]


def test_questions_that_differ_in_nothing_have_one_key():
    one = SearchQuery(text="nón", filters={"year": frozenset(), "group": frozenset({"b", "a"})})
    same = SearchQuery(text="nón", filters={"group": frozenset({"a", "b"})})
    assert one.key == same.key == ("nón", (("group", ("a", "b")),), Sort.RELEVANCE, 0, 20, ())
    assert one.key != SearchQuery(text="nón", filters={"group": frozenset({"a"})}).key


def test_hits_stand_in_a_fixed_order_by_name_by_date_and_without_words():
    queries = (SearchQuery(text="nón"), SearchQuery(), SearchQuery(text="nón", sort=Sort.NAME))
    assert [query.in_order for query in queries] == [False, True, True]
    assert SearchQuery(text="nón", sort=Sort.NEWEST).in_order is True


def test_page_weighs_its_hits_and_every_value_of_its_facets():
    empty = SearchPage(total=0, hits=(), facets={}, match=Match.WORDS)
    full = SearchPage(
        total=9,
        hits=("a", "b"),
        facets={"year": {"2024": 3, "2025": 6}, "group": {"craft": 9}},
        match=Match.WORDS,
    )
    assert empty.weight == 0
    assert full.weight == 5 * SearchPage(total=1, hits=("a",), facets={}, match=Match.WORDS).weight > 0


def test_near_reading_of_several_words_wants_one_as_it_was_typed():
    one, two = query_words("nonn"), query_words("nonn laa")
    assert [is_anchored(words, Match.NEAR) for words in (one, two)] == [False, True]
    assert is_anchored(two, Match.WORDS) is False
