"""What public pages ask of the database: as many statements at any size, and none that walks over a table."""

import re
from datetime import date

import pytest
from sqlalchemy import text

from app.core.database.base import db
from catalog.search.tasks import rebuild_index
from tests.helpers.statements import selections

ONE = "/co-so/co-so-dem"
"""The page of one facility, whose own rows are put in order."""
PAGES = {
    "/": 10,
    "/ket-qua": 8,
    "/ket-qua?level=tinh": 8,
    "/ket-qua?province=75": 8,
    "/ket-qua?year=2026&group=thu-cong-my-nghe": 8,
    "/ket-qua?level=tinh&year=2026&province=75": 8,
    "/giay-chung-nhan": 3,
    "/giay-chung-nhan?q=t75": 3,
    "/san-pham": 4,
    "/san-pham?q=gom": 4,
    "/san-pham?page=2": 4,
    "/co-so": 3,
    ONE: 11,
}
"""Statements of each, past the cache."""
PART, BEGINNING = "/giay-chung-nhan?q=t75", "/giay-chung-nhan?q=cnnt"
SMALL = {"administrative_unit", "selection_round", "recognition_decision", "showroom", "craft_village"}
"""Tables that do not grow with the catalogue, or not beyond some hundreds."""
KEPT = {"recognition_cell", "tally"}
"""Numbers: a row for all that share five facets, some thousands, of which a facet's index finds those asked for; a row
for each value of one or two facets.
"""
OF = re.compile(r"(?:FROM|JOIN) (?!anon_)(\w+)")
SORT = re.compile("TEMP B-TREE FOR (?!RIGHT PART|LAST)")
"""A sort of all rows; within one day it is a few."""
WALK = re.compile(r"SCAN (?!CONSTANT|anon_)(\w+)")


@pytest.fixture
def asked(app):
    with selections() as heard:
        yield heard


def fill(factory, count):
    home = factory.facility(name="Cơ sở đếm", slug=ONE.removeprefix("/co-so/"))
    for number in range(count):
        product = factory.product(
            factory.facility() if number else home,
            name_vi=f"Gốm {number}",
            group="thu-cong-my-nghe",
            pictures=1,
        )
        factory.award(product, level="tinh", year=2026, issued_on=date(2026, 1, 5))
    rebuild_index()
    db.session.rollback()


def write():
    db.session.execute(text("INSERT INTO tally VALUES ('written', (SELECT count(*) FROM tally), 1)"))
    db.session.commit()


def request(client, path, asked):
    """What a page asks after somebody has written."""
    client.get(path, headers={"Authorization": "Bearer none"})
    write()
    del asked[:]
    assert client.get(path, headers={"Authorization": "Bearer none"}).status_code == 200
    return list(asked)


@pytest.mark.parametrize("count", [1, 3, 30])
def test_a_page_costs_the_same_statements_at_any_size(client, factory, asked, count):
    fill(factory, count)
    assert {path: len(request(client, path, asked)) for path in PAGES} == PAGES


def test_what_seldom_changes_is_asked_again_when_somebody_has_written(client, factory, asked):
    fill(factory, 3)
    seldom = [
        ["administrative_unit"],
        ["selection_round"],
        ["selection_round", "recognition_decision"],
    ]
    found = []
    for written in (True, False, False, True):
        if written:
            write()
        del asked[:]
        assert client.get("/ket-qua", headers={"Authorization": "Bearer none"}).status_code == 200
        found.append([tables for one in asked if (tables := OF.findall(one)) in seldom])
    assert found == [seldom, [], [], seldom]


def test_no_statement_of_a_page_walks_over_or_sorts_a_table_that_grows(client, factory, asked):
    fill(factory, 25)  # two pages of results and certificates
    dear = {}
    for path in (
        *PAGES,
        "/ket-qua?page=2",
        "/giay-chung-nhan?page=2",
        BEGINNING,
        "/ket-qua?round=khong",
    ):
        for statement in request(client, path, asked):
            with db.engine.connect() as connection:
                plan = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement.replace('%', '%%')}").all()
            walks = {found[1] for row in plan if (found := WALK.match(row[3]))} - SMALL
            sorts = (
                path != ONE
                and any(SORT.search(row[3]) for row in plan)
                and set(OF.findall(statement)) - SMALL - KEPT
            )
            if walks or sorts:
                dear[path, statement] = plan
    assert dear == {}


def test_certificates_dated_or_ended_later_are_found_by_their_own_days(client, factory, asked):
    fill(factory, 3)
    (count,) = [statement for statement in request(client, "/", asked) if "dated_later" in statement]
    with db.engine.connect() as connection:
        plan = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {count.replace('%', '%%')}").all()
    used = [found[1] for row in plan if (found := re.search(r"award USING INDEX ix_award_(\w+)", row[3]))]
    assert used == ["issued_on", "revoked_on", "suspended_on"]


def test_a_part_of_a_number_is_found_by_its_place_in_an_index(client, factory, asked):
    fill(factory, 3)
    (look,) = [statement for statement in request(client, PART, asked) if "award_number_part" in statement]
    with db.engine.connect() as connection:
        plan = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {look}").all()
    assert [row[3] for row in plan] == [
        "SEARCH award_number_part USING PRIMARY KEY (part>? AND part<?)",
        "CORRELATED SCALAR SUBQUERY 1",
        "SEARCH before USING COVERING INDEX ix_award_number_part_award_id_part (award_id=? AND part>? AND part<?)",
    ]


def test_the_beginning_of_a_number_is_found_by_its_place_in_an_index(client, factory, asked):
    fill(factory, 25)
    first, *others = [
        statement for statement in request(client, BEGINNING, asked) if "number_key" in statement
    ]
    assert [statement for statement in others if "LIKE" in statement] == []
    with db.engine.connect() as connection:
        plan = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {first.replace('%', '%%')}").all()
    assert [row[3] for row in plan] == [
        "SEARCH award USING COVERING INDEX ix_award_number_key (number_key>? AND number_key<?)"
    ]
