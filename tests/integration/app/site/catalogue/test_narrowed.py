"""Lists that are narrowed: their spreadsheets in batches, the page behind the last, marks by words."""

import pytest

from app.site.catalogue import facility_routes, routes
from catalog.search.tasks import rebuild_index

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
