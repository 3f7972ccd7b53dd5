"""The list of kinds of certificates: kept by the ministry's officers, used by facilities and by who checks."""

from datetime import date

import pytest
from sqlalchemy import select

from app.core.database.base import db
from app.core.database.transaction import transaction
from app.core.errors import NotAllowed
from catalog.models import Certificate, CertificateScheme
from catalog.schemes.queries import find_scheme
from catalog.schemes.services import SchemeData, add_scheme
from tests.factories.catalog import member_actor
from tests.helpers import wrong_fields

LIST = "/can-bo/loai-giay-chung-nhan"
NEW = {"kind": "iso-9001", "name_vi": "ISO 9001:2015", "name_en": "", "issuers": "", "months": "36", "source": "",
       "is_offered": "y"}  # fmt: skip


def options(page):
    return page.partition('name="kind"')[2].partition("</select>")[0]


def test_an_officer_of_the_nation_adds_a_kind_that_facilities_choose(login_as, post, facility, member, only):
    officer = login_as("officer-national")
    assert wrong_fields(post(officer, f"{LIST}/moi", **NEW | {"name_vi": "", "kind": ""})) == ["kind"]
    assert wrong_fields(post(officer, f"{LIST}/moi", **NEW | {"name_vi": ""})) == ["name_vi"]
    assert wrong_fields(post(officer, f"{LIST}/moi", **NEW | {"months": "0"})) == ["months"]
    assert post(officer, f"{LIST}/moi", **NEW).status_code == 303
    assert wrong_fields(post(officer, f"{LIST}/moi", **NEW)) == ["name_vi"]
    assert "ISO 9001:2015" in officer.get(LIST).text
    address = f"/co-so-cua-toi/{facility.id}/giay-to/moi"
    assert 'value="iso-9001-2015"' in options(member.get(address).text)
    paper = {"kind": "iso-9001-2015", "number": "VN-1", "issuer": "QUACERT", "issued_on": "2025-03-01"}
    assert post(member, address, **paper).status_code == 303
    row = only(Certificate)
    assert (row.kind, row.scheme, row.title) == ("iso-9001", "iso-9001-2015", "ISO 9001:2015")
    scheme = f"{LIST}/iso-9001-2015"
    sent = {name: value for name, value in NEW.items() if name not in {"kind", "is_offered"}}
    assert post(officer, scheme, version="1", **sent).status_code == 303
    assert 'value="iso-9001-2015"' not in options(member.get(address).text)
    assert 'value="iso-9001-2015"' in options(member.get(f"/co-so-cua-toi/giay-to/{row.id}").text)


def test_a_kind_that_comes_with_the_program_is_changed(login_as, post):
    officer = login_as("officer-national")
    page = officer.get(f"{LIST}/ocop").text
    assert "Ủy ban nhân dân cấp huyện | 3 sao | đến 30/06/2025" in page
    sent = {
        "name_vi": "",
        "issuers": "UBND tỉnh | 7 sao",
        "months": "24",
        "source": "QĐ mới",
        "is_offered": "y",
    }
    refused = post(officer, f"{LIST}/ocop", version="0", **sent)
    assert wrong_fields(refused) == ["issuers"]
    assert "Không đọc được dòng 1" in refused.text
    good = sent | {"issuers": "UBND tỉnh | 3, 4 sao | từ 06/07/2025"}
    assert post(officer, f"{LIST}/ocop", version="0", **good).status_code == 303
    assert post(officer, f"{LIST}/ocop", version="0", **good).status_code == 422  # seen before that change
    scheme = find_scheme("ocop")
    assert (scheme.months, [row.name for row in scheme.issuers]) == (24, ["UBND tỉnh"])
    assert officer.get(f"{LIST}/khong-co").status_code == 404


def test_only_the_ministry_keeps_the_list(login_as, facility, member):
    assert login_as("officer-region").get(LIST).status_code == 403
    assert member.get("/co-so-cua-toi/loai-giay-chung-nhan").status_code == 200
    maker = member_actor(facility)
    with pytest.raises(NotAllowed), transaction():
        add_scheme(maker, SchemeData(kind="halal", name_vi="Halal JAKIM"))
    assert db.session.query(CertificateScheme).count() == 0


def test_who_checks_a_paper_sees_what_the_list_says(factory, facility, login_as):
    paper = factory.certificate(
        facility, kind="ocop", stars=3, issuer="UBND huyện Mỏ Cày Bắc", issued_on=date(2024, 11, 12),
        valid_until=date(2029, 11, 12), check_state="unchecked",
    )  # fmt: skip
    later = factory.certificate(
        facility, kind="ocop", stars=3, issued_on=date(2025, 7, 2), valid_until=date(2028, 7, 2)
    )
    officer = login_as("officer-national")
    page = officer.get(f"/can-bo/giay-to/certificate/{paper.id}").text
    assert [text in page for text in (
        "Cơ quan cấp vào ngày đó: Ủy ban nhân dân cấp huyện",
        "Thông thường đến 12/11/2027 (36 tháng)", "Giấy này dài hơn",
    )] == [True] * 3  # fmt: skip
    page = officer.get(f"/can-bo/giay-to/certificate/{later.id}").text
    assert ("Vào ngày đó không có cơ quan nào cấp loại này" in page, "Giấy này dài hơn" in page) == (
        True,
        False,
    )


@pytest.mark.parametrize("name", ["Mới", "new", "!!!"])
def test_a_kind_has_an_address_of_its_own(login_as, post, name):
    officer = login_as("officer-national")
    assert wrong_fields(post(officer, f"{LIST}/moi", **NEW | {"name_vi": name})) == ["name_vi"]
    assert db.session.scalars(select(CertificateScheme)).all() == []


def test_a_kind_that_is_no_longer_offered_stays_for_its_own_papers(login_as, post, factory, facility, member):
    officer = login_as("officer-national")
    paper = factory.certificate(facility, kind="haccp", number="1", issued_on=date(2024, 1, 1))
    sent = {"name_vi": "", "issuers": "", "months": "24", "source": ""}
    assert post(officer, f"{LIST}/haccp", version="0", **sent).status_code == 303
    for page in (f"/co-so-cua-toi/giay-to/{paper.id}", f"/co-so-cua-toi/giay-to/{paper.id}/gia-han"):
        assert 'value="haccp"' in options(member.get(page).text)
    assert 'value="haccp"' not in options(member.get(f"/co-so-cua-toi/{facility.id}/giay-to/moi").text)
    renewed = {"kind": "haccp", "number": "2", "issuer": "SGS", "issued_on": "2025-03-01"}
    answer = post(member, f"/co-so-cua-toi/giay-to/{paper.id}/gia-han", **renewed)
    assert answer.status_code == 303
