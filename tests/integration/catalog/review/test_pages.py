import re

import pytest
from sqlalchemy import select

from app.core.clock import utc_now
from app.core.database.base import db
from app.core.mail import OutboxMail
from app.core.work.jobs import run_pending
from catalog.enums import CheckState, FacilityState, ProductState, Region
from catalog.models import Certificate, Facility, Product, Trademark
from catalog.units.queries import get_unit


@pytest.fixture
def officer(factory, login_as):
    return login_as(factory.user("officer-province", unit_id=get_unit("2025", "75").id))


def mails():
    db.session.expire_all()
    return [(mail.recipient, mail.subject, mail.body) for mail in db.session.scalars(select(OutboxMail))]


def listed(page):
    """The names of the rows of a queue."""
    return re.findall(r'<th scope="row"><a href="[^"]+">([^<]+)</a>', page.text)


def counts(page):
    """Facilities, products and papers that wait, from the tabs."""
    return [int(number) for number in re.findall(r'<span class="count">(\d+)</span>', page.text)]


def test_the_queue_shows_what_waits_in_the_officers_area_only(factory, officer):
    factory.facility(name="Ở đây", state=FacilityState.PENDING)
    factory.facility(name="Đổi tên", proposed={"name": "Tên khác"}, proposed_at=utc_now())
    factory.facility(name="Nơi khác", state=FacilityState.PENDING, unit_code="01")
    product = factory.product(name_vi="Chờ duyệt", state=ProductState.SUBMITTED)
    factory.certificate(product.facility, check_state=CheckState.UNCHECKED)
    factory.trademark(product.facility, name="Nhãn chờ")
    factory.trademark(factory.facility(state=FacilityState.PENDING), name="Chưa tới lượt")
    page = officer.get("/can-bo/co-so")
    assert listed(page)[:2] == ["Ở đây", "Đổi tên"]
    assert counts(page) == [3, 1, 2]
    assert listed(officer.get("/can-bo/san-pham")) == ["Chờ duyệt"]
    assert len(listed(officer.get("/can-bo/giay-to"))) == 1
    assert listed(officer.get("/can-bo/giay-to?kind=trademark")) == ["Nhãn chờ"]
    assert "Ở đây" not in officer.get("/can-bo/co-so?state=verified").text


def test_a_regional_officer_narrows_the_queue_to_a_province(factory, login_as):
    regional = login_as(factory.user("officer-region", region=Region.SOUTH))
    factory.facility(name="Ở Đồng Nai", state=FacilityState.PENDING)
    factory.facility(name="Ở Cà Mau", state=FacilityState.PENDING, unit_code="96")
    factory.facility(name="Bình Phước cũ", state=FacilityState.PENDING, unit_id=get_unit("2004", "70").id)
    factory.facility(name="Ở Hà Nội", state=FacilityState.PENDING, unit_code="01")
    assert listed(regional.get("/can-bo/co-so")) == ["Ở Đồng Nai", "Ở Cà Mau", "Bình Phước cũ"]
    assert listed(regional.get("/can-bo/co-so?province=75")) == ["Ở Đồng Nai", "Bình Phước cũ"]
    assert listed(regional.get("/can-bo/co-so?province=<script>")) == [
        "Ở Đồng Nai",
        "Ở Cà Mau",
        "Bình Phước cũ",
    ]


def test_the_queue_is_paged(factory, officer):
    for number in range(25):
        factory.facility(name=f"Cơ sở {number:02d}", state=FacilityState.PENDING)
    assert len(listed(officer.get("/can-bo/co-so"))) == 24
    assert listed(officer.get("/can-bo/co-so?page=2")) == ["Cơ sở 24"]


def test_facilities_have_no_queue(factory, login_as):
    member = login_as(factory.user("facility", facility_id=factory.facility().id))
    assert member.get("/can-bo/co-so").status_code == 403


