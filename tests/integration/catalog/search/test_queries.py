"""How people ask, and what must come first: two hundred questions on both engines, at most three in a hundred wrong.

`data/queries.csv`: `first` names what may come first (`|` between equals), `-` for nothing, `*` for anything; `place`
the place that must be understood, empty for none, `*` for either. `data/listings.csv` stands beside the real notices.
"""

import csv
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from app.adapters.search.opener import open_index
from app.core.ports import ports
from app.demo.products.real import read_notices
from catalog.search.queries import CatalogueSearch, ProductPage, search_products
from catalog.search.tasks import rebuild_index
from catalog.units.queries import unit_named

DATA = Path(__file__).parent / "data"
DAY = date(2026, 11, 2)
WRONG_AT_MOST = 0.03
BARE = {"description_vi": "", "materials": "", "net_content": "", "where_sold": ""}
"""The names alone are what is searched."""
GROUPS = {
    "food": "che-bien-nong-lam-thuy-san-thuc-pham",
    "craft": "thu-cong-my-nghe",
    "machine": "thiet-bi-may-moc-co-khi",
}


def rows(name: str) -> list[dict[str, str]]:
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture
def shelf(factory) -> None:
    """The products of the real notices, and thirty made up with communes, marks and old provinces."""
    makers = {}
    for notice in read_notices():
        unit = unit_named(notice.province, notice.day)
        assert unit is not None
        if notice.facility_name not in makers:
            makers[notice.facility_name] = factory.facility(
                name=notice.facility_name, unit_id=unit.id, commune="", source=notice.source
            )
        made = factory.product(makers[notice.facility_name], name_vi=notice.name, group=notice.group, **BARE)
        factory.award(made, number=None, level=notice.level, issued_on=notice.day, unit_name=notice.province)
    for row in rows("listings.csv"):
        if row["maker"] not in makers:
            makers[row["maker"]] = factory.facility(
                name=row["maker"], unit_code=row["unit"], commune=row["commune"]
            )
        owner = makers[row["maker"]]
        mark = factory.trademark(owner, name=row["mark"]) if row["mark"] else None
        made = factory.product(owner, name_vi=row["name"], group=GROUPS[row["group"]], trademark=mark, **BARE)
        if row["paper"]:
            factory.certificate(owner, products=(made,), kind=row["paper"], stars=4)
        if row["award"]:
            day = date(int(row["award"]), 6, 1)
            factory.award(made, issued_on=day, unit_name=row["then"])


def fits(row: dict[str, str], found: ProductPage) -> bool:
    first = found.cards[0].name_vi if found.cards else "-"
    place = found.reading.place.name if found.reading.place else ""
    return (row["first"] == "*" or first in row["first"].split("|")) and row["place"] in {"*", place}


@pytest.mark.parametrize("engine", ["whoosh", "tantivy"])
def test_what_people_ask_finds_what_they_mean(app, shelf, tmp_path, engine):
    app.extensions["ports"] = replace(ports(), search=open_index(engine, tmp_path / engine))
    rebuild_index()
    asked = rows("queries.csv")
    assert len(asked) >= 200
    wrong = []
    for row in asked:
        found = search_products(CatalogueSearch(text=row["q"]), DAY)
        if not fits(row, found):
            got = [card.name_vi for card in found.cards[:3]]
            place = found.reading.place.name if found.reading.place else ""
            wrong.append((row["q"], row["first"], row["place"], got, place))
    assert [each for each in wrong if "ocop" in each[0].lower()] == []
    assert len(wrong) <= WRONG_AT_MOST * len(asked), wrong
