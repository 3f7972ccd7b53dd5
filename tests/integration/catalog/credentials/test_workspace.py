"""Certificates and trademarks of a facility by its pages."""

from io import BytesIO

from sqlalchemy import select

from app.core.database.base import db
from app.core.ports import ports
from catalog.enums import CheckState
from catalog.models import Certificate, Product, Trademark
from catalog.units.queries import get_unit
from tests.helpers import wrong_fields

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
    ({"scan": (BytesIO(b"<svg/>"), "a.pdf")}, "scan"),
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


def test_every_bad_field_of_a_paper_is_said_at_once(member, facility, post):
    bad = {"kind": "ocop", "stars": "", "issued_on": "2999-01-01", "valid_until": "2020-01-01"}
    answer = post(member, f"/co-so-cua-toi/{facility.id}/giay-to/moi", **(CERTIFICATE | bad))
    assert set(wrong_fields(answer)) == {"stars", "issued_on", "valid_until"}
    bad = {"registration_number": "", "registration_date": "2999-01-01", "nice_classes": "46"}
    answer = post(member, f"/co-so-cua-toi/{facility.id}/nhan-hieu/moi", **(MARK | bad))
    assert set(wrong_fields(answer)) == set(bad)


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
