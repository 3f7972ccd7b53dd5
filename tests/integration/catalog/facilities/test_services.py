from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from sqlalchemy import select

from app.accounts.models import User
from app.accounts.sessions.actors import actor_of
from app.core.actor import PUBLIC, SYSTEM
from app.core.audit import AuditEntry
from app.core.clock import FixedClock, use_clock
from app.core.database.base import db
from app.core.database.changes import Change, latest_change, list_changes
from app.core.database.transaction import transaction
from app.core.errors import Conflict, DomainError, NotAllowed, NotFound, RuleBroken
from app.core.work.jobs import Job
from catalog.enums import FacilityKind, FacilityReason, FacilityState, Region
from catalog.facilities.services import (
    FacilityData,
    edit_facility,
    register_facility,
    submit_facility,
    withdraw_facility,
)
from catalog.models import Facility
from catalog.review.facilities import (
    accept_facility_changes,
    refuse_facility_changes,
    reinstate_facility,
    reopen_facility,
    return_facility,
    suspend_facility,
    verify_facility,
)
from catalog.units.queries import get_unit


def data(**changes):
    values = {
        "name": "Hợp tác xã Mây tre Phú Lâm",
        "kind": FacilityKind.COOPERATIVE,
        "registration_number": "3601234567",
        "unit_id": get_unit("2025", "75").id,
        "commune": "Xã Phú Lâm",
        "address": "Ấp 3",
        "contact_name": "Trần Văn Mây",
        "phone": "0901 234 567",
    }
    return FacilityData(**(values | changes))


def do(verb, *args, **kwargs):
    with transaction():
        row = verb(*args, **kwargs)
        return row.id


def refused(verb, *args, **kwargs):
    with pytest.raises(DomainError) as caught:
        do(verb, *args, **kwargs)
    return type(caught.value), caught.value.code, caught.value.field


@pytest.fixture
def person(factory):
    return factory.user()


@pytest.fixture
def officer(factory):
    return factory.officer_actor(unit_code="75")


def row_of(facility_id):
    db.session.expire_all()
    return db.session.get_one(Facility, facility_id)


def member_of(person_id):
    db.session.expire_all()
    return actor_of(db.session.get_one(User, person_id))


def acts():
    return list(db.session.scalars(select(AuditEntry.act).order_by(AuditEntry.id)))


def letters():
    jobs = db.session.scalars(select(Job).where(Job.kind == "catalog.letter").order_by(Job.id))
    return [job.payload["letter"] for job in jobs]


def test_registering_makes_a_waiting_facility_whose_member_is_the_person(app, person):
    facility = row_of(do(register_facility, actor_of(person), data()))
    assert facility.state == FacilityState.PENDING
    assert facility.slug == "hop-tac-xa-may-tre-phu-lam"
    assert facility.registration_number == "3601234567"
    assert member_of(person.id).facilities == {facility.id}
    assert acts()[-1] == "catalog.facility.register"


def test_a_second_facility_of_the_same_name_gets_its_own_address(app, person):
    do(register_facility, actor_of(person), data())
    second = do(register_facility, actor_of(person), data(registration_number="3601234568"))
    assert row_of(second).slug == "hop-tac-xa-may-tre-phu-lam-2"


def test_the_same_registration_number_twice_is_a_conflict_at_its_field(app, person):
    do(register_facility, actor_of(person), data())
    assert refused(register_facility, actor_of(person), data(registration_number="36.0123.4567")) == (
        Conflict,
        "registration_number_taken",
        "registration_number",
    )


def test_the_public_registers_nothing(app):
    assert refused(register_facility, PUBLIC, data())[0] is NotAllowed


@pytest.mark.parametrize("kind", [FacilityKind.HOUSEHOLD, FacilityKind.COOPERATIVE_GROUP])
def test_a_producer_who_is_a_person_must_agree_first(app, person, kind):
    assert refused(register_facility, actor_of(person), data(kind=kind)) == (
        RuleBroken,
        "consent_required",
        "consent",
    )