def test_a_facility_is_verified_and_its_member_gets_a_letter(factory, officer, post, only):
    row = factory.facility(name="HTX Sen", state=FacilityState.PENDING)
    person = factory.user("facility", facility_id=row.id)
    address = f"/can-bo/co-so/{row.id}"
    answer = post(officer, address, act="verify", version=str(row.version))
    assert (answer.status_code, answer.location) == (303, "/can-bo/co-so")
    assert only(Facility).state == FacilityState.VERIFIED
    run_pending()
    [(recipient, subject, body)] = mails()
    assert (recipient, "HTX Sen" in subject) == (person.email, True)
    assert "/co-so-cua-toi\n" in body


def test_a_returned_facility_reads_the_chosen_reasons_in_its_language(factory, officer, post, only):
    row = factory.facility(name="HTX Sen", state=FacilityState.PENDING)
    person = factory.user("facility", facility_id=row.id)
    address = f"/can-bo/co-so/{row.id}"
    fields = {"act": "return", "version": str(row.version)}
    refused = post(officer, address, **fields)
    assert (refused.status_code, 'id="reasons-error"' in refused.text) == (422, True)
    refused = post(officer, address, **fields, reasons="other")
    assert (refused.status_code, 'id="reason-error"' in refused.text) == (422, True)
    assert (
        post(officer, address, **fields, reasons=["number", "place"], reason="Xem lại số.").status_code == 303
    )
    assert only(Facility).return_reasons == ["number", "place"]
    run_pending()
    [(recipient, _, body)] = mails()
    assert recipient == person.email
    assert body.count("\n- ") == 2
    assert "Xem lại số." in body


def test_a_look_alike_name_warns_the_officer(factory, officer):
    factory.facility(name="Công ty TNHH Đại Phát", registration_number="3600000001")
    row = factory.facility(name="CTY Ðаi Рhat", state=FacilityState.PENDING)  # with Eth and Cyrillic letters
    page = officer.get(f"/can-bo/co-so/{row.id}").text
    assert "Công ty TNHH Đại Phát" in page
    assert "3600000001" in page


def test_two_officers_at_once_decide_once(factory, officer, post, only):
    row = factory.facility(state=FacilityState.PENDING)
    address, fields = f"/can-bo/co-so/{row.id}", {"act": "verify", "version": str(row.version)}
    assert post(officer, address, **fields).status_code == 303
    assert post(officer, address, **fields).status_code == 422
    assert post(officer, address, act="explode", version=str(only(Facility).version)).status_code == 422
    assert post(officer, address, version=str(only(Facility).version)).status_code == 422


def test_out_of_the_area_the_page_refuses(factory, login_as):
    row = factory.facility(state=FacilityState.PENDING, unit_code="01")
    product = factory.product(row, state=ProductState.SUBMITTED)
    paper = factory.certificate(row)
    there = login_as(factory.user("officer-province", unit_id=get_unit("2025", "75").id))
    for address in (f"co-so/{row.id}", f"san-pham/{product.id}", f"giay-to/certificate/{paper.id}"):
        assert there.get(f"/can-bo/{address}").status_code == 403
    for address in ("co-so/99999", "san-pham/99999", "giay-to/certificate/99999", "giay-to/passport/1"):
        assert there.get(f"/can-bo/{address}").status_code == 404


def test_suspending_reinstating_and_changes(factory, officer, post, only):
    row = factory.facility(
        proposed={
            "name": "Mới",
            "kind": "hop-tac-xa",
            "registration_number": "3611111111",
            "unit_id": get_unit("2025", "96").id,
        }
    )
    address = f"/can-bo/co-so/{row.id}"

    def act(name, **fields):
        return post(officer, address, act=name, version=str(only(Facility).version), **fields).status_code

    assert "Cà Mau" in officer.get(address).text
    assert (act("refuse"), act("refuse", reason="Chưa đủ giấy.")) == (422, 303)
    assert (act("suspend"), act("suspend", reason="Có khiếu nại.")) == (422, 303)
    assert only(Facility).state == FacilityState.SUSPENDED
    assert act("reinstate") == 303
    assert act("accept") == 422
    assert only(Facility).state == FacilityState.VERIFIED


