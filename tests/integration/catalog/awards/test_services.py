from datetime import date

import pytest

from app.core.actor import PUBLIC, SYSTEM, Actor, Role
from app.core.clock import today
from app.core.database.base import db
from app.core.database.changes import latest_change, list_changes
from app.core.database.transaction import transaction
from app.core.errors import Conflict, DomainError, NotAllowed, RuleBroken
from catalog.awards.queries import find_award, find_current_recognition, list_awards_of, shown_award
from catalog.awards.services import AwardData, issue_award, restore_award, revoke_award, suspend_award
from catalog.enums import Level, Region, Validity
from catalog.models import Award

DAY = date(2026, 11, 21)


def data(**changes):
    return AwardData(
        **({"level": Level.PROVINCE, "issued_on": DAY, "number": "CNNT-T75-2026-0001"} | changes)
    )


def do(verb, *args, **kwargs):
    with transaction():
        return verb(*args, **kwargs).id


def refused(verb, *args, **kwargs):
    with pytest.raises(DomainError) as caught:
        do(verb, *args, **kwargs)
    return type(caught.value), caught.value.code


def test_an_award_keeps_the_names_of_its_day_and_lasts_four_years(app, factory):
    product = factory.product(
        factory.facility(name="HTX Sen", address="Ấp 1", commune="Xã Hoa"), name_vi="Trà sen"
    )
    before = latest_change()
    do(issue_award, SYSTEM, product.id, data())
    award = find_award("CNNT-T75-2026-0001")
    assert (award.product_name, award.producer_name, award.unit_name) == ("Trà sen", "HTX Sen", "Đồng Nai")
    assert award.producer_address == "Ấp 1, Xã Hoa, Đồng Nai"
    assert (award.year, award.valid_until) == (2026, date(2029, 12, 31))
    assert [(change.kind, change.key) for change in list_changes(before)] == [
        ("product", str(product.id)),
        ("facility", str(product.facility_id)),
        ("certificate", "CNNT-T75-2026-0001"),
    ]
    with transaction():
        db.session.get_one(type(product), product.id).name_vi = "Tên khác"
    assert find_award("CNNT-T75-2026-0001").product_name == "Trà sen"


def test_a_number_is_given_once(app, factory):
    do(issue_award, SYSTEM, factory.product().id, data())
    assert refused(issue_award, SYSTEM, factory.product().id, data()) == (Conflict, "award_number_taken")


def test_an_award_may_have_no_number_and_a_term_of_its_own(app, factory):
    product = factory.product()
    key = do(issue_award, SYSTEM, product.id, data(number=None, valid_until=date(2027, 1, 1)))
    assert db.session.get_one(Award, key).valid_until == date(2027, 1, 1)
    assert refused(issue_award, SYSTEM, product.id, data(valid_until=date(2026, 1, 1))) == (
        RuleBroken,
        "dates_in_order",
    )


def test_only_those_who_decide_issue(app, factory):
    product = factory.product()
    for actor in (
        PUBLIC,
        factory.member_actor(product.facility),
        Actor(user_id=9, roles=frozenset({Role.JUROR})),
    ):
        assert refused(issue_award, actor, product.id, data())[0] is NotAllowed


def test_the_current_recognition_is_of_the_highest_level_that_holds(app, factory):
    product = factory.product()
    factory.award(product, number="A", level=Level.NATIONAL, issued_on=date(2019, 1, 1), year=2019)
    province = factory.award(product, number="B", level=Level.PROVINCE, issued_on=date(2025, 1, 1))
    region = factory.award(product, number="C", level=Level.REGION, issued_on=date(2024, 1, 1))
    assert find_current_recognition(product, DAY).number == "C"
    assert find_current_recognition(product, date(2028, 1, 1)).number == "B"
    assert find_current_recognition(product, date(2030, 1, 1)) is None
    assert [award.number for award in list_awards_of(product)] == ["B", "C", "A"]
    assert shown_award([province, region], date(2030, 1, 1)).number == "B"
    assert shown_award([], DAY) is None


def test_a_suspended_award_does_not_hold_until_it_is_restored(app, factory):
    award = factory.award()
    officer = factory.officer_actor(unit_code="75")
    do(suspend_award, officer, award.id, "Đang xác minh.")
    assert db.session.get_one(Award, award.id).validity_on(today()) == Validity.SUSPENDED
    assert refused(suspend_award, officer, award.id, "Lại.") == (Conflict, "wrong_state")
    do(restore_award, officer, award.id, "Đã rõ.")
    assert db.session.get_one(Award, award.id).validity_on(today()) == Validity.VALID
    assert refused(restore_award, officer, award.id, "Lại.") == (Conflict, "wrong_state")


def test_a_revoked_award_stays_revoked(app, factory):
    award, officer = factory.award(), factory.officer_actor()
    assert refused(revoke_award, officer, award.id, "") == (RuleBroken, "reason_text_required")
    do(revoke_award, officer, award.id, "Vi phạm.")
    row = db.session.get_one(Award, award.id)
    assert (row.validity_on(today()), row.revoked_reason) == (Validity.REVOKED, "Vi phạm.")
    assert refused(revoke_award, officer, award.id, "Lại.") == (Conflict, "wrong_state")


def test_a_province_does_not_touch_what_the_region_or_the_nation_gave(app, factory):
    product = factory.product()
    province = factory.officer_actor(unit_code="75")
    for level in (Level.REGION, Level.NATIONAL):
        assert refused(revoke_award, province, factory.award(product, level=level).id, "x") == (
            NotAllowed,
            "not_allowed",
        )
    other = factory.officer_actor(region=Region.NORTH)
    assert refused(revoke_award, other, factory.award(product, level=Level.REGION).id, "x") == (
        NotAllowed,
        "out_of_scope",
    )


def test_an_unknown_number_finds_nothing(app):
    assert find_award("none") is None
