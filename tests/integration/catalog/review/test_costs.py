"""What the officers' queues ask of the database: as many statements at any size, and no walk over the register."""

import re

import pytest
from sqlalchemy import select

from app.core.clock import utc_now
from app.core.database.base import db
from app.core.database.transaction import transaction
from catalog.enums import FacilityState, ProductState
from catalog.models import Facility, Product
from tests.helpers.statements import selections

PAGES = {"/can-bo/co-so": 11, "/can-bo/san-pham": 11, "/can-bo/san-pham/thay-doi": 10, "/can-bo/giay-to": 11}
"""Statements of each with what is waiting or nothing."""
WALK = re.compile(r"SCAN (facility|product|trademark|certificate|award)\b")


@pytest.fixture
def asked(app):
    with selections() as heard:
        yield heard


@pytest.fixture
def officer(factory, login_as):
    return login_as(factory.user("officer-national"))


def request(officer, path, asked):
    officer.get(path)
    del asked[:]
    assert officer.get(path).status_code == 200
    return list(asked)


@pytest.mark.parametrize("count", [1, 3])
def test_a_queue_costs_the_same_statements_at_any_length_and_walks_over_nothing(
    factory, officer, asked, count
):
    for _ in range(count):
        home = factory.facility()
        factory.facility(state=FacilityState.PENDING)
        factory.product(home, state=ProductState.SUBMITTED)
        factory.trademark(home, check_state="unchecked")
        factory.certificate(home, check_state="unchecked")
    db.session.rollback()
    found = {path: request(officer, path, asked) for path in PAGES}
    assert {path: len(statements) for path, statements in found.items()} == PAGES
    walks = []
    for statement in {one for statements in found.values() for one in statements}:
        with db.engine.connect() as connection:
            plan = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement.replace('%', '%%')}").all()
        walks += [(row[3], statement) for row in plan if WALK.match(row[3])]
    assert walks == []


def test_what_waits_follows_the_row(app, factory):
    product = factory.product(state=ProductState.SUBMITTED)
    key = product.id

    def is_waiting(**changes):
        with transaction() as session:
            row = session.get_one(Product, key)
            for name, value in changes.items():
                setattr(row, name, value)
        return db.session.scalar(select(Product.waits).where(Product.id == key))

    assert is_waiting() is True
    assert is_waiting(state=ProductState.PUBLISHED) is False
    assert is_waiting(unchecked_at=utc_now()) is True
    assert is_waiting(unchecked_at=None) is False
    assert is_waiting(proposed_at=utc_now()) is True
    assert db.session.scalar(select(Facility.waits)) is False