def test_a_consent_is_kept_with_its_version_and_time(app, person):
    at = datetime(2026, 11, 21, 3, 0, tzinfo=UTC)
    with use_clock(FixedClock(at)):
        key = do(register_facility, actor_of(person), data(kind=FacilityKind.HOUSEHOLD, consent=True))
    facility = row_of(key)
    assert (facility.consent_at, facility.consent_text) == (at, "2026-1")


@pytest.mark.parametrize(
    ("changes", "code", "field"),
    [
        ({"name": ""}, "required", "name"),
        ({"kind": "empire"}, "choice_unknown", "kind"),
        ({"registration_number": "12"}, "registration_number_form", "registration_number"),
        ({"phone": "call me"}, "phone_form", "phone"),
        ({"email": "nobody"}, "email_form", "email"),
        ({"website": "javascript:alert(1)"}, "website_form", "website"),
        ({"founded_year": 3000}, "year_range", "founded_year"),
        ({"gln": "893850000"}, "gln_form", "gln"),
        ({"unit_id": 999_999}, "unit_not_found", "unit_id"),
    ],
)
def test_a_bad_value_is_refused_at_its_field(app, person, changes, code, field):
    assert refused(register_facility, actor_of(person), data(**changes))[1:] == (code, field)


def test_a_unit_that_is_no_more_cannot_be_chosen(app, person):
    old = get_unit("2004", "70")
    assert refused(register_facility, actor_of(person), data(unit_id=old.id))[1:] == (
        "unit_not_in_force",
        "unit_id",
    )


def test_an_officer_of_the_province_verifies_and_the_facility_is_told(app, person, officer):
    key = do(register_facility, actor_of(person), data())
    before = latest_change()
    do(verify_facility, officer, key)
    facility = row_of(key)
    assert (facility.state, facility.verified_by) == (FacilityState.VERIFIED, officer.user_id)
    assert [(change.kind, change.key) for change in list_changes(before)] == [
        ("facility", str(key)),
        ("site", "facilities"),
    ]
    assert letters() == ["facility_verified"]
    assert acts()[-1] == "catalog.facility.verify"


def test_an_officer_of_another_province_or_region_may_not(app, factory, person):
    key = do(register_facility, actor_of(person), data())
    for other in (factory.officer_actor(unit_code="01"), factory.officer_actor(region=Region.NORTH)):
        assert refused(verify_facility, other, key)[:2] == (NotAllowed, "out_of_scope")


def test_the_officers_of_the_region_and_of_the_nation_may(app, factory, person):
    south, nation = factory.officer_actor(region=Region.SOUTH), factory.officer_actor()
    first = do(register_facility, actor_of(person), data())
    second = do(register_facility, actor_of(person), data(registration_number="3601234568"))
    do(verify_facility, south, first)
    do(verify_facility, nation, second)
    assert [row_of(key).state for key in (first, second)] == [FacilityState.VERIFIED] * 2


def test_a_stranger_does_not_learn_that_a_facility_exists(app, factory, person):
    key = do(register_facility, actor_of(person), data())
    assert refused(edit_facility, actor_of(factory.user()), key, data())[0] is NotFound


def test_an_officer_never_judges_their_own_facility(app, factory):
    mine = factory.facility(state=FacilityState.PENDING)
    officer = replace(factory.officer_actor(unit_code="75"), facilities=frozenset({mine.id}))
    assert refused(verify_facility, officer, mine.id)[:2] == (NotAllowed, "own_facility")


def test_verifying_twice_is_a_conflict(app, factory, officer):
    waiting = factory.facility(state=FacilityState.PENDING)
    do(verify_facility, officer, waiting.id)
    assert refused(verify_facility, officer, waiting.id)[:2] == (Conflict, "wrong_state")


