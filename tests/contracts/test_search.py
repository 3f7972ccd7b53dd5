"""The search port: both engines answer alike, and as the plain model at the end of this file does."""

import gc
import multiprocessing
import os
import random
import shutil
import threading
import unicodedata

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.adapters.index_folder import IndexFolder, engine_at
from app.adapters.search_open import LARGE, AutoIndex, open_index
from app.core.search import (
    FACETS,
    IndexBroken,
    IndexBusy,
    Match,
    SearchDocument,
    SearchPage,
    SearchQuery,
    Sort,
    Suggestion,
    is_near,
    ordered_counts,
    query_words,
    tokens,
)
from app.core.text import sort_key

ENGINES = ("whoosh", "tantivy")


def document(number, title, body="", *, kind="product", newest=0, **facets):
    return SearchDocument(
        id=f"{kind}:{number}",
        kind=kind,
        title=title,
        body=body,
        sort_name=sort_key(title),
        newest=newest,
        facets={name: tuple(values.split()) for name, values in facets.items()},
    )


CORPUS = [
    document(
        1, "Cà phê Đắk Lắk", "rang xay Buôn Ma Thuột", newest=5, group="food", province="66", level="province"
    ),
    document(
        2,
        "Gốm Bát Tràng",
        "bình hoa men lam",
        newest=9,
        group="craft",
        province="01",
        level="province region",
    ),
    document(3, "Trà Thái Nguyên", "chè xanh", newest=1, group="food", province="19", year="2024 2025"),
    document(4, "Tranh thêu Huế", "lụa tơ tằm", newest=7, group="craft", province="46"),
    document(5, "Dưa muối", "dưa cải", group="food", province="01"),
    document(6, "Đũa tre", "đũa ăn cơm", group="craft", province="01", level="region"),
    document(7, "Hợp tác xã Bát Tràng", "gốm sứ", kind="facility", province="01"),
    document(8, "Tinh dầu hoà bình", "tràm", group="food", province="17", certificate="iso-9001 ocop-4"),
]


@pytest.fixture(params=ENGINES)
def index(request, tmp_path):
    return open_index(request.param, tmp_path / "index")


@pytest.fixture(scope="module", params=ENGINES)
def filled(request, tmp_path_factory):
    made = open_index(request.param, tmp_path_factory.mktemp("search") / request.param)
    made.upsert(CORPUS[:5], position=5)
    made.upsert(CORPUS[5:], position=8)
    return made


def found(index, text="", **wanted):
    return sorted(index.search(SearchQuery(text=text, **wanted)).hits)


def ids(*numbers, kind="product"):
    return sorted(f"{kind}:{number}" for number in numbers)


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


def test_upsert_replaces_and_delete_forgets(index):
    index.upsert([document(1, "Gốm", group="craft"), document(2, "Lụa")], position=2)
    index.upsert([document(1, "Cũ"), document(1, "Trà", group="food")], position=4)
    index.delete(["product:2", "product:99"])
    page = index.search(SearchQuery(facets=("group",)))
    assert (page.total, page.hits, page.facets) == (1, ("product:1",), {"group": {"food": 1}})
    assert [found(index, text) for text in ("gốm", "lụa", "cũ", "trà")] == [[], [], [], ids(1)]
    assert (index.position(), index.count()) == (4, 1)


def test_upsert_does_not_lean_on_the_global_random(index):
    for number in range(3):
        random.seed(7)
        index.upsert([document(number, "Gốm")])
    assert found(index, "gom") == ids(0, 1, 2)


def test_position_moves_without_documents(index):
    index.upsert([document(1, "Gốm")])
    assert index.position() == 0
    index.upsert([], position=7)
    assert index.position() == 7
    index.delete([], position=8)
    assert (index.position(), index.count()) == (8, 1)


def test_rebuild_replaces_everything_at_once(index, tmp_path):
    index.upsert([document(1, "Gốm")], position=3)
    seen = []

    def documents():
        seen.append(found(index))
        yield document(2, "Lụa")

    index.rebuild(documents(), position=9)
    assert (seen, found(index), index.position()) == ([ids(1)], ids(2), 9)
    assert (
        len([path for path in (tmp_path / "index").iterdir() if path.is_dir() and not path.is_symlink()]) == 1
    )


