"""The mark for packaging: for its facility, while its certificate is valid."""

from datetime import timedelta

import pytest

from app.core.clock import today
from app.core.database.base import db
from app.core.database.transaction import transaction
from catalog.models import Award

FILES = ("svg", "pdf")
CHANGED = "người khác thay đổi"


@pytest.fixture
def setting(factory, login_as):
    facility = factory.facility()
    award = factory.award(factory.product(facility), number="CNNT-75-2026-0001")
    member = login_as(factory.user("facility", facility_id=facility.id))
    return member, award.id


def files(browser, number="CNNT-75-2026-0001"):
    return [browser.get(f"/giay-chung-nhan/{number}/dau-nhan-dien.{kind}") for kind in FILES]


def change(award_id, **values):
    with transaction():
        award = db.session.get_one(Award, award_id)
        for name, value in values.items():
            setattr(award, name, value)


def test_mark_is_for_its_own_facility_alone(factory, login_as, client, setting):
    member, _ = setting
    stranger = login_as(factory.user("facility", facility_id=factory.facility().id))
    assert [answer.status_code for answer in files(member)] == [200, 200]
    assert [answer.status_code for answer in files(stranger)] == [404, 404]
    assert [answer.status_code for answer in files(client)] == [302, 302] or [
        answer.status_code for answer in files(client)
    ] == [303, 303]


def test_mark_files_name_their_kind_and_stay_private(setting):
    svg, pdf = files(setting[0])
    assert (svg.mimetype, pdf.mimetype, pdf.data[:5]) == ("image/svg+xml", "application/pdf", b"%PDF-")
    assert (svg.headers["Cache-Control"], svg.data[:4]) == ("private, no-store", b"<svg")


@pytest.mark.parametrize(
    "state",
    [
        {"revoked_on": today(), "revoked_reason": "Vi phạm"},
        {"suspended_on": today()},
        {"issued_on": today() - timedelta(days=900), "valid_until": today() - timedelta(days=1)},
    ],
    ids=["revoked", "suspended", "expired"],
)
def test_dead_certificate_gives_no_mark_and_its_pages_say_so(setting, client, state):
    member, award_id = setting
    change(award_id, **state)
    refused = files(member)
    assert [answer.status_code for answer in refused] == [409, 409]
    assert [CHANGED in answer.text for answer in refused] == [False, False]
    page = member.get("/en/my-facility/marks/CNNT-75-2026-0001").text
    assert ("may not be printed" in page, "dau-nhan-dien.svg" in page) == (True, False)
    assert "This certificate is valid today" not in client.get("/en/certificates/CNNT-75-2026-0001").text


def test_pages_of_marks_list_the_facilitys_certificates_in_both_languages(factory, setting):
    member, _ = setting
    factory.award(number="CNNT-75-2026-0099")
    for path in ("/co-so-cua-toi/dau-nhan-dien", "/en/my-facility/marks"):
        page = member.get(path).text
        assert ("CNNT-75-2026-0001" in page, "CNNT-75-2026-0099" in page) == (True, False)
    page = member.get("/en/my-facility/marks/CNNT-75-2026-0001").text
    assert ("Circular 26/2014" in page, "dau-nhan-dien.pdf?ink=black" in page) == (True, True)


def test_unknown_number_is_not_found(setting):
    assert setting[0].get("/my-facility/marks/GIA-MAO").status_code == 404
    assert [answer.status_code for answer in files(setting[0], "GIA-MAO")] == [404, 404]
