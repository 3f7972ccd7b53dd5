import re
from io import BytesIO

import pytest
from sqlalchemy import select

from app.core.db import db
from app.core.ports import ports
from catalog.enums import CheckState, FacilityKind, FacilityState, ProductState
from catalog.models import Certificate, Facility, Product, Trademark
from catalog.queries.units import get_unit
from tests.factories.catalog import DESCRIPTION

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


def wrong_fields(answer):
    """The fields a refused form complains of; [] when it was not refused."""
    return re.findall(r'id="(\w+)-error"', answer.text) if answer.status_code == 422 else []


@pytest.fixture
def facility(factory):
    return factory.facility(name="HTX Sen Việt")


@pytest.fixture
def member(factory, facility, login_as):
    return login_as(factory.user("facility", facility_id=facility.id))


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


def test_nothing_sent_at_all_names_every_missing_field(factory, login_as, post):
    answer = post(login_as(factory.user()), REGISTER)
    assert answer.status_code == 422
    for field in (
        "name",
        "kind",
        "registration_number",
        "unit_id",
        "commune",
        "address",
        "contact_name",
        "phone",
    ):
        assert f'id="{field}-error"' in answer.text


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
    assert post(member, f"{page}/nop", page=page, version=str(only(Product).version)).status_code == 303
    assert only(Product).state == ProductState.SUBMITTED


def test_submitting_an_incomplete_listing_says_what_is_missing(factory, member, facility, post, only):
    product = factory.product(facility, state=ProductState.DRAFT, pictures=0)
    page = f"/co-so-cua-toi/san-pham/{product.id}"
    post(member, f"{page}/nop", page=page, version=str(product.version))
    assert "notice tone-danger" in member.get(page).text
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


def test_pictures_are_described_ordered_and_taken_off(factory, member, facility, post, only):
    product = factory.product(facility, pictures=3)
    page = f"/co-so-cua-toi/san-pham/{product.id}"
    first, second, third = (picture.id for picture in product.pictures)

    def ids():
        return [picture.id for picture in only(Product).pictures]

    post(member, f"{page}/anh/{third}/up", page=page)
    assert ids() == [first, third, second]
    post(member, f"{page}/anh/{first}/up", page=page)
    post(member, f"{page}/anh/{first}/down", page=page)
    assert ids() == [third, first, second]
    post(member, f"{page}/anh/{first}/remove", page=page)
    assert ids() == [third, second]
    post(member, f"{page}/anh/{third}/describe", page=page, alt_vi="Mặt trước", alt_en="Front")
    assert (only(Product).pictures[0].alt_vi, only(Product).pictures[0].alt_en) == ("Mặt trước", "Front")
    post(member, f"{page}/anh/{third}/describe", page=page, alt_vi="x" * 301)
    assert only(Product).pictures[0].alt_vi == "Mặt trước"
    assert post(member, f"{page}/anh/{third}/juggle", page=page).status_code == 404
    assert post(member, f"{page}/anh/999999/up", page=page).status_code == 404
    post(member, f"{page}/anh/{third}/remove", page=page)
    post(member, f"{page}/anh/{second}/remove", page=page)
    assert ids() == [second]  # a published product keeps one


SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
HUGE_PNG = (
    b"\x89PNG\r\n\x1a\n"
    b"\x00\x00\x00\rIHDR" + (20_000).to_bytes(4, "big") * 2 + b"\x01\x00\x00\x00\x00" + b"\x00" * 40
)


NO_PICTURES = [
    ("a.png", SVG),
    ("a.png", HUGE_PNG),
    ("a.jpg", b""),
    ("a.jpg", b"\xff\xd8\xff\xe0broken"),
    ("a.webp", b"GIF89a"),
]


def test_a_file_that_is_no_picture_is_refused_with_the_good_ones(
    factory, member, facility, post, photo, only
):
    product = factory.product(facility, pictures=0, state=ProductState.DRAFT)
    page = f"/co-so-cua-toi/san-pham/{product.id}"
    for name, data in NO_PICTURES:
        answer = post(
            member, f"{page}/anh", page=page, pictures=[photo(), photo(name, data)], alt_vi="Tôi đã gõ"
        )
        assert (wrong_fields(answer), "Tôi đã gõ" in answer.text) == (["pictures"], True)
    assert only(Product).pictures == []


def test_no_file_chosen_is_said(factory, member, facility, post):
    product = factory.product(facility)
    page = f"/co-so-cua-toi/san-pham/{product.id}"
    assert post(member, f"{page}/anh", page=page).status_code == 422
    assert post(member, f"{page}/anh", page=page, pictures=(BytesIO(b""), "")).status_code == 422


