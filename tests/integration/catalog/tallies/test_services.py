"""The kept numbers equal a count of the rows, whatever happens to facilities, products and recognitions."""

from datetime import timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select, update

from app.core.clock import today, utc_now
from app.core.database.base import db
from app.core.database.transaction import transaction
from catalog.enums import FacilityState, Level, ProductGroup, ProductState
from catalog.models import Award, AwardCorrection, AwardNumberPart, Facility, Product, Tally
from catalog.tallies.queries import count_in_force, count_recognitions_by_facet, numbers_of
from catalog.tallies.services import find_wrong_numbers, recount
from tests.factories import catalog as make

CRAFT, FOOD = "thu-cong-my-nghe", "che-bien-nong-lam-thuy-san-thuc-pham"
STEPS = st.lists(
    st.tuples(
        st.sampled_from(
            ["facility", "product", "award", "state", "publish", "group", "revoke", "give back", "correct"]
        ),
        st.integers(0, 7),
    ),
    max_size=14,
)


def wrong_numbers():
    with db.engine.connect() as connection:
        return find_wrong_numbers(connection)


MAKE = {
    "facility": lambda n: make.facility(
        state=[FacilityState.VERIFIED, FacilityState.PENDING][n % 2], unit_code=["75", "01"][n % 2]
    ),
    "product": lambda n: make.product(
        state=[ProductState.PUBLISHED, ProductState.DRAFT][n % 2], group=list(ProductGroup)[n % 4]
    ),
    "award": lambda n: make.award(level=list(Level)[n % 4], year=2022 + n % 3),
}
CHANGE = {
    "state": (Facility, "state", [FacilityState.VERIFIED, FacilityState.SUSPENDED]),
    "publish": (Product, "state", [ProductState.PUBLISHED, ProductState.WITHDRAWN]),
    "group": (Product, "group", list(ProductGroup)),
    "revoke": (Award, "revoked_on", [today()]),
    "give back": (Award, "revoked_on", [None]),
}


def act(step, number):
    """One change to one of the rows there are, by the number's choice."""
    if step in MAKE:
        MAKE[step](number)
    elif step == "correct":
        correct()
    else:
        table, name, values = CHANGE[step]
        with transaction() as session:
            rows = session.scalars(select(table).order_by(table.id)).all()
            if rows:
                setattr(rows[number % len(rows)], name, values[number % len(values)])


def correct():
    """The first recognition is corrected by the last, where neither was part of a correction before."""
    with transaction() as session:
        ids = session.scalars(select(Award.id).order_by(Award.id)).all()
        taken = session.execute(select(AwardCorrection.old_id, AwardCorrection.new_id)).all()
        if len(ids) > 1 and not {ids[0], ids[-1]} & {key for row in taken for key in row}:
            session.add(
                AwardCorrection(
                    old_id=ids[0], new_id=ids[-1], reason="Sai tên", corrected_by=None, corrected_at=utc_now()
                )
            )


@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(STEPS)
def test_numbers_equal_a_count_after_any_changes(app, steps):
    for step, number in steps:
        act(step, number)
    assert wrong_numbers() == []


def test_numbers_of_a_published_product_and_its_recognition(app):
    product = make.product(group=ProductGroup.FOOD)
    make.award(product, level=Level.PROVINCE, year=2024)
    kept = numbers_of("product", "facility", "award", "certificate")
    assert kept["product"] == {FOOD: 1}
    assert kept["facility"] == {str(product.facility.unit_id): 1}
    assert (kept["award"], kept["certificate"]) == ({"": 1}, {"": 1})
    found = count_recognitions_by_facet({"group": (FOOD,)})
    assert (found["level"], found["year"], found["group"]) == ({"tinh": 1}, {"2024": 1}, {FOOD: 1})
    assert count_recognitions_by_facet({"group": ("khac",)})["level"] == {}


