"""The kept numbers equal a count of the facts, whatever happens to them."""

from datetime import date

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.core.actor import SYSTEM
from app.core.database.base import db
from app.core.database.transaction import transaction
from programme.counts.services import find_wrong_counts, recount
from programme.facts.services import change_fact, put_back, take_out
from programme.models import Count, Fact

LEVELS = ("declared", "document", "accepted")


def take(fact, _value, _factory):
    if fact.withdrawn_at is None:
        take_out(SYSTEM, fact, "thử")
    else:
        put_back(SYSTEM, fact)


def move(fact, value, factory):
    unit = factory.unit("01", "2004") if value % 2 else None
    change_fact(SYSTEM, fact, {"unit_id": unit.id if unit else None}, "thử")


ACTS = {
    "number": lambda fact, value, _: change_fact(SYSTEM, fact, {"number": value}, "thử"),
    "day": lambda fact, value, _: change_fact(
        SYSTEM, fact, {"day": date(2021 + value % 5, 1 + value % 12, 3)}, "thử"
    ),
    "evidence": lambda fact, value, _: change_fact(SYSTEM, fact, {"evidence": LEVELS[value % 3]}, "thử"),
    "unit": move,
    "out or back": take,
}


def wrong():
    with db.engine.connect() as connection:
        return find_wrong_counts(connection)


@settings(max_examples=12, suppress_health_check=list(HealthCheck))
@given(st.lists(st.tuples(st.integers(0, 5), st.sampled_from(sorted(ACTS)), st.integers(1, 40)), max_size=8))
def test_numbers_follow_every_change(factory, steps):
    programme = factory.loaded_programme("quoc-gia")
    target = factory.target_of(programme, "1.2")
    if db.session.query(Fact).count() == 0:
        for place in range(6):
            factory.fact(target, date(2022, 1 + place, 9), number=place + 1, key=f"may-{place}")
    ids = [fact.id for fact in db.session.query(Fact).order_by(Fact.id)]
    for place, what, value in steps:
        with transaction() as session:
            ACTS[what](session.get_one(Fact, ids[place]), value, factory)
    assert wrong() == []


def test_a_number_that_went_astray_is_found_and_counted_anew(factory):
    target = factory.target_of(factory.loaded_programme("quoc-gia"), "1.2")
    factory.fact(target, number=5)
    with transaction() as session:
        session.get_one(Count, (target.id, "", "", "document")).number = 4
    assert wrong() == [f"{target.id}   document"]
    with transaction() as session:
        recount(session.connection())
    assert wrong() == []
