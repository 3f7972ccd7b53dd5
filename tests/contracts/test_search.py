"""The search port: both engines answer alike, and like the plain model in `test_search_model.py`."""

import unicodedata

import pytest

from app.core.search import (
    FACETS,
    Match,
    SearchDocument,
    SearchPage,
    SearchQuery,
    Sort,
    Suggestion,
)
from tests.contracts.corpus import CORPUS, document, found, ids


def test_index_starts_empty(index):
    assert (index.position(), index.count(), index.outgrown()) == (0, 0, False)
    assert index.search(SearchQuery(text="gốm", facets=("group",))) == SearchPage(
        0, (), {"group": {}}, Match.WORDS
    )
    assert index.suggest("g") == []


@pytest.mark.parametrize("form", ["NFC", "NFD"])
@pytest.mark.parametrize("text", ["dak lak", "Đắk Lắk", "ĐĂK LĂK", "  đắk–LẮK!! ", "Dak Lăk"])
def test_search_finds_the_same_in_any_form_and_with_any_marks(filled, text, form):
    assert found(filled, unicodedata.normalize(form, text)) == ids(1)


def test_search_needs_every_word_in_title_or_body(filled):
    assert found(filled, "gốm hoa") == ids(2)
    assert found(filled, "gốm cà phê") == []


def test_search_ranks_the_marks_typed_first(filled):
    assert filled.search(SearchQuery(text="đũa")).hits == ("product:6", "product:5")
    assert filled.search(SearchQuery(text="dưa")).hits == ("product:5", "product:6")
    assert found(filled, "dua") == ids(5, 6)


def test_search_takes_both_places_of_a_tone_as_one_spelling(index):
    index.upsert([document(1, "Hoa lụa"), document(2, "Rượu Hòa Bình"), document(3, "Hoà Lạc")])
    assert set(index.search(SearchQuery(text="hoà", limit=2)).hits) == {"product:2", "product:3"}
    assert index.search(SearchQuery(text="hoà")).hits[2] == "product:1"


def test_search_ranks_titles_before_bodies(index):
    index.upsert([document(1, "Bình hoa", "gốm men lam"), document(2, "Gốm men lam", "bình hoa")])
    assert index.search(SearchQuery(text="gom")).hits == ("product:2", "product:1")
    assert index.search(SearchQuery(text="gố")).hits == ("product:2", "product:1")


def test_search_reads_the_last_word_as_a_beginning_only_when_the_word_is_unknown(filled):
    whole, begun = filled.search(SearchQuery(text="tra")), filled.search(SearchQuery(text="gom bat tr"))
    assert (whole.hits, whole.match) == (("product:3",), Match.WORDS)
    assert (sorted(begun.hits), begun.match) == (["facility:7", "product:2"], Match.PREFIX)
    assert found(filled, "bat g tr") == []


@pytest.mark.parametrize("typo", ["tranng", "trag", "trank", "trnag", "ttang", "rtang"])
def test_search_tolerates_one_mistake_in_a_word_of_four_letters(filled, typo):
    page = filled.search(SearchQuery(text=f"{typo} bát"))
    assert (sorted(page.hits), page.match) == (["facility:7", "product:2"], Match.NEAR)


def test_search_tolerates_a_mistake_in_a_word_of_three_letters_beside_another_word(filled):
    page = filled.search(SearchQuery(text="gpm bat"))
    assert (sorted(page.hits), page.match) == (["facility:7", "product:2"], Match.NEAR)
    assert found(filled, "gpm") == []


def test_search_tolerates_no_two_mistakes_and_none_in_words_of_two_letters(filled):
    assert found(filled, "tbagn bat") == found(filled, "g bta") == found(filled, "bt gom") == []


def test_search_decides_how_to_read_the_words_within_the_kind_alone(index):
    index.upsert([document(1, "Tranh", group="craft"), document(2, "Tra", kind="facility")])
    assert index.search(SearchQuery(text="tra")).match is Match.WORDS
    assert found(index, "tra", filters={"kind": frozenset({"product"})}) == ids(1)
    assert found(index, "tra", filters={"group": frozenset({"craft"})}) == []


def test_search_adds_filters_up_and_takes_values_as_alternatives(filled):
    province = frozenset({"01", "66"})
    assert found(filled, filters={"province": province}) == [*ids(7, kind="facility"), *ids(1, 2, 5, 6)]
    assert found(filled, filters={"province": province, "group": frozenset({"food"})}) == ids(1, 5)
    assert found(filled, "gốm", filters={"province": province, "kind": frozenset({"product"})}) == ids(2)
    assert found(filled, filters={"year": frozenset({"2025"}), "level": frozenset()}) == ids(3)
    assert (
        found(filled, filters={"group": frozenset({"no such", "food OR craft", "*", "\x00", "\ud800"})}) == []
    )