def test_rebuild_that_fails_leaves_the_old_content(index):
    index.upsert([document(1, "Gốm")], position=3)
    with pytest.raises(ZeroDivisionError):
        index.rebuild((document(1 // n, "x") for n in (1, 0)), position=9)
    assert (found(index), index.position()) == (ids(1), 3)
    index.upsert([document(2, "Lụa")], position=4)
    assert (found(index), index.position()) == (ids(1, 2), 4)


def test_clear_empties(index):
    index.upsert(CORPUS, position=3)
    index.clear()
    assert (found(index), index.position()) == ([], 0)


@pytest.mark.parametrize("engine", ENGINES)
def test_another_handle_sees_each_write(engine, tmp_path):
    writer, reader = open_index(engine, tmp_path), open_index(engine, tmp_path)
    for number in range(3):
        writer.upsert([document(number, "Gốm")], position=number)
        assert (found(reader), reader.position()) == (ids(*range(number + 1)), number)
    writer.clear()
    assert found(reader) == []
    writer.rebuild([document(8, "Gốm")], position=1)
    assert found(reader, "gom") == ids(8)


@pytest.mark.parametrize("engine", ENGINES)
def test_layouts_of_another_engine_count_as_absent(engine, tmp_path):
    other = next(name for name in ENGINES if name != engine)
    open_index(engine, tmp_path).upsert(CORPUS, position=3)
    assert (open_index(other, tmp_path).position(), found(open_index(other, tmp_path))) == (0, [])


def current_files(path):
    return [file for file in (path / "index" / "current").resolve().iterdir() if file.is_file()]


def empty_all(path):
    for file in current_files(path):
        file.write_bytes(b"")


def overwrite_all(path):
    for file in current_files(path):
        file.write_bytes(os.urandom(max(64, file.stat().st_size)))


def remove_all(path):
    shutil.rmtree((path / "index" / "current").resolve())


def spoil_position(path):
    (path / "index" / "current" / "position").write_text("many")


@pytest.mark.filterwarnings("ignore:unclosed file:ResourceWarning")  # Whoosh drops the broken file unclosed
@pytest.mark.parametrize("spoil", [empty_all, overwrite_all, remove_all])
@pytest.mark.parametrize("engine", ENGINES)
def test_broken_files_are_said_and_rebuilt(engine, spoil, tmp_path):
    open_index(engine, tmp_path / "index").upsert(CORPUS, position=3)
    spoil(tmp_path)
    index = open_index(engine, tmp_path / "index")
    for verb in (
        lambda: found(index, "gốm"),
        lambda: index.suggest("g"),
        lambda: index.upsert(CORPUS),
        index.count,
    ):
        with pytest.raises(IndexBroken) as refusal:
            verb()
        assert refusal.value.code == "search_index_broken"
    gc.collect()
    index.rebuild(CORPUS, position=4)
    assert (found(index, "gốm"), index.position()) == ([*ids(7, kind="facility"), *ids(2)], 4)


def test_broken_position_is_said_and_cleared(index, tmp_path):
    index.upsert(CORPUS, position=3)
    spoil_position(tmp_path)
    with pytest.raises(IndexBroken):
        index.position()
    index.clear()
    assert index.position() == 0


def test_path_that_is_no_index_is_broken(index, tmp_path):
    (tmp_path / "index").mkdir()
    (tmp_path / "index" / "current").write_text("not a link")
    with pytest.raises(IndexBroken):
        index.search(SearchQuery())
    index.clear()
    assert index.search(SearchQuery()).total == 0


def test_auto_changes_over_to_the_large_engine_at_a_rebuild(tmp_path):
    def layout():
        return (tmp_path / "current").readlink().name.split("-")[0]

    index, other = AutoIndex(tmp_path, large=3), AutoIndex(tmp_path, large=3)
    assert (index.position(), index.count(), index.outgrown()) == (0, 0, False)
    index.upsert([document(n, "Gốm") for n in range(2)], position=2)
    assert (layout(), index.outgrown(), found(other)) == ("whoosh1", False, ids(0, 1))
    index.upsert([document(2, "Gốm")], position=3)
    assert (layout(), index.outgrown()) == ("whoosh1", True)
    index.rebuild((document(n, "Gốm") for n in range(4)), position=4)
    assert (layout(), index.outgrown(), other.position(), found(other)) == (
        "tantivy1",
        False,
        4,
        ids(0, 1, 2, 3),
    )
    index.delete(["product:0"], position=5)
    assert (layout(), other.count(), other.suggest("go")) == ("tantivy1", 3, [Suggestion("product:1", "Gốm")])
    index.clear()
    assert (layout(), other.position(), found(other)) == ("whoosh1", 0, [])


def test_auto_is_the_engine_of_a_small_catalogue_by_default(tmp_path):
    index = open_index("auto", tmp_path)
    index.rebuild(CORPUS, position=1)
    assert len(CORPUS) < LARGE
    assert (tmp_path / "current").readlink().name.startswith("whoosh1-")


def write_some(engine, path, start):
    index = open_index(engine, path)
    for number in range(start, start + 5):
        index.upsert([document(number, f"Gốm {number}")])


@pytest.mark.parametrize("engine", ENGINES)
def test_writers_of_two_processes_and_threads_wait_for_each_other(engine, tmp_path):
    context = multiprocessing.get_context("spawn")
    process = context.Process(target=write_some, args=(engine, tmp_path, 100))
    threads = [threading.Thread(target=write_some, args=(engine, tmp_path, start)) for start in (0, 50)]
    for worker in (process, *threads):
        worker.start()
    for worker in (process, *threads):
        worker.join(60)
    assert process.exitcode == 0
    assert found(open_index(engine, tmp_path)) == ids(*range(5), *range(50, 55), *range(100, 105))


def test_writer_says_busy_after_waiting_in_vain(tmp_path):
    holder, other = IndexFolder(tmp_path, "x"), IndexFolder(tmp_path, "x", patience=0.05)
    with holder.writing(), pytest.raises(IndexBusy) as refusal, other.writing():
        pass
    assert refusal.value.code == "search_index_busy"


def test_engine_panic_means_broken_but_an_interrupt_passes(tmp_path):
    panic = type("PanicException", (BaseException,), {})
    with pytest.raises(IndexBroken), engine_at(tmp_path):
        raise panic
    with pytest.raises(KeyboardInterrupt), engine_at(tmp_path):
        raise KeyboardInterrupt
    with pytest.raises(IndexBusy), engine_at(tmp_path):
        raise IndexBusy


def test_reader_survives_rebuilds_all_the_time(index):
    index.upsert(CORPUS, position=1)
    stop = threading.Event()
    answers: set[tuple[str, ...]] = set()

    def ask():
        while not stop.is_set():
            try:
                answers.add(tuple(found(index, "bat trang")))
            except IndexBroken:
                answers.add(("broken",))

    thread = threading.Thread(target=ask)
    thread.start()
    for position in range(8):
        index.rebuild(CORPUS, position=position)
        index.upsert(CORPUS[:3])
    stop.set()
    thread.join()
    assert answers == {(*ids(7, kind="facility"), *ids(2))}


def test_searches_of_many_threads_agree(filled):
    pages: list[SearchPage] = []

    def ask():
        pages.extend(filled.search(SearchQuery(text="bat trang", facets=("kind",))) for _ in range(10))

    threads = [threading.Thread(target=ask) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(pages) == 40
    assert all(page == pages[0] for page in pages)


SYLLABLES = [
    "gốm",
    "gom",
    "bát",
    "bat",
    "tràng",
    "trang",
    "tranh",
    "thanh",
    "trà",
    "đũa",
    "dưa",
    "hoà",
    "hòa",
    "lụa",
    "mật",
    "ong",
    "a",
    "GỐM",
]
TYPED = [*SYLLABLES, "tr", "thah", "trnag", "tanh", "tranhh", "xyz", "g", "tràn", "lu", "*", "🏺"]
text_of = lambda words, most: st.lists(st.sampled_from(words), max_size=most).map(" ".join)  # noqa: E731
some = lambda *values: st.sets(st.sampled_from(values)).map(lambda chosen: tuple(sorted(chosen)))  # noqa: E731

documents = st.lists(
    st.builds(
        SearchDocument,
        id=st.integers(0, 30).map(lambda n: f"product:{n}"),
        kind=st.sampled_from(["product", "facility"]),
        title=text_of(SYLLABLES, 3),
        body=text_of(SYLLABLES, 5),
        sort_name=st.sampled_from(["", "a", "b", "đ"]),
        newest=st.integers(0, 3),
        facets=st.fixed_dictionaries(
            {}, optional={"group": some("x", "y", "z z"), "province": some("1", "2")}
        ),
    ),
    max_size=14,
    unique_by=lambda made: made.id,
)
queries = st.builds(
    SearchQuery,
    text=text_of(TYPED, 4),
    filters=st.fixed_dictionaries(
        {},
        optional={
            "kind": st.sets(st.sampled_from(["product", "facility"])).map(frozenset),
            "group": st.sets(st.sampled_from(["x", "y", "z z", "w"])).map(frozenset),
            "province": st.sets(st.sampled_from(["1", "2"])).map(frozenset),
        },
    ),
    sort=st.sampled_from(list(Sort)),
    facets=st.just(("kind", "group", "province")),
    limit=st.just(50),
)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(kept=documents, dropped=documents, asked=st.lists(queries, min_size=8, max_size=8))
def test_engines_find_what_the_model_finds(tmp_path_factory, kept, dropped, asked):
    for engine in ENGINES:
        path = tmp_path_factory.mktemp(engine)
        index = open_index(engine, path)
        index.upsert(dropped)
        index.upsert(kept)
        index.delete({one.id for one in dropped} - {one.id for one in kept})
        for query in asked:
            page, expected = index.search(query), model(kept, query)
            assert (page.total, page.match, page.facets) == (expected.total, expected.match, expected.facets)
            ordered = query.sort is not Sort.RELEVANCE or query.by_name
            assert (page.hits if ordered else set(page.hits)) == (
                expected.hits if ordered else set(expected.hits)
            )
        shutil.rmtree(path)


def model(documents: list[SearchDocument], query: SearchQuery) -> SearchPage:
    """What the port promises, said as plainly as possible."""

    def fits(document, filters):
        return all(set(document.values(name)) & set(values) for name, values in filters.items())

    def holds(document, match):
        has = [folded for folded, _ in tokens(f"{document.title} {document.body}")]
        return all(any(reads(word, term, match) for term in has) for word in query_words(query.text))

    def reads(word, term, match):
        begun = match is not Match.WORDS and word.is_last and term.startswith(word.folded)
        near = match is Match.NEAR and word.may_be_near and distance(word.folded, term) <= 1
        return term == word.folded or begun or near

    kinds = {name: values for name, values in query.active_filters().items() if name == "kind"}
    readings = [m for m in Match if any(holds(d, m) and fits(d, kinds) for d in documents)]
    match = readings[0] if readings and query_words(query.text) else Match.WORDS
    holding = [document for document in documents if holds(document, match)]
    hits = [document for document in holding if fits(document, query.active_filters())]
    facets = {}
    for facet in query.facets:
        others = [d for d in holding if fits(d, query.active_filters(without=facet))]
        values = [value for document in others for value in document.values(facet)]
        facets[facet] = ordered_counts({value: values.count(value) for value in values})
    key = (lambda d: d.newest_key) if query.sort is Sort.NEWEST else (lambda d: d.name_key)
    return SearchPage(len(hits), tuple(d.id for d in sorted(hits, key=key)), facets, match)


def distance(one: str, other: str) -> int:
    """Optimal string alignment by the textbook table."""
    table = {(i, 0): i for i in range(len(one) + 1)} | {(0, j): j for j in range(len(other) + 1)}
    for i, a in enumerate(one, start=1):
        for j, b in enumerate(other, start=1):
            best = min(table[i - 1, j] + 1, table[i, j - 1] + 1, table[i - 1, j - 1] + (a != b))
            if i > 1 and j > 1 and (a, b) == (other[j - 2], one[i - 2]):
                best = min(best, table[i - 2, j - 2] + 1)
            table[i, j] = best
    return table[len(one), len(other)]


short = st.text("abc", max_size=6)


@settings(max_examples=300)
@given(one=short, other=short)
def test_is_near_is_an_edit_distance_of_one(one, other):
    assert is_near(one, other) == (distance(one, other) <= 1)
