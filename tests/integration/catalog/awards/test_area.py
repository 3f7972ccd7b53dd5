"""The list of certificates of officers of a region or a commune; certificates that are out of force on a day."""

from datetime import date, timedelta

import pytest

from app.core.clock import today
from app.core.database.transaction import transaction
from app.core.errors import RuleBroken
from catalog.awards.corrections.queries import PER_PAGE, list_awards_in_scope
from catalog.awards.listed import Listed, record_listed
from catalog.awards.queries import list_out_of_force
from catalog.enums import Level
from catalog.models import Award, Facility
from tests.factories.accounts import actor


def numbers(page):
    return [row.number for row in page.rows]


@pytest.fixture
def three(factory):
    """A certificate of a province in the north and one of Đồng Nai; one of a commune of Đồng Nai."""
    north = factory.facility(unit_code="01", commune="Phường Hoàn Kiếm")
    south = factory.facility(unit_code="75", commune="Xã Phú Lâm")
    for maker, number, level in (
        (north, "CNNT-01-2026-0001", Level.PROVINCE), (south, "CNNT-75-2026-0001", Level.PROVINCE),
        (south, "CNNT-75-2026-0002", Level.COMMUNE),
    ):  # fmt: skip
        factory.award(factory.product(maker), number=number, level=level, issued_on=date(2026, 5, 1))


def test_a_region_and_a_commune_see_the_certificates_of_their_area(factory, three):
    region = factory.officer_actor(region="phia-nam")
    assert numbers(list_awards_in_scope(region)) == ["CNNT-75-2026-0002", "CNNT-75-2026-0001"]
    commune = actor(factory.user("officer-commune", commune="2025-26158"))
    assert numbers(list_awards_in_scope(commune)) == ["CNNT-75-2026-0002"]
    other = actor(factory.user("officer-commune", commune="2025-26041"))
    assert numbers(list_awards_in_scope(other)) == []


def test_pages_of_certificates_lead_on_and_back_to_the_same_rows(factory):
    product = factory.product()
    for day in range(PER_PAGE + 3):
        factory.award(
            product, number=f"C-{day}", year=1900 + day, issued_on=date(2026, 1, 1) + timedelta(day)
        )
    ministry = factory.officer_actor()
    first = list_awards_in_scope(ministry)
    assert (numbers(first)[0], first.before) == (f"C-{PER_PAGE + 2}", "")
    second = list_awards_in_scope(ministry, place=first.after)
    assert (numbers(second), second.after) == (["C-2", "C-1", "C-0"], "")
    back = list_awards_in_scope(ministry, place=second.before, back=True)
    assert (numbers(back), back.before) == (numbers(first), "")


def test_a_certificate_is_out_of_force_from_the_day_on_which_it_is(factory):
    people = factory.round_in_scoring(products=1)
    product = people.products[0]
    award = factory.award(product, number="CNNT-1", round_id=people.round_id).id
    with transaction() as session:
        session.get_one(Award, award).suspended_on = today()
    assert list_out_of_force(people.round_id, today() - timedelta(days=1)) == {}
    assert list(list_out_of_force(people.round_id, today())) == ["CNNT-1"]


def listed(**changes):
    plain = {
        "product": "Mắm nêm", "group": "thu-cong-my-nghe", "is_set": False, "facility": "Hộ bà Tám",
        "kind": "ho-kinh-doanh", "registration_number": "", "province": "Đồng Nai", "commune": "", "address": "Ấp 3",
        "level": Level.PROVINCE, "certificate": "CN-7", "issuer": "Sở Công Thương", "decision_number": "9/QĐ-SCT",
        "decision_date": date(2026, 3, 1), "issued_on": date(2026, 3, 1), "valid_until": date(2029, 3, 1),
        "source": "Danh sách số 9",
    }  # fmt: skip
    return Listed(**plain | changes)


def record(by, line):
    with transaction():
        return record_listed(by, line).id


def test_a_maker_without_a_number_is_found_by_its_name_and_a_certificate_is_of_one_product(factory):
    ministry = factory.officer_actor()
    first = record(ministry, listed())
    assert record(ministry, listed()) == first
    record(ministry, listed(product="Mắm ruốc", certificate="CN-8"))
    with transaction() as session:
        assert session.query(Facility).filter_by(name="Hộ bà Tám").one().address == ""
    with pytest.raises(RuleBroken) as refusal:
        record(ministry, listed(product="Mắm tôm"))
    assert (refusal.value.code, refusal.value.params) == ("list_certificate_taken", {"number": "CN-7"})
