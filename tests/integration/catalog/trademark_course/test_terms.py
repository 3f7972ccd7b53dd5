"""The terms of trademark applications as the ministry's officers set them."""

from datetime import date

from app.core.database.base import db
from catalog.models import TrademarkTermSet
from catalog.trademark_course.terms import list_term_sets
from tests.helpers import wrong_fields

PAGE = "/can-bo/thoi-han-nhan-hieu"


def test_an_officer_of_the_nation_sets_terms_that_deadlines_follow(login_as, post, factory, facility, member):
    mark = factory.trademark(
        facility, state="filed", registration_number="", registration_date=None, valid_until=None,
        application_number="4-2026-1", application_date=date(2026, 9, 15),
    )  # fmt: skip
    course = f"/co-so-cua-toi/nhan-hieu/{mark.id}/tien-trinh"
    assert "15/10/2026" in member.get(course).text
    officer = login_as("officer-national")
    new = {"begins": "2026-09-01", "source": "Quyết định 99/QĐ-SHTT", "formal": "2", "version": "0"}
    assert wrong_fields(post(officer, f"{PAGE}/moi", **new | {"source": ""})) == ["source"]
    assert wrong_fields(post(officer, f"{PAGE}/moi", **new | {"formal": "0"})) == ["formal"]
    assert wrong_fields(post(officer, f"{PAGE}/moi", **new | {"begins": "2026-04-01"})) == ["begins"]
    assert wrong_fields(post(officer, f"{PAGE}/moi", **new | {"begins": "2126-04-01"})) == ["begins"]
    assert post(officer, f"{PAGE}/moi", **new).status_code == 303
    page = member.get(course).text
    assert [text in page for text in ("15/11/2026", "Quyết định 99/QĐ-SHTT", "15/10/2026")] == [
        True,
        True,
        False,
    ]
    assert post(officer, f"{PAGE}/2026-09-01", source="Sửa", formal="3", version="1").status_code == 303
    assert "15/12/2026" in member.get(course).text
    assert "thay đổi" in post(officer, f"{PAGE}/2026-09-01", source="Sửa", formal="4", version="1").text


def test_terms_of_the_program_are_corrected_by_a_set_of_the_same_day(login_as, post):
    officer = login_as("officer-national")
    sent = {"source": "Luật sửa đổi", "formal": "1", "publication": "1", "substance": "5", "version": "0"}
    assert post(officer, f"{PAGE}/2026-04-01", **sent).status_code == 303
    assert [(each.begins, each.months.get("substance")) for each in list_term_sets()] == [
        (date(1950, 1, 1), 9), (date(2026, 4, 1), 5),
    ]  # fmt: skip
    assert officer.get(f"{PAGE}/2026-04-02").status_code == 404
    assert db.session.query(TrademarkTermSet).count() == 1


def test_only_the_ministry_sets_terms(login_as, member):
    assert login_as("officer-region").get(PAGE).status_code == 403
    assert member.get(PAGE).status_code == 403