def test_the_same_pictures_sent_twice_are_there_once_and_too_many_are_refused(
    factory, member, facility, post, photo, only
):
    product = factory.product(facility, pictures=11)
    page = f"/co-so-cua-toi/san-pham/{product.id}"
    for _ in range(2):
        assert post(member, f"{page}/anh", page=page, pictures=photo()).status_code == 303
    assert len(only(Product).pictures) == 12
    assert post(member, f"{page}/anh", page=page, pictures=photo("c.jpg", colour="#33a")).status_code == 422


def test_a_stored_picture_is_served_for_ever_and_scans_are_not(
    member, facility, post, photo, only, factory, client
):
    product = factory.product(facility, pictures=0, state=ProductState.DRAFT)
    page = f"/co-so-cua-toi/san-pham/{product.id}"
    post(member, f"{page}/anh", page=page, pictures=photo())
    files = only(Product).pictures[0].files
    assert sorted(files) == ["320", "640", "800", "share"]
    answer = client.get(f"/tep/{files['320']}")
    assert (answer.status_code, answer.content_type) == (200, "image/webp")
    assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert "Set-Cookie" not in answer.headers
    assert client.get(f"/tep/{files['share']}").content_type == "image/jpeg"
    pdf = ports().files.put(b"%PDF-1.4 secret %%EOF", ".pdf")
    for name in (pdf, f"{'0' * 64}.webp", "x", "..%2f..%2fetc%2fpasswd", "a.webp"):
        assert client.get(f"/tep/{name}").status_code == 404


CERTIFICATE = {"kind": "attp", "number": "12/2025", "issuer": "Sở Công Thương", "issued_on": "2025-03-01"}


def test_a_certificate_with_its_scan_is_added_to_products(factory, member, facility, post, only):
    product = factory.product(facility)
    address = f"/co-so-cua-toi/{facility.id}/giay-to/moi"
    scan = (BytesIO(b"%PDF-1.7\n1 0 obj\n%%EOF\n"), "giay.pdf")
    answer = post(
        member, address, **CERTIFICATE, valid_until="2028-03-01", product_ids=str(product.id), scan=scan
    )
    assert answer.status_code == 303
    paper = only(Certificate)
    assert (paper.check_state, paper.scan_type) == (CheckState.UNCHECKED, "application/pdf")
    assert [row.id for row in only(Product).certificates] == [paper.id]
    assert "12/2025" in member.get("/co-so-cua-toi/giay-to").text
    answer = member.get(f"/giay-to/certificate/{paper.id}/ban-quet")
    assert (answer.content_type, answer.data[:5]) == ("application/pdf", b"%PDF-")
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert answer.headers["Cache-Control"] == "no-store"


def test_a_scan_is_for_the_facility_and_its_officers_only(factory, facility, login_as, client):
    name = ports().files.put(b"%PDF-1.4 %%EOF", ".pdf")
    paper = factory.certificate(facility, scan_file=name, scan_type="application/pdf")
    bare = factory.trademark(facility)
    address = f"/giay-to/certificate/{paper.id}/ban-quet"
    assert client.get(address).status_code == 303
    here = login_as(factory.user("officer-province", unit_id=get_unit("2025", "75").id))
    there = login_as(factory.user("officer-province", unit_id=get_unit("2025", "01").id))
    other = login_as(factory.user("facility", facility_id=factory.facility().id))
    assert [person.get(address).status_code for person in (here, there, other)] == [200, 404, 404]
    assert here.get(f"/giay-to/trademark/{bare.id}/ban-quet").status_code == 404
    assert here.get(f"/giay-to/passport/{paper.id}/ban-quet").status_code == 404


BAD_CERTIFICATE = [
    ({"kind": "diploma"}, "kind"),
    ({"kind": "other"}, "title"),
    ({"kind": "ocop"}, "stars"),
    ({"number": ""}, "number"),
    ({"issued_on": "yesterday"}, "issued_on"),
    ({"issued_on": "2999-01-01"}, "issued_on"),
    ({"issued_on": "1900-01-01"}, "issued_on"),
    ({"valid_until": "2020-01-01"}, "valid_until"),
    ({"product_ids": "999"}, "product_ids"),
    ({"scan": (BytesIO(SVG), "a.pdf")}, "scan"),
    ({"scan": (BytesIO(b"%PDF-1.7 cut"), "a.pdf")}, "scan"),
    ({"scan": (BytesIO(b""), "a.pdf")}, "scan"),
]


