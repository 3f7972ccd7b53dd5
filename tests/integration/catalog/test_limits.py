"""Texts longer than their field, empty ones, and things that are not there: refused in words at the field."""

import pytest

from app.accounts.notifications.models import Notification
from app.core.actor import SYSTEM
from app.core.clock import today
from app.core.database.base import db
from app.core.database.transaction import transaction
from app.core.errors import NotAllowed, NotFound
from catalog.awards.corrections.services import Corrected, correct_award
from catalog.awards.queries import get_award_with_maker
from catalog.brochure.services import order_brochure
from catalog.enums import FacilityState
from catalog.merging.services import confirm_merge
from catalog.models import Award, Facility, ProductDraft, RegistrationPaper
from catalog.product_drafts.services import MOST, keep_draft
from catalog.products.pictures import describe_picture, order_pictures
from catalog.registration.queries import get_registration_paper
from catalog.registration.services import keep_registration_paper
from catalog.review.mails import write_letter
from catalog.schemes.services import SchemeData, add_scheme, set_scheme
from catalog.trademark_course.services import add_step, ask_support
from catalog.trademark_course.terms import TermSet, add_terms
from catalog.transfers.services import answer_transfer, offer_product
from tests.factories.catalog import member_actor
from tests.helpers import token_of
from tests.helpers.voting.acts import act, refused

FORM = {
    "name": "HTX Sen Việt", "kind": "doanh-nghiep", "registration_number": "3600000001", "commune": "Xã Phú Lâm",
    "address": "Ấp 3", "contact_name": "Lê Hoa", "phone": "0988 777 666", "email": "", "website": "", "about_vi": "",
    "about_en": "", "founded_year": "", "gln": "",
}  # fmt: skip
NOTHING, LOST = ("not_found", None), 999_999


def told(person):
    return db.session.query(Notification).filter_by(user_id=person.id).all()


@pytest.fixture
def ministry(factory):
    return factory.officer_actor()


def test_texts_of_lists_are_refused_at_the_field_that_is_too_long(ministry):
    scheme = SchemeData(kind="iso-9001", name_vi="ISO 9001:2015", source="x" * 501)
    assert refused(ministry, add_scheme, scheme) == ("too_long", "source")
    terms = TermSet(today(), "x" * 501)
    assert refused(ministry, add_terms, terms) == ("too_long", "source")
    assert refused(ministry, set_scheme, "khong-co", scheme, version=0) == NOTHING
    assert refused(ministry, order_brochure, "") == ("required", "title")


def test_texts_about_a_mark_and_an_offer_have_their_length(factory, facility):
    mark, product = factory.trademark(facility).id, factory.product(facility).id
    factory.facility(registration_number="3601234567")
    member = member_actor(facility)
    long = "x" * 1001
    assert refused(member, add_step, mark, "accepted", today(), long) == ("too_long", "note")
    assert refused(member, ask_support, mark, long) == ("too_long", "wish")
    offer = {"to_number": "3601234567", "reason": long}
    assert refused(member, offer_product, product, **offer) == ("too_long", "reason")
    row = act(member, offer_product, product, **offer | {"reason": "Bán xưởng"})
    taker = member_actor(db.session.get_one(Facility, row.taker_id))
    assert refused(taker, answer_transfer, row.id, "sold") == NOTHING


def test_a_corrected_certificate_names_product_and_maker(factory):
    award = factory.award(number="CNNT-75-2026-0001").id
    officer = factory.officer_actor(unit_code="75")
    without = Corrected(product_name="Nước mắm", producer_name="", producer_address="Ấp 3")
    assert refused(officer, correct_award, award, without, "Sai tên") == ("required", "producer_name")
    assert db.session.query(Award).count() == 1


def test_pictures_are_named_each_once_and_told_shortly(factory, facility):
    product = factory.product(facility, pictures=2)
    key, (first, second) = product.id, [picture.id for picture in product.pictures]
    member = member_actor(facility)
    for wrong in ([first], [first, first], [first, second, LOST]):
        assert refused(member, order_pictures, key, wrong) == ("picture_order", "pictures")
    assert refused(member, describe_picture, key, first, alt_vi="", alt_en="x" * 301) == (
        "too_long",
        "alt_en",
    )
    act(member, order_pictures, key, [second, first])
    assert [picture.position for picture in sorted(product.pictures, key=lambda row: row.id)] == [1, 0]


def test_a_draft_is_of_a_person_and_holds_what_the_form_holds(factory, facility):
    member = member_actor(facility)
    long = {"description_vi": "x" * MOST, "name_vi": "y"}
    assert refused(member, keep_draft, facility.id, None, long, 0) == ("too_long", "description_vi")
    with pytest.raises(NotAllowed):
        act(SYSTEM, keep_draft, facility.id, None, {}, 0)
    act(member, keep_draft, facility.id, None, {"name_vi": "Trà"}, 0)
    act(member, keep_draft, facility.id, None, {"name_vi": "Trà sen"}, 0)
    assert [row.fields for row in db.session.query(ProductDraft)] == [{"name_vi": "Trà sen"}]


def test_a_registration_paper_is_kept_once_and_takes_the_place_of_the_one_before(factory, facility):
    member, files = member_actor(facility), ["a" * 64 + ".pdf", "b" * 64 + ".pdf"]
    with pytest.raises(NotFound):
        get_registration_paper(member, facility.id)
    with pytest.raises(NotFound):
        get_registration_paper(member, LOST)
    for file in (files[0], files[0], files[1]):
        act(member, keep_registration_paper, facility.id, file, "application/pdf", 900)
    assert get_registration_paper(member, facility.id).file == files[1]
    rows = db.session.query(RegistrationPaper).order_by(RegistrationPaper.id)
    assert [(row.file, row.replaced_at is None) for row in rows] == [(files[0], False), (files[1], True)]


def test_what_is_not_there_is_refused_as_such(factory, facility, ministry):
    assert refused(ministry, confirm_merge, LOST) == NOTHING
    assert refused(ministry, offer_product, LOST, to_number="1", reason="x") == NOTHING
    with pytest.raises(NotFound):
        get_award_with_maker(LOST)


def test_a_letter_about_a_product_that_was_deleted_is_not_written(factory, facility):
    person = factory.user("facility", facility_id=facility.id)
    act(SYSTEM, lambda _actor: write_letter("product_published", facility.id, LOST))
    assert told(person) == []
    product = factory.product(facility).id
    act(SYSTEM, lambda _actor: write_letter("product_published", facility.id, product))
    assert len(told(person)) == 1


def test_a_form_of_a_facility_suspended_meanwhile_is_an_error_page_with_the_reason(facility, member):
    key = facility.id
    page = f"/co-so-cua-toi/{key}/thong-tin"
    token, version = token_of(member, page), str(facility.version)
    with transaction() as session:
        session.get_one(Facility, key).state = FacilityState.SUSPENDED
    answer = member.post(
        page, data=FORM | {"csrf_token": token, "version": version, "unit_id": str(facility.unit_id)}
    )
    assert answer.status_code == 403
    assert "đình chỉ" in answer.text
    assert db.session.get_one(Facility, key, populate_existing=True).phone == "0901 234 567"
