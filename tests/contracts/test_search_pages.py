"""Pages of an ordered list, near and far, are slices of one order, whatever the engine finds them by."""

import pytest

from app.core.search import SearchDocument, SearchQuery, Sort

MANY = 700


def document(number):
    return SearchDocument(
        id=f"product:{number}",
        kind="product",
        title=f"Gốm {number * 37 % MANY // 3:03d}",
        sort_name=f"gom {number * 37 % MANY // 3:03d}",
        newest=number * 53 % MANY // 2,
        rank=number % 3,
        facets={"group": ("food" if number % 2 else "craft",)},
    )


@pytest.fixture
def many(index):
    documents = [document(number) for number in range(MANY)]
    index.rebuild(documents, position=1, sample=((one.sort_name, one.newest) for one in documents))
    return index


ORDERS = {
    Sort.NAME: lambda one: one.name_key,
    Sort.RELEVANCE: lambda one: one.rank_key,
    Sort.NEWEST: lambda one: one.newest_key,
}


@pytest.mark.parametrize("sort", Sort)
@pytest.mark.parametrize("group", ["", "craft"])
def test_every_page_is_a_slice_of_the_order(many, sort, group):
    wanted = [one for one in map(document, range(MANY)) if not group or group in one.facets["group"]]
    order = [one.id for one in sorted(wanted, key=ORDERS[sort])]
    filters = {"group": frozenset({group})} if group else {}
    for offset in (0, 20, 131, 340, len(order) - 7, len(order)):
        page = many.search(
            SearchQuery(sort=sort, filters=filters, offset=offset, limit=20, facets=("group",))
        )
        assert (page.total, list(page.hits)) == (len(order), order[offset : offset + 20])


def test_documents_added_later_stand_in_their_place(many):
    many.upsert([document(number) for number in range(MANY, MANY + 60)])
    order = [one.id for one in sorted(map(document, range(MANY + 60)), key=ORDERS[Sort.NAME])]
    page = many.search(SearchQuery(sort=Sort.NAME, offset=500, limit=50))
    assert (page.total, list(page.hits)) == (MANY + 60, order[500:550])


def test_the_same_question_is_answered_anew_after_a_change(many):
    asked = SearchQuery(sort=Sort.NAME, limit=1)
    first = many.search(asked).hits
    many.delete(first)
    assert many.search(asked).hits != first
    assert many.search(asked).total == MANY - 1