def test_a_product_is_published_or_sent_back(factory, officer, post, only):
    row = factory.product(state=ProductState.SUBMITTED, name_vi="Nước mắm Sen")
    factory.user("facility", facility_id=row.facility_id)
    address = f"/can-bo/san-pham/{row.id}"
    assert "Nước mắm Sen" in officer.get(address).text
    assert post(officer, address, act="publish", version=str(row.version)).status_code == 303
    assert only(Product).state == ProductState.PUBLISHED
    version = str(only(Product).version)
    assert post(officer, address, act="return", version=version, reasons="claims").status_code == 303
    assert only(Product).state == ProductState.RETURNED
    run_pending()
    assert [("Nước mắm Sen" in subject) for _, subject, _ in mails()] == [True, True]
    assert all(f"/san-pham/{row.id}" in body for _, _, body in mails())


def test_a_proposed_name_is_shown_beside_the_old_and_accepted(factory, officer, post, only):
    proposed = {"name_vi": "Tên mới", "group": "khac", "is_set": True}
    row = factory.product(name_vi="Tên cũ", proposed=proposed)
    address = f"/can-bo/san-pham/{row.id}"
    page = officer.get(address).text
    assert ("Tên mới" in page, "Tên cũ" in page) == (True, True)
    assert post(officer, address, act="accept", version=str(row.version)).status_code == 303
    assert (only(Product).name_vi, only(Product).group, only(Product).is_set) == ("Tên mới", "khac", True)


def test_a_product_of_a_waiting_facility_says_why_it_cannot_be_published(factory, officer, post):
    row = factory.product(factory.facility(state=FacilityState.PENDING), state=ProductState.SUBMITTED)
    answer = post(officer, f"/can-bo/san-pham/{row.id}", act="publish", version=str(row.version))
    assert (answer.status_code, "error-summary" in answer.text) == (422, True)


def test_papers_are_checked_refused_and_revoked(factory, officer, post, only):
    product = factory.product()
    factory.user("facility", facility_id=product.facility_id)
    paper = factory.certificate(
        product.facility, products=(product,), check_state=CheckState.UNCHECKED, number="77/ATTP"
    )
    factory.certificate(factory.facility(name="Bên kia"), number="77/ATTP")
    address = f"/can-bo/giay-to/certificate/{paper.id}"
    assert "Bên kia" in officer.get(address).text

    def act(name, **fields):
        db.session.expire_all()
        version = str(db.session.get_one(Certificate, paper.id).version)
        return post(officer, address, act=name, version=version, **fields).status_code

    def state():
        db.session.expire_all()
        row = db.session.get_one(Certificate, paper.id)
        return row.check_state, row.revoked_on is not None

    assert (act("check"), state()) == (303, (CheckState.CHECKED, False))
    assert (act("refuse"), act("refuse", reason="Số không khớp.")) == (422, 303)
    assert state() == (CheckState.REFUSED, False)
    assert (act("revoke"), act("revoke", reason="Đã bị thu hồi.")) == (422, 303)
    assert state() == (CheckState.REFUSED, True)
    run_pending()
    assert ["77/ATTP: Số không khớp." in body for _, _, body in mails()] == [True]


def test_a_mark_is_checked(factory, officer, post, only):
    mark = factory.trademark(scan_file="x", scan_type="application/pdf")
    address = f"/can-bo/giay-to/trademark/{mark.id}"
    assert f"/giay-to/trademark/{mark.id}/ban-quet" in officer.get(address).text
    assert post(officer, address, act="check", version=str(mark.version)).status_code == 303
    assert only(Trademark).check_state == CheckState.CHECKED
    assert post(officer, address, act="revoke", version=str(only(Trademark).version)).status_code == 422
    stale = post(officer, address, act="refuse", reason="x", version=str(mark.version + 40))
    assert stale.status_code == 422


def test_the_lists_speak_english_too(factory, officer):
    factory.facility(state=FacilityState.PENDING)
    for address in ("facilities", "products", "papers"):
        page = officer.get(f"/en/officer/{address}")
        assert (page.status_code, '<html lang="en">' in page.text) == (200, True)