def test_numbers_by_facet_are_those_without_its_own_choice(app):
    food = make.product(group=ProductGroup.FOOD)
    craft = make.product(group=ProductGroup.CRAFT)
    for level, year in ((Level.PROVINCE, 2024), (Level.PROVINCE, 2025), (Level.NATIONAL, 2025)):
        make.award(food, level=level, year=year)
    make.award(craft, level=Level.PROVINCE, year=2025)
    unit, other = str(food.facility.unit_id), str(food.facility.unit_id + 1)
    one = count_recognitions_by_facet({"province": (other, unit)})
    assert (one["level"], one["year"]) == ({"tinh": 3, "quoc-gia": 1}, {"2024": 1, "2025": 3})
    assert one["province"] == {unit: 4}
    two = count_recognitions_by_facet({"level": ("tinh",), "year": ("2025",)})
    assert (two["level"], two["year"]) == ({"tinh": 2, "quoc-gia": 1}, {"2024": 1, "2025": 2})
    assert (two["group"], two["province"], two["round"]) == ({FOOD: 1, CRAFT: 1}, {unit: 2}, {})
    three = count_recognitions_by_facet({"level": ("tinh",), "year": ("2025",), "group": (FOOD,)})
    assert (three["level"], three["year"]) == ({"tinh": 1, "quoc-gia": 1}, {"2024": 1, "2025": 1})
    assert (three["group"], three["province"]) == ({FOOD: 1, CRAFT: 1}, {unit: 1})


def test_a_facility_that_is_suspended_takes_its_products_and_certificates_out(app):
    product = make.product(group=ProductGroup.FOOD)
    make.award(product)
    with transaction() as session:
        session.get(Facility, product.facility_id).state = FacilityState.SUSPENDED
    kept = numbers_of("product", "facility", "award", "certificate")
    assert kept == {"product": {}, "facility": {}, "award": {}, "certificate": {}}
    assert db.session.scalar(select(Product.counted_as)) == ""


def test_in_force_leaves_out_what_begins_later_and_keeps_what_ends_later(app):
    day = today()
    product = make.product()
    make.award(product, issued_on=day, valid_until=day)
    make.award(product, issued_on=day + timedelta(days=1), valid_until=day + timedelta(days=9))
    make.award(product, issued_on=day, valid_until=day, revoked_on=day)
    make.award(product, issued_on=day, valid_until=day, revoked_on=day + timedelta(days=1))
    make.award(product, issued_on=day, valid_until=day, suspended_on=day + timedelta(days=2))
    make.award(product, issued_on=day - timedelta(days=9), valid_until=day - timedelta(days=1))
    assert count_in_force(day) == 3
    assert count_in_force(day + timedelta(days=1)) == 1


def test_a_wrong_number_is_found_and_made_right(app):
    make.award(make.product(group=ProductGroup.FOOD))
    with transaction() as session:
        session.execute(update(Tally).where(Tally.kind == "product").values(number=7))
    assert wrong_numbers() == [("product", FOOD)]
    with transaction() as session:
        recount(session.connection())
    assert wrong_numbers() == []
    assert db.session.scalar(select(Award.in_results)) is True


def test_parts_of_numbers_are_kept_with_recognitions_and_mended_by_a_recount(app):
    first, second = make.award(number="TB-012"), make.award(number=None)
    kept = select(AwardNumberPart.award_id, AwardNumberPart.part).order_by(AwardNumberPart.part)
    with transaction() as session:
        assert session.execute(kept).all() == [(first.id, "012"), (first.id, "12")]
        session.execute(update(AwardNumberPart).values(part="x").where(AwardNumberPart.part == "12"))
    assert wrong_numbers() == [("certificate", "TB-012")]
    with transaction() as session:
        session.add(AwardNumberPart(award_id=second.id, part="y"))
        session.flush()
        recount(session.connection())
    with transaction() as session:
        assert session.execute(kept).all() == [(first.id, "012"), (first.id, "12")]
    assert wrong_numbers() == []


def test_a_number_that_changes_is_parted_anew(app):
    award = make.award(number="TB-012")
    with transaction() as session:
        session.get_one(Award, award.id).number = "TB-9"
    with transaction() as session:
        assert session.scalars(select(AwardNumberPart.part)).all() == ["9"]
