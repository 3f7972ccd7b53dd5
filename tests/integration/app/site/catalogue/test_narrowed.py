"""Lists that are narrowed: their spreadsheets in batches, the page behind the last, marks by words."""

import pytest

from app.core.database.base import db
from app.core.database.transaction import transaction
from app.site.catalogue import facility_routes, routes
from app.site.queries import list_trademarks
from catalog.models import Trademark
from catalog.search.tasks import rebuild_index
from tests.helpers.statements import selections

PRODUCTS, FACILITIES = "/san-pham.csv?group=thu-cong-my-nghe", "/co-so.csv?province=75"


@pytest.fixture
def three(factory):
    for number in (1, 2, 3):
        place = factory.facility(name=f"HTX Gốm {number}")
        factory.product(place, name_vi=f"Bình gốm {number}", group="thu-cong-my-nghe")
    rebuild_index()


@pytest.mark.usefixtures("three")
@pytest.mark.parametrize("path", [PRODUCTS, FACILITIES])
@pytest.mark.parametrize(("most", "rows"), [(4, 3), (2, 2)])
def test_spreadsheet_gives_every_row_once_up_to_its_most(client, monkeypatch, path, most, rows):
    for module in (routes, facility_routes):
        monkeypatch.setattr(module, "CSV_BATCH", 2)
        monkeypatch.setattr(module, "CSV_ROWS", most)
    text = client.get(path).text
    told = [text.count(f"ốm {number}") > 0 for number in (1, 2, 3)]
    assert (sum(told), len(text.splitlines())) == (rows, 1 + rows)


@pytest.mark.usefixtures("three")
def test_page_behind_the_last_of_the_facilities_is_the_last(client):
    assert "HTX Gốm 3" in client.get("/co-so?page=99").text


def test_marks_are_found_by_their_words(client, factory):
    factory.trademark(name="Sen Vàng")
    factory.trademark(name="Cửu Long")
    rebuild_index()
    page = client.get("/nhan-hieu?q=sen vang").text.partition("<main")[2]
    assert ("Sen Vàng" in page, "Cửu Long" in page) == (True, False)


def test_marks_are_in_the_order_of_a_dictionary_after_a_new_name_too(factory):
    for name in ("Đồng Nai", "Zéo", "An", "Ấm"):
        factory.trademark(name=name)
    mark_id = factory.trademark(name="Y").id
    with transaction() as session:
        session.get(Trademark, mark_id).name = "Dừa"
    pages = [list_trademarks(2, offset)[0] for offset in (0, 2, 4)]
    assert [[mark.name for mark in page] for page in pages] == [["An", "Ấm"], ["Dừa", "Đồng Nai"], ["Zéo"]]


def test_a_page_of_marks_is_taken_in_the_order_of_an_index(factory):
    factory.trademark()
    db.session.rollback()
    with selections() as heard:
        list_trademarks(24, 48)
        db.session.rollback()
    (page,) = [statement for statement in heard if "sort_key" in statement.partition("ORDER BY")[2]]
    with db.engine.connect() as connection:
        steps = [row[3] for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {page}")]
    assert steps[0] == "SCAN trademark USING INDEX ix_trademark_sort_key_id"
    assert [step for step in steps if "TEMP B-TREE" in step] == []
