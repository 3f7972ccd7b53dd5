"""The priority of a proposal: what held on the last day of registration, and what became of it later."""

from datetime import date

import pytest

from app.core.database.base import db
from app.core.database.transaction import transaction
from catalog.models import Award, Product
from programme.models import Proposal
from programme.proposal_review import services as review
from programme.proposals import services
from programme.proposals.queries import priority_of
from tests.helpers.voting.acts import act


@pytest.mark.parametrize(("year", "is_given"), [(2024, True), (2025, False)])
def test_a_certificate_until_the_end_of_2024_gives_priority_in_june_2024_and_none_in_2025(
    factory, world, year, is_given
):
    row = proposal_of(factory, world, date(year, 6, 20))
    assert bool(priority_of(row)) is is_given
    assert priority_of(row).day == date(year, 6, 20)


def test_a_certificate_revoked_after_the_day_keeps_the_priority_and_shows_it(factory, world):
    people = world[2]
    row = proposal_of(factory, world, date(2024, 6, 20))
    act(people["province"], review.receive_proposal, row.id)
    award = db.session.query(Award).filter_by(level="khu-vuc").one()
    with transaction() as session:
        session.get_one(Award, award.id).revoked_on = date(2024, 7, 2)
    found = priority_of(db.session.get_one(Proposal, row.id))
    assert bool(found)
    assert found.is_final
    assert found.reasons[0].revoked_on == date(2024, 7, 2)
    with transaction() as session:  # not even a correction of its days changes what was judged
        session.get_one(Award, award.id).valid_until = date(2024, 5, 1)
    assert bool(priority_of(db.session.get_one(Proposal, row.id)))


def test_a_certificate_revoked_before_the_day_gives_none(factory, world):
    row = proposal_of(factory, world, date(2024, 6, 20))
    with transaction() as session:
        session.query(Award).filter_by(level="khu-vuc").one().revoked_on = date(2024, 6, 20)
    assert not priority_of(db.session.get_one(Proposal, row.id))


def proposal_of(factory, world, last_day):
    """A registered proposal of a product with a regional certificate until 31/12/2024, for a year that ended then."""
    _programmes, facility, people = world
    product = factory.product(facility)
    factory.award(
        product, level="khu-vuc", number=f"KV-{last_day.year}", year=2021, issued_on=date(2021, 9, 1),
        valid_until=date(2024, 12, 31),
    )  # fmt: skip
    with transaction():
        wanted = db.session.get_one(Product, product.id)
    row = factory.proposal(people["member"], facility, products=[wanted])
    act(people["member"], services.register_proposal, row.id)
    with transaction() as session:
        year = session.get_one(Proposal, row.id).plan_year
        year.register_until = last_day
    return db.session.get_one(Proposal, row.id, populate_existing=True)
