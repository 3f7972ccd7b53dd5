"""A facility's own pages: itself and its products."""

from sqlalchemy import select

from app.core.database.base import db
from catalog.enums import FacilityKind, FacilityState, ProductState
from catalog.models import Facility, Product
from catalog.units.queries import get_unit
from tests.factories.catalog import DESCRIPTION
from tests.helpers import wrong_fields

REGISTER = "/co-so-cua-toi/dang-ky"


def facility_fields(**changes):
    values = {
        "name": "HTX Mây tre Phú Lâm",
        "kind": "hop-tac-xa",
        "registration_number": "3601234567",
        "unit_id": str(get_unit("2025", "75").id),
        "commune": "Xã Phú Lâm",
        "address": "Ấp 3",
        "contact_name": "Trần Văn Mây",
        "phone": "0901234567",
    }
    return values | changes


PRODUCT = {
    "name_vi": "Giỏ mây Phú Lâm",
    "group": "thu-cong-my-nghe",
    "description_vi": DESCRIPTION,
    "materials": "Mây",
    "dimensions": "30 × 20 cm",
    "where_sold": "Chợ Phú Lâm",
}


def test_a_stranger_is_asked_to_sign_in(client):
    for address in (REGISTER, "/co-so-cua-toi", "/en/my-facility", "/can-bo/co-so"):
        answer = client.get(address)
        assert answer.status_code == 303
        assert "/login" in answer.location or "/dang-nhap" in answer.location


def test_a_person_registers_a_facility_and_sees_it_waiting(factory, login_as, post, only):
    person = login_as(factory.user())
    answer = post(person, REGISTER, **facility_fields())
    assert (answer.status_code, answer.location) == (303, "/co-so-cua-toi")
    assert only(Facility).state == FacilityState.PENDING
    assert "HTX Mây tre Phú Lâm" in person.get("/co-so-cua-toi").text


def test_registering_the_same_twice_is_one_facility_and_keeps_what_was_typed(factory, login_as, post, only):
    person = login_as(factory.user())
    post(person, REGISTER, **facility_fields())
    answer = post(person, REGISTER, **facility_fields(name="Tên gõ lại"))
    assert answer.status_code == 422
    assert 'value="Tên gõ lại"' in answer.text
    assert only(Facility).name == "HTX Mây tre Phú Lâm"


BAD_FACILITY = [
    ({"name": ""}, "name"),
    ({"name": "x" * 301}, "name"),
    ({"name": "Cơ sở\x00"}, "name"),
    ({"name": "Cơ sở \u202e"}, "name"),
    ({"kind": "empire"}, "kind"),
    ({"unit_id": "999999"}, "unit_id"),
    ({"unit_id": "abc"}, "unit_id"),
    ({"founded_year": "nineteen"}, "founded_year"),
    ({"founded_year": "99999"}, "founded_year"),
    ({"about_vi": "x" * 5001}, "about_vi"),
    ({"registration_number": "12"}, "registration_number"),
    ({"phone": "không có"}, "phone"),
    ({"email": "x@y"}, "email"),
    ({"website": "javascript:alert(1)"}, "website"),
    ({"gln": "123"}, "gln"),
    ({"kind": "ho-kinh-doanh"}, "consent"),
]


def test_bad_input_is_said_beside_its_field_and_saves_nothing(factory, login_as, post):
    person = login_as(factory.user())
    answers = [post(person, REGISTER, **facility_fields(**changes)) for changes, _ in BAD_FACILITY]
    assert [wrong_fields(answer) for answer in answers] == [[field] for _, field in BAD_FACILITY]
    assert db.session.scalars(select(Facility)).all() == []


def test_every_bad_field_of_a_facility_is_said_at_once(factory, login_as, post):
    bad = {"registration_number": "12", "phone": "không có", "email": "x@y", "website": "javascript:alert(1)",
           "founded_year": "99999", "gln": "123", "kind": "ho-kinh-doanh"}  # fmt: skip
    answer = post(login_as(factory.user()), REGISTER, **facility_fields(**bad))
    assert set(wrong_fields(answer)) == {*bad, "consent"} - {"kind"}


def test_nothing_sent_at_all_names_every_missing_field(factory, login_as, post):
    answer = post(login_as(factory.user()), REGISTER)
    needed = {"name", "kind", "registration_number", "unit_id", "commune", "address", "contact_name", "phone"}
    assert needed <= set(wrong_fields(answer))


def test_a_decomposed_name_is_kept_composed(factory, login_as, post, only):
    post(login_as(factory.user()), REGISTER, **facility_fields(name="Cơ sở Ngọc Ánh"))
    assert only(Facility).name == "Cơ sở Ngọc Ánh"


