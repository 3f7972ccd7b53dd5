"""Where a facility is found: its address before it is verified, a province of an earlier list, a commune found late."""

from app.core.clock import today
from app.core.database.base import db
from app.core.database.transaction import transaction
from catalog.ending.services import remind_of_end
from catalog.enums import FacilityState
from catalog.models import Facility
from catalog.units.services import sync_units
from tests.helpers import mails_to
from tests.helpers.voting.acts import act, refused
from tests.integration.catalog.facilities.test_changes import edit


def test_the_address_follows_the_name_until_the_facility_is_verified(factory, login_as):
    row = factory.facility(name="HTX Sen", slug="htx-sen", state=FacilityState.PENDING, verified_at=None)
    member = login_as(factory.user("facility", facility_id=row.id))
    assert edit(member, row, name="HTX Sen Việt").slug == "htx-sen-viet"
    assert edit(member, row, phone="0988 777 666").slug == "htx-sen-viet"
    with transaction() as session:
        session.get_one(Facility, row.id).verified_at = row.created_at
    assert edit(member, row, name="HTX Sen Vàng").slug == "htx-sen-viet"


def test_a_facility_of_a_province_that_was_keeps_it_in_the_form(factory, login_as):
    before = factory.unit("75", "2004")
    row = factory.facility()
    with transaction() as session:
        session.get_one(Facility, row.id).unit_id = before.id
    member = login_as(factory.user("facility", facility_id=row.id))
    page = member.get(f"/co-so-cua-toi/{row.id}/thong-tin").text
    assert f'<option selected value="{before.id}">' in page


def test_communes_that_nobody_looked_up_are_found_with_the_lists_of_units(factory):
    known = factory.facility(commune="Phường Trấn Biên", commune_key="").id
    unknown = factory.facility(commune="Xã Không Có", commune_key="").id
    with transaction():
        sync_units()
    keys = [db.session.get_one(Facility, key, populate_existing=True).commune_key for key in (known, unknown)]
    assert keys == ["2025-26041", ""]


def test_an_officer_reminds_of_a_recognition_that_ends_once_a_week(factory, facility):
    person = factory.user("facility", facility_id=facility.id)
    award = factory.award(factory.product(facility, name_vi="Trà sen"), valid_until=today()).id
    officer = factory.officer_actor(unit_code="75")
    act(officer, remind_of_end, "award", award)
    (mail,) = mails_to(person.email)
    assert "Trà sen" in mail.subject + mail.body
    assert refused(officer, remind_of_end, "award", award)[0] == "told_lately"
    assert refused(officer, remind_of_end, "lot", award) == ("not_found", None)
    assert refused(officer, remind_of_end, "award", 999_999) == ("not_found", None)
