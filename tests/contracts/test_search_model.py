"""Both engines find what a plain model of the port finds."""

import shutil

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.adapters.search.opener import open_index
from app.core.search import (
    Match,
    SearchDocument,
    SearchPage,
    SearchQuery,
    Sort,
    is_near,
    ordered_counts,
    query_words,
    tokens,
)
from tests.contracts.corpus import ENGINES

SYLLABLES = [
    "gốm", "gom", "bát", "bat", "tràng", "trang", "tranh", "thanh", "trà", "đũa", "dưa", "hoà", "hòa", "lụa",
    "mật", "ong", "a", "GỐM",
]  # fmt: skip
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
    """The contract of the port, implemented as plainly as possible."""
    match = strictest(documents, query)
    holding = [document for document in documents if holds(document, query, match)]
    hits = [document for document in holding if fits(document, query.active_filters())]
    facets = {facet: facet_of(holding, query, facet) for facet in query.facets}
    key = (lambda d: d.newest_key) if query.sort is Sort.NEWEST else (lambda d: d.name_key)
    return SearchPage(len(hits), tuple(d.id for d in sorted(hits, key=key)), facets, match)


def strictest(documents, query):
    """The first reading of the words by which something of the kinds asked for is found."""
    kinds = {name: values for name, values in query.active_filters().items() if name == "kind"}
    readings = [m for m in Match if any(holds(d, query, m) and fits(d, kinds) for d in documents)]
    return readings[0] if readings and query_words(query.text) else Match.WORDS


def facet_of(holding, query, facet):
    others = [document for document in holding if fits(document, query.active_filters(without=facet))]
    values = [value for document in others for value in document.values(facet)]
    return ordered_counts({value: values.count(value) for value in values})


def fits(document, filters):
    return all(set(document.values(name)) & set(values) for name, values in filters.items())


def holds(document, query, match):
    has = [folded for folded, _ in tokens(f"{document.title} {document.body}")]
    asked = query_words(query.text)
    anchored = match is not Match.NEAR or len(asked) == 1 or any(word.folded in has for word in asked)
    return anchored and all(any(reads(word, term, match) for term in has) for word in asked)


def reads(word, term, match):
    begun = match is not Match.WORDS and word.is_last and term.startswith(word.folded)
    near = match is Match.NEAR and word.may_be_near and distance(word.folded, term) <= 1
    return term == word.folded or begun or near


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