def test_consent_is_never_ticked_beforehand(factory, login_as, post, only):
    person = login_as(factory.user())
    page = person.get(REGISTER).text
    assert 'name="consent"' in page
    assert "checked" not in page.split('name="consent"')[1].split(">")[0]
    post(person, REGISTER, **facility_fields(kind="ho-kinh-doanh", consent="y"))
    assert (only(Facility).kind, only(Facility).consent_text) == (FacilityKind.HOUSEHOLD, "2026-1")


def test_two_windows_the_second_save_is_refused_then_goes_through(member, facility, post, only):
    address = f"/co-so-cua-toi/{facility.id}/thong-tin"
    fields = facility_fields(name="HTX Sen Việt", kind="doanh-nghiep", version=str(facility.version))
    fields["registration_number"] = facility.registration_number
    assert post(member, address, **fields, about_vi="Một").status_code == 303
    stale = post(member, address, **fields, about_vi="Hai")
    assert stale.status_code == 422
    assert "Hai" in stale.text
    assert only(Facility).about_vi == "Một"
    fresh = str(only(Facility).version)
    assert f'name="version" type="hidden" value="{fresh}"' in stale.text
    assert post(member, address, **(fields | {"version": fresh}), about_vi="Hai").status_code == 303
    assert only(Facility).about_vi == "Hai"


def test_a_form_that_was_cut_off_is_not_said_to_be_changed_by_somebody(member, facility, post, only):
    address = f"/co-so-cua-toi/{facility.id}/thong-tin"
    answer = post(member, address, **facility_fields(name="Cơ sở Đổi Tên", version=""))
    assert answer.status_code == 422
    assert "Biểu mẫu gửi đến chưa đủ" in answer.text
    for blamed in ("người khác", "cửa sổ khác"):
        assert blamed not in answer.text
    assert "Cơ sở Đổi Tên" in answer.text
    assert only(Facility).name != "Cơ sở Đổi Tên"


def test_a_claim_to_heal_waits_for_an_officer(client, member, facility, post, only):
    address = f"/co-so-cua-toi/{facility.id}/thong-tin"
    fields = facility_fields(name=facility.name, kind=facility.kind, version=str(facility.version))
    fields["registration_number"] = facility.registration_number
    answer = post(member, address, **fields, about_vi="Rượu thuốc trị dứt đau khớp.", about_en="Since 1990.")
    assert answer.status_code == 303
    row = only(Facility)
    assert (row.proposed, row.about_vi, row.about_en) == (
        {"about_vi": "Rượu thuốc trị dứt đau khớp."}, "", "Since 1990.",
    )  # fmt: skip
    assert "đau khớp" not in client.get(f"/co-so/{row.slug}").text


def test_a_recognition_waits_where_the_facility_has_none(factory, member, facility, post, only):
    address, text = f"/co-so-cua-toi/{facility.id}/thong-tin", "Mọi sản phẩm đều đạt OCOP."

    def sent(about):
        fields = facility_fields(name=facility.name, kind=facility.kind, version=str(only(Facility).version))
        fields["registration_number"] = facility.registration_number
        assert post(member, address, **fields, about_vi=about).status_code == 303
        return only(Facility)

    assert sent(text).proposed == {"about_vi": text}
    factory.certificate(facility, kind="ocop", number="OCOP-7")
    row = sent(text)
    assert (row.proposed, row.about_vi) == ({}, text)


def test_a_version_that_is_none_counts_as_stale(member, facility, post):
    address = f"/co-so-cua-toi/{facility.id}/thong-tin"
    versions = ["", "abc", "-1", "9" * 30, "1.5"]
    answers = [post(member, address, **facility_fields(version=version)) for version in versions]
    assert [answer.status_code for answer in answers] == [422] * 5


def test_a_verified_name_waits_and_the_page_says_so(member, facility, post, only):
    fields = facility_fields(name="Tên mới", version=str(facility.version))
    assert post(member, f"/co-so-cua-toi/{facility.id}/thong-tin", **fields).status_code == 303
    assert only(Facility).name == "HTX Sen Việt"
    assert only(Facility).proposed["name"] == "Tên mới"


def test_a_returned_facility_shows_why_and_goes_again(factory, login_as, post, only):
    row = factory.facility(state=FacilityState.RETURNED, return_reasons=["number"], return_reason="Số sai.")
    member = login_as(factory.user("facility", facility_id=row.id))
    assert "Số sai." in member.get("/co-so-cua-toi").text
    fields = facility_fields(version=str(row.version))
    assert post(member, f"/co-so-cua-toi/{row.id}/thong-tin", **fields).status_code == 303
    assert only(Facility).state == FacilityState.PENDING


def test_leaving_the_site_is_confirmed_first(member, facility, post, only):
    address = f"/co-so-cua-toi/{facility.id}/rut"
    assert "HTX Sen Việt" in member.get(address).text
    assert post(member, address, version=str(facility.version)).status_code == 303
    assert only(Facility).state == FacilityState.WITHDRAWN