def test_a_returned_facility_is_corrected_and_handed_in_again(app, person, officer):
    key = do(register_facility, actor_of(person), data())
    do(return_facility, officer, key, [FacilityReason.NUMBER], "Số này không có.")
    returned = row_of(key)
    assert (returned.state, returned.return_reasons) == (FacilityState.RETURNED, ["number"])
    member = member_of(person.id)
    do(edit_facility, member, key, data(registration_number="3601234599"))
    do(submit_facility, member, key)
    again = row_of(key)
    assert (again.state, again.registration_number, again.return_reasons) == (
        FacilityState.PENDING,
        "3601234599",
        [],
    )
    assert letters() == ["facility_returned"]


def test_returning_needs_a_reason_and_other_needs_words(app, factory, officer):
    waiting = factory.facility(state=FacilityState.PENDING)
    assert refused(return_facility, officer, waiting.id)[1:] == ("reason_required", "reasons")
    assert refused(return_facility, officer, waiting.id, [FacilityReason.OTHER])[1:] == (
        "reason_text_required",
        "reason",
    )
    assert refused(return_facility, officer, waiting.id, [], "x" * 2001)[1:] == ("too_long", "reason")


def test_an_edit_made_on_an_older_state_is_refused(app, factory, person):
    key = do(register_facility, actor_of(person), data())
    member = member_of(person.id)
    seen = row_of(key).version
    do(edit_facility, member, key, data(address="Ấp 4"), version=seen)
    assert refused(edit_facility, member, key, data(address="Ấp 5"), version=seen)[:2] == (Conflict, "stale")
    assert row_of(key).address == "Ấp 4"


def test_a_verified_name_waits_for_an_officer_while_the_rest_shows_at_once(app, factory, officer):
    facility = factory.facility(name="Cơ sở Cũ", registration_number="3601234567")
    member = factory.member_actor(facility)
    values = data(kind=FacilityKind.ENTERPRISE, name="Cơ sở Mới", phone="0911 111 111")
    do(edit_facility, member, facility.id, values)
    row = row_of(facility.id)
    assert (row.name, row.phone, row.proposed) == ("Cơ sở Cũ", "0911 111 111", {"name": "Cơ sở Mới"})
    slug = row.slug
    do(accept_facility_changes, officer, facility.id)
    row = row_of(facility.id)
    assert (row.name, row.skeleton, row.proposed, row.slug) == ("Cơ sở Mới", "moi", {}, slug)
    assert refused(accept_facility_changes, officer, facility.id)[:2] == (Conflict, "nothing_proposed")


def test_refused_changes_are_dropped_with_the_reason(app, factory, officer):
    facility = factory.facility(proposed={"name": "Khác"})
    name = facility.name
    assert refused(refuse_facility_changes, officer, facility.id, "")[1] == "reason_text_required"
    do(refuse_facility_changes, officer, facility.id, "Không có giấy tờ.")
    row = row_of(facility.id)
    assert (row.name, row.proposed, row.return_reason) == (name, {}, "Không có giấy tờ.")


def test_suspension_takes_products_and_marks_along_and_stops_the_facility(app, factory, officer):
    facility = factory.facility()
    product, mark = factory.product(facility), factory.trademark(facility)
    factory.product(facility, state="draft")
    before = latest_change()
    do(suspend_facility, officer, facility.id, "Có khiếu nại.")
    kinds = {(change.kind, change.key) for change in list_changes(before)}
    assert kinds == {
        ("facility", str(facility.id)),
        ("product", str(product.id)),
        ("trademark", str(mark.id)),
        ("site", "facilities"),
    }
    member = factory.member_actor(facility)
    assert refused(edit_facility, member, facility.id, data())[:2] == (NotAllowed, "facility_suspended")
    do(reinstate_facility, officer, facility.id)
    assert row_of(facility.id).state == FacilityState.VERIFIED


