"""What whole files cost: as many statements a part of a table whatever its length, and the rows in their order."""

import re
from datetime import date, timedelta

import pytest

from app.core.clock import today
from app.core.database.base import db
from app.site import queries
from app.site.open_data import reads
from app.site.open_data.tables import TABLES
from app.site.whole_files import sitemap
from catalog.register import writer
from tests.helpers.statements import selections

PARTS = {"products": 2, "facilities": 2, "certificates": 1, "results": 1}
"""Statements that a part of a table takes, a thousand rows; the provinces are read once for all."""
DAY = date(2026, 1, 5)


@pytest.fixture(autouse=True)
def small_parts(monkeypatch):
    assert (reads.BATCH, queries.ROWS, writer.ROWS) == (1000, 5000, 1000)
    monkeypatch.setattr(reads, "BATCH", 2)
    monkeypatch.setattr(queries, "ROWS", 2)
    monkeypatch.setattr(writer, "ROWS", 2)


def fill(factory, count):
    """Of each day two: order within a day tells."""
    for number in range(count):
        product = factory.product(factory.facility(), name_vi=f"Gốm {number:02d}")
        factory.award(product, issued_on=DAY + timedelta(days=number // 2))
    db.session.rollback()


def asked(read):
    """(rows, statements)"""
    with selections() as heard:
        rows = sum(1 for _row in read())
        db.session.rollback()
        return rows, len(heard)


@pytest.mark.parametrize("count", [4, 12])
def test_a_part_of_a_table_costs_the_same_at_any_length(factory, count):
    fill(factory, count)
    asked(TABLES[0].rows)
    found = {table.name: asked(table.rows) for table in TABLES if table.name in PARTS}
    assert found == {name: (count, each * count // 2 + 1) for name, each in PARTS.items()}


@pytest.mark.parametrize("count", [4, 12])
def test_a_part_of_sitemap_and_register_costs_the_same_at_any_length(factory, count):
    asked(sitemap.places)
    rows, before = asked(sitemap.places)
    fill(factory, count)
    assert asked(sitemap.places) == (rows + 3 * count, before + 3 * count // 2)
    assert asked(lambda: writer.sections()["certificates"]) == (count, count // 2 + 3)  # two about its keys


def test_no_statement_sorts_what_a_part_is_taken_from(factory):
    fill(factory, 4)
    with selections() as heard:
        for read in (
            *(table.rows for table in TABLES),
            sitemap.places,
            lambda: writer.sections()["certificates"],
        ):
            list(read())
        db.session.rollback()
    parts = [one for one in heard if "LIMIT" in one and re.search("FROM (award|product|facility)", one)]
    assert len(parts) > 20
    with db.engine.connect() as connection:
        for statement in parts:
            plan = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement.replace('%', '%%')}").all()
            assert [row[3] for row in plan if row[3].startswith(("SCAN", "USE TEMP"))] == [], statement


def test_rows_come_once_each_the_newest_day_first(factory):
    fill(factory, 5)
    places = {"certificates": 0, "products": 1, "results": 5}
    column = {
        table.name: [row[places[table.name]] for row in table.rows()]
        for table in TABLES
        if table.name in places
    }
    numbers = column["certificates"]
    assert numbers == sorted(numbers, key=lambda number: -int(number[-4:]))
    assert column["results"] == ["Gốm 04", "Gốm 02", "Gốm 03", "Gốm 00", "Gốm 01"]
    assert column["products"] == [f"Gốm 0{n}" for n in range(5)]


def test_a_recognition_dated_later_is_not_among_the_results_yet(factory):
    factory.award(factory.product(name_vi="Mai sau"), issued_on=today() + timedelta(days=1))
    factory.award(factory.product(name_vi="Hôm nay"), issued_on=today())
    (results,) = [table for table in TABLES if table.name == "results"]
    assert [row[5] for row in results.rows()] == ["Hôm nay"]