def test_others_do_not_find_a_facility_or_product(factory, login_as, facility):
    product = factory.product(facility, state=ProductState.DRAFT)
    other = login_as(factory.user("facility", facility_id=factory.facility().id))
    for address in (
        f"/co-so-cua-toi/{facility.id}/thong-tin",
        f"/co-so-cua-toi/{facility.id}/rut",
        f"/co-so-cua-toi/san-pham/{product.id}",
        f"/co-so-cua-toi/san-pham/{product.id}/sua",
        f"/co-so-cua-toi/san-pham/{product.id}/xem-truoc",
        f"/co-so-cua-toi/san-pham/{product.id}/rut",
        f"/co-so-cua-toi/san-pham/moi?facility={facility.id}",
        "/co-so-cua-toi/san-pham/999999",
    ):
        assert other.get(address).status_code == 404


def test_a_product_goes_from_the_form_to_submission(member, facility, post, only, photo):
    answer = post(member, "/co-so-cua-toi/san-pham/moi", **PRODUCT)
    product = only(Product)
    page = f"/co-so-cua-toi/san-pham/{product.id}"
    assert (answer.status_code, answer.location) == (303, f"{page}#gallery")
    assert f"{page}/nop" not in member.get(page).text  # not before the pictures are there
    answer = post(
        member, f"{page}/anh", page=page, pictures=[photo(), photo("b.jpg", colour="#3a3")], alt_vi="Giỏ"
    )
    assert answer.status_code == 303
    assert [picture.alt_vi for picture in only(Product).pictures] == ["Giỏ", "Giỏ"]
    assert member.get(f"{page}/xem-truoc").status_code == 200
    check = member.get(f"{page}/nop").text
    assert [text in check for text in ("Kiểm tra trước khi gửi duyệt", PRODUCT["description_vi"])] == [
        True,
        True,
    ]
    answer = post(member, f"{page}/nop", page=f"{page}/nop", version=str(only(Product).version))
    assert (answer.status_code, answer.location) == (303, f"{page}/giay-tiep-nhan")
    assert only(Product).state == ProductState.SUBMITTED
    receipt = member.get(answer.location).text
    assert [text in receipt for text in (f"SP-{product.id}-", "Cán bộ Đồng Nai")] == [True, True]
    assert "Gửi duyệt" not in member.get(f"{page}/nop").text


def test_submitting_an_incomplete_listing_says_what_is_missing(factory, member, facility, post, only):
    product = factory.product(facility, state=ProductState.DRAFT, pictures=0)
    page = f"/co-so-cua-toi/san-pham/{product.id}"
    assert "Còn thiếu" in member.get(f"{page}/nop").text
    post(member, f"{page}/nop", page=page, version=str(product.version))
    assert "notice tone-danger" in member.get(page).text
    assert member.get(f"{page}/giay-tiep-nhan").status_code == 404
    assert only(Product).state == ProductState.DRAFT


BAD_PRODUCT = [
    ({"name_vi": ""}, "name_vi"),
    ({"name_vi": "x" * 301}, "name_vi"),
    ({"name_vi": "a\x07b"}, "name_vi"),
    ({"group": "xà phòng"}, "group"),
    ({"description_vi": "x" * 5001}, "description_vi"),
    ({"materials": "x" * 1001}, "materials"),
    ({"gtin": "12345"}, "gtin"),
    ({"gtin": "8936010000002"}, "gtin"),
    ({"trademark_id": "77"}, "trademark_id"),
    ({"certificate_ids": "77"}, "certificate_ids"),
]


def test_bad_product_input_is_said_beside_its_field(member, post):
    answers = [
        post(member, "/co-so-cua-toi/san-pham/moi", **(PRODUCT | changes)) for changes, _ in BAD_PRODUCT
    ]
    assert [wrong_fields(answer) for answer in answers] == [[field] for _, field in BAD_PRODUCT]
    assert db.session.scalars(select(Product)).all() == []


def test_a_product_in_two_windows_is_not_overwritten(factory, member, facility, post, only):
    product = factory.product(facility, state=ProductState.DRAFT)
    address = f"/co-so-cua-toi/san-pham/{product.id}/sua"
    fields = PRODUCT | {"version": str(product.version)}
    assert post(member, address, **(fields | {"materials": "Một"})).status_code == 303
    assert post(member, address, **(fields | {"materials": "Hai"})).status_code == 422
    assert only(Product).materials == "Một"


def test_withdrawing_is_confirmed_first(factory, member, facility, post, only):
    product = factory.product(facility)
    address = f"/co-so-cua-toi/san-pham/{product.id}/rut"
    assert post(member, address, version=str(product.version)).status_code == 303
    assert only(Product).state == ProductState.WITHDRAWN


def test_the_area_speaks_english_too(member):
    for address in ("", "/papers", "/products/new", "/register"):
        page = member.get(f"/en/my-facility{address}")
        assert (page.status_code, '<html lang="en">' in page.text) == (200, True)
