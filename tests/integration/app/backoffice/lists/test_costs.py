"""What officers' lists ask of the database: as many statements at any length, and no walk but in the list's order."""

import re

import pytest

from app.core.database.base import db
from catalog.units.queries import get_unit
from tests.helpers.statements import selections

LISTS = ["co-so", "san-pham", "danh-hieu", "giay-to", "nhan-hieu", "lo"]
PAGES = {
    **{f"/can-bo/danh-sach/{kind}": 7 for kind in LISTS},
    "/can-bo/danh-sach/lo": 8,
    "/can-bo/sap-het-han": 10,
    "/can-bo/giay-chung-nhan": 6,
}
"""Statements of each, four of them of the session."""
QUESTIONS = (
    "", "?sort=newest", "?sort=oldest", "?sort=ending", "?province=75", "?age=30", "?state=valid", "?state=expired",
    "?state=published", "?state=checked", "?state=expiring",
)  # fmt: skip
GROWS = r"(facility|product|award|certificate|trademark|lot)(?:_\d+)?"
WALK = re.compile(rf"SCAN {GROWS}\b(?! USING (?:COVERING )?INDEX)")
USUAL = re.compile(
    r"SELECT json_group_array\(.*\bSELECT \w+\.id AS id \n(?!.*\bWHERE (?!coalesce))", re.DOTALL
)
"""Keys of what most rows are, up to so many: begun anywhere."""
SORT = re.compile("TEMP B-TREE FOR ORDER BY")
"""Of the page itself; where what has no end comes last, of the pages of both parts too."""


@pytest.fixture
def asked(app):
    with selections() as heard:
        yield heard


def fill(factory, count):
    for _ in range(count):
        home = factory.facility()
        product = factory.product(home)
        factory.award(product)
        factory.certificate(home)
        factory.trademark(home)
        factory.lot(product)
    db.session.rollback()


def request(officer, path, asked):
    officer.get(path)
    del asked[:]
    assert officer.get(path).status_code == 200
    return list(asked)


@pytest.mark.parametrize("most", [0, 1_000])
@pytest.mark.parametrize("count", [1, 3])
def test_a_list_costs_the_same_statements_at_any_length(factory, login_as, asked, monkeypatch, count, most):
    monkeypatch.setattr("app.backoffice.lists.queries.MOST_COUNTED", most)
    officer = login_as(factory.user("officer-national"))
    fill(factory, count)
    assert {path: len(request(officer, path, asked)) for path in PAGES} == PAGES


@pytest.mark.parametrize("role", ["officer-national", "officer-province"])
def test_a_long_list_is_taken_in_the_order_of_an_index(factory, login_as, asked, monkeypatch, role):
    monkeypatch.setattr("app.backoffice.lists.queries.MOST_COUNTED", 0)
    place = {"unit_id": get_unit("2025", "75").id} if role == "officer-province" else {}
    officer = login_as(factory.user(role, **place))
    fill(factory, 3)
    paths = [f"{path}{question}" for path in PAGES for question in QUESTIONS]
    statements = {one for path in paths for one in request(officer, path, asked)}
    dear = {one: plan for one in statements if not USUAL.match(one) and is_dear(one, plan := steps_of(one))}
    assert dear == {}


FOUND_ONCE = "SEARCH product USING COVERING INDEX ix_product_facility_id_state (facility_id=?)"
ONE_BY_ONE = "SEARCH facility USING INTEGER PRIMARY KEY (rowid=?)"


@pytest.mark.parametrize(
    ("kind", "index", "place"),
    [("san-pham", "product_1 USING COVERING INDEX ix_product_sort_key", FOUND_ONCE),
     ("danh-hieu", "award_1 USING COVERING INDEX ix_award_sort_key_id", ONE_BY_ONE)],
)  # fmt: skip
def test_a_long_list_of_a_province_is_found_in_its_order(
    factory, login_as, asked, monkeypatch, kind, index, place
):
    monkeypatch.setattr("app.backoffice.lists.queries.MOST_COUNTED", 0)
    officer = login_as(factory.user("officer-province", unit_id=get_unit("2025", "75").id))
    fill(factory, 3)
    (page,) = [one for one in request(officer, f"/can-bo/danh-sach/{kind}", asked) if "order_key" in one]
    steps = steps_of(page)
    assert f"SCAN {index}" in steps
    assert place in steps
    assert (FOUND_ONCE in steps) == (place == FOUND_ONCE)


def test_a_list_of_the_nation_is_counted_in_its_own_table(factory, login_as, asked):
    officer = login_as(factory.user("officer-national"))
    fill(factory, 3)
    counted = [one for one in request(officer, "/can-bo/danh-sach/danh-hieu", asked) if "LIMIT 1001" in one]
    keys = "SELECT award.id AS id FROM award LIMIT 1001 OFFSET 0"
    wanted = f"SELECT json_group_array(json_array(anon_2.id)) AS anon_1 FROM ({keys}) AS anon_2"
    assert [" ".join(one.split()) for one in counted] == [wanted]


def steps_of(statement):
    with db.engine.connect() as connection:
        plan = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement.replace('%', '%%')}").all()
    return [row[3] for row in plan]


def is_dear(statement, steps):
    sorts = sum(bool(SORT.search(step)) for step in steps)
    allowed = 0 if "order_key" not in statement else 3 if "UNION ALL" in statement else 1
    return sorts > allowed or any(WALK.match(step) for step in steps)