def test_bad_certificate_input_is_said_beside_its_field(member, facility, post):
    address = f"/co-so-cua-toi/{facility.id}/giay-to/moi"
    answers = [post(member, address, **(CERTIFICATE | changes)) for changes, _ in BAD_CERTIFICATE]
    assert [wrong_fields(answer) for answer in answers] == [[field] for _, field in BAD_CERTIFICATE]
    assert db.session.scalars(select(Certificate)).all() == []


def test_changing_a_checked_paper_asks_for_a_new_check(factory, member, facility, post, only):
    paper = factory.certificate(facility)
    address = f"/co-so-cua-toi/giay-to/{paper.id}"
    fields = CERTIFICATE | {"number": paper.number, "issuer": paper.issuer, "version": str(paper.version)}
    same = fields | {"issued_on": paper.issued_on.isoformat(), "valid_until": paper.valid_until.isoformat()}
    assert post(member, address, **same).status_code == 303
    assert only(Certificate).check_state == CheckState.CHECKED
    changed = same | {"number": "99", "version": str(only(Certificate).version)}
    assert post(member, address, **changed).status_code == 303
    assert only(Certificate).check_state == CheckState.UNCHECKED
    assert post(member, address, **changed).status_code == 422


def test_a_scan_that_is_a_picture_is_drawn_anew_and_not_public(member, facility, post, only, photo, client):
    post(member, f"/co-so-cua-toi/{facility.id}/giay-to/moi", **CERTIFICATE, scan=photo("scan.jpg"))
    paper = only(Certificate)
    assert paper.scan_file.endswith(".scan")
    assert client.get(f"/tep/{paper.scan_file}").status_code == 404
    assert client.get(f"/tep/{paper.scan_file.removesuffix('.scan')}.webp").status_code == 404
    assert member.get(f"/giay-to/certificate/{paper.id}/ban-quet").content_type == "image/webp"


MARK = {
    "name": "Sen Việt",
    "kind": "thong-thuong",
    "state": "granted",
    "registration_number": "4-0131451-000",
}


def test_a_trademark_is_added_changed_and_removed(member, facility, post, only):
    answer = post(member, f"/co-so-cua-toi/{facility.id}/nhan-hieu/moi", **MARK, nice_classes="30, 29,30")
    assert answer.status_code == 303
    mark = only(Trademark)
    assert mark.nice_classes == [29, 30]
    address = f"/co-so-cua-toi/nhan-hieu/{mark.id}"
    assert 'value="29, 30"' in member.get(address).text
    assert post(member, address, **(MARK | {"name": "Sen"}), version=str(mark.version)).status_code == 303
    assert only(Trademark).name == "Sen"
    assert post(member, f"/co-so-cua-toi/giay-to/trademark/{mark.id}/xoa").status_code == 303
    assert db.session.scalars(select(Trademark)).all() == []


BAD_TRADEMARK = [
    ({"name": ""}, "name"),
    ({"kind": "logo"}, "kind"),
    ({"state": "maybe"}, "state"),
    ({"registration_number": ""}, "registration_number"),
    ({"state": "filed", "registration_number": ""}, "application_number"),
    ({"nice_classes": "46"}, "nice_classes"),
    ({"nice_classes": "food"}, "nice_classes"),
    ({"registration_date": "2999-01-01"}, "registration_date"),
    ({"registration_date": "2024-01-01", "valid_until": "2023-01-01"}, "valid_until"),
]


def test_bad_trademark_input_is_said_beside_its_field(member, facility, post):
    address = f"/co-so-cua-toi/{facility.id}/nhan-hieu/moi"
    answers = [post(member, address, **(MARK | changes)) for changes, _ in BAD_TRADEMARK]
    assert [wrong_fields(answer) for answer in answers] == [[field] for _, field in BAD_TRADEMARK]


def test_a_paper_on_a_published_product_stays(factory, member, facility, post, only):
    product = factory.product(facility)
    paper = factory.certificate(facility, products=(product,))
    address = f"/co-so-cua-toi/giay-to/certificate/{paper.id}/xoa"
    post(member, address)
    assert only(Certificate).id == paper.id
    post(member, f"/co-so-cua-toi/san-pham/{product.id}/rut", version=str(only(Product).version))
    post(member, address)
    assert db.session.scalars(select(Certificate)).all() == []


def test_the_area_speaks_english_too(member):
    for address in ("", "/papers", "/products/new", "/register"):
        page = member.get(f"/en/my-facility{address}")
        assert (page.status_code, '<html lang="en">' in page.text) == (200, True)