def test_facets_count_under_the_other_filters(filled):
    page = filled.search(
        SearchQuery(filters={"province": frozenset({"01"}), "kind": frozenset({"product"})}, facets=FACETS)
    )
    assert page.facets == {
        "kind": {"product": 3, "facility": 1},
        "group": {"craft": 2, "food": 1},
        "province": {"01": 3, "17": 1, "19": 1, "46": 1, "66": 1},
        "level": {"region": 2, "province": 1},
        "certificate": {},
        "facility": {},
        "year": {},
        "recognition": {},
        "place": {},
        "stars": {},
        "mark": {},
        "commune": {},
        "village": {},
    }
    assert list(page.facets["province"]) == ["01", "17", "19", "46", "66"]


def test_search_sorts_by_name_in_vietnamese_order_and_by_newest(filled):
    products = {"kind": frozenset({"product"})}
    by_name = filled.search(SearchQuery(filters=products, sort=Sort.NAME)).hits
    newest = filled.search(SearchQuery(filters=products, sort=Sort.NEWEST)).hits
    assert by_name == tuple(f"product:{n}" for n in (1, 5, 6, 2, 8, 3, 4))
    assert newest == tuple(f"product:{n}" for n in (2, 4, 1, 3, 5, 6, 8))
    assert filled.search(SearchQuery(filters=products)).hits == by_name


def test_search_pages_hold_each_hit_once_and_totals_are_exact(filled):
    for text, sort in (
        ("", Sort.NAME),
        ("", Sort.NEWEST),
        ("bat trang", Sort.RELEVANCE),
        ("t", Sort.RELEVANCE),
    ):
        total = filled.search(SearchQuery(text=text, sort=sort)).total
        pages = [filled.search(SearchQuery(text=text, sort=sort, offset=n, limit=2)) for n in range(0, 10, 2)]
        assert [page.total for page in pages] == [total] * 5
        assert sorted(hit for page in pages for hit in page.hits) == found(filled, text)
    assert filled.search(SearchQuery(offset=10**18)) == SearchPage(8, (), {}, Match.WORDS)


@pytest.mark.parametrize("wrong", [{"offset": -1}, {"limit": 0}, {"limit": 201}, {"facets": ("owner",)}])
def test_query_refuses_what_no_page_may_ask(wrong):
    with pytest.raises(ValueError, match=r"page out of range|unknown facet: owner"):
        SearchQuery(**wrong)


def test_document_refuses_unknown_facets():
    with pytest.raises(ValueError, match="unknown facet: owner"):
        SearchDocument(id="product:1", kind="product", title="", facets={"owner": ("1",)})


HOSTILE = [
    "gom AND", "title:gom", "NOT (", '"gom', "gom*", "*", "?", "[a TO z]", "~2", "gom^9", "\\", "/(a+)+$/",
    "\x00", "gom\x00bat", "gom" * 4_000, "g " * 5_000, "🏺", "gốm 🏺", "\ud800", "\u200bgom", "' OR 1=1 --",
]  # fmt: skip


@pytest.mark.parametrize("text", HOSTILE)
def test_search_takes_any_text_as_words(filled, text):
    page = filled.search(SearchQuery(text=text, facets=FACETS))
    assert page.total == len(filled.search(SearchQuery(text=text, limit=200)).hits)
    assert len(filled.suggest(text)) <= 8


def test_search_ignores_operators_around_words(filled):
    assert found(filled, '"gốm*" +(bát) ~tràng^') == [*ids(7, kind="facility"), *ids(2)]


def test_suggest_completes_titles_and_forgives_a_mistake(filled):
    assert filled.suggest("bat t") == [
        Suggestion("product:2", "Gốm Bát Tràng"),
        Suggestion("facility:7", CORPUS[6].title),
    ]
    assert filled.suggest("đũ") == [Suggestion("product:6", "Đũa tre"), Suggestion("product:5", "Dưa muối")]
    assert filled.suggest("nguyne") == [Suggestion("product:3", "Trà Thái Nguyên")]
    assert filled.suggest("") == filled.suggest("men lam") == []


def test_suggest_shows_a_title_once_and_keeps_the_limit(index):
    index.upsert([document(n, "Mật ong Hoà Bình" if n % 2 else f"Mật ong {n}") for n in range(9)])
    shown = [suggestion.title for suggestion in index.suggest("mat o", limit=3)]
    assert len(set(shown)) == len(shown) == 3