def test_suspending_needs_words(app, factory, officer):
    assert refused(suspend_facility, officer, factory.facility().id, "")[1] == "reason_text_required"


def test_taking_the_consent_back_takes_the_facility_off_the_site(app, factory, officer):
    facility = factory.facility(
        kind=FacilityKind.HOUSEHOLD, consent_at=datetime(2026, 1, 1, tzinfo=UTC), consent_text="2026-1"
    )
    member = factory.member_actor(facility)
    do(withdraw_facility, member, facility.id)
    row = row_of(facility.id)
    assert (row.state, row.consent_at, row.consent_text) == (FacilityState.WITHDRAWN, None, "")
    assert refused(submit_facility, member, facility.id)[1:] == ("consent_required", "consent")
    assert (
        refused(edit_facility, member, facility.id, data(kind=FacilityKind.HOUSEHOLD))[1]
        == "consent_required"
    )
    do(edit_facility, member, facility.id, data(kind=FacilityKind.HOUSEHOLD, consent=True))
    do(submit_facility, member, facility.id)
    do(verify_facility, officer, facility.id)
    assert row_of(facility.id).state == FacilityState.VERIFIED


@pytest.mark.parametrize(
    ("state", "end"), [(FacilityState.SUSPENDED, reinstate_facility), (FacilityState.CLOSED, reopen_facility)]
)
def test_the_consent_is_taken_back_though_an_officer_stopped_the_facility(
    app, factory, officer, client, state, end
):
    facility = factory.facility(
        name="Hộ bà Tám", slug="ba-tam", kind=FacilityKind.HOUSEHOLD, state=state,
        consent_at=datetime(2026, 1, 1, tzinfo=UTC), consent_text="2026-1", closed_on=date(2026, 2, 1),
    )  # fmt: skip
    factory.award(factory.product(facility), number="CNNT-8", producer_name="Hộ bà Tám")
    member = factory.member_actor(facility)
    certificate = "/giay-chung-nhan/CNNT-8"
    assert "Hộ bà Tám" in client.get(certificate).text
    do(withdraw_facility, member, facility.id)
    row = row_of(facility.id)
    assert (row.state, row.consent_at, row.consent_text) == (state, None, "")
    assert client.get("/co-so/ba-tam").status_code == 404
    assert client.get(certificate).status_code == 200
    assert "Hộ bà Tám" not in client.get(certificate).text
    assert refused(withdraw_facility, member, facility.id)[1] == "wrong_state"
    do(end, officer, facility.id)
    assert row_of(facility.id).state == FacilityState.WITHDRAWN
    do(edit_facility, member, facility.id, data(kind=FacilityKind.HOUSEHOLD, consent=True))
    do(submit_facility, member, facility.id)
    assert row_of(facility.id).state == FacilityState.PENDING


def test_a_household_without_consent_on_file_is_not_verified(app, factory, officer):
    facility = factory.facility(kind=FacilityKind.HOUSEHOLD, state=FacilityState.PENDING)
    assert refused(verify_facility, officer, facility.id)[1] == "consent_missing"
    other = factory.facility(proposed={"kind": "ho-kinh-doanh"})
    assert refused(accept_facility_changes, officer, other.id)[1] == "consent_missing"


def test_a_person_may_register_five_facilities_and_no_more(app, factory, person):
    actor = replace(actor_of(person), facilities=frozenset({101, 102, 103, 104, 105}))
    assert refused(register_facility, actor, data())[:2] == (NotAllowed, "too_many_facilities")


def test_the_system_registers_without_becoming_a_member(app):
    key = do(register_facility, SYSTEM, data(), is_demo=True)
    assert row_of(key).is_demo is True


def test_changes_of_an_unseen_facility_are_not_fed(app, person):
    before = latest_change()
    do(register_facility, actor_of(person), data())
    assert db.session.scalars(select(Change).where(Change.id > before)).all() == []
