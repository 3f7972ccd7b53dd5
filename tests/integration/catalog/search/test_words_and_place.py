"""Words and a place that no listing holds together: read as both where that finds something."""

from datetime import date

import pytest

from catalog.search.queries import CatalogueSearch, count_found, search_products
from catalog.search.reading import ReadingKind
from catalog.search.tasks import rebuild_index

DAY = date(2026, 11, 2)


@pytest.fixture
def shelf(factory):
    there = factory.facility(name="HTX Măng Đen", unit_code="51", commune="Xã Măng Đen")
    factory.product(there, name_vi="Sâm dây khô")
    factory.product(factory.facility(unit_code="01"), name_vi="Gùi tre")
    rebuild_index()


def read(text):
    found = search_products(CatalogueSearch(text=text), DAY)
    place = found.reading.place.name if found.reading.place else ""
    return [card.name_vi for card in found.cards], found.reading.kind, place


@pytest.mark.parametrize(
    "text", ["sâm dây Kon Tum", "Kon Tum sâm dây", "tỉnh Kon Tum, sâm dây", "kon tum sam day"]
)
def test_words_beside_a_province_that_was_are_looked_for_in_it(shelf, text):
    assert read(text) == (["Sâm dây khô"], ReadingKind.PLACE, "Kon Tum")


def test_words_that_the_place_has_nothing_of_are_words_alone(shelf):
    cards, kind, _place = read("gùi tre Kon Tum")
    assert kind != ReadingKind.PLACE
    assert "Sâm dây khô" not in cards


def test_a_broken_index_still_counts_what_the_names_hold(shelf, monkeypatch):
    assert count_found("product", "gùi tre") == 1
    monkeypatch.setattr("catalog.search.queries._ask", lambda *_args: (None, None))
    assert [count_found(kind, "Gùi tre") for kind in ("product", "facility", "trademark")] == [1, 0, 0]
