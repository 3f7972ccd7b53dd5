"""The scan of the signed plan: kept by the officer once the plan has its number, public with the round."""

import io
from datetime import date

import pytest

from app.core.audit import AuditEntry
from app.core.database.base import db
from app.core.errors import Conflict, NotAllowed, RuleBroken
from tests.helpers.voting.acts import act, both, the_round
from tests.helpers.voting.browser import Person
from voting.official_papers import services as office
from voting.official_papers.queries import find_number
from voting.official_papers.series import PaperKind
from voting.reopening.services import sign_annulment
from voting.rounds import transitions

SLUG, DAY = "ky-binh-chon-thu", date(2026, 3, 9)
PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF"


def upload(data=PDF, name="ke-hoach.pdf"):
    return {"scan": (io.BytesIO(data), name)}


@pytest.mark.parametrize("locale", ["vi", "en"])
def test_scan_is_public_as_soon_as_the_round_is(app, factory, login_as, client, locale):
    people = factory.planned_round()
    officer = Person(app, login_as(people.officer), locale)
    page = {"vi": f"/ky-binh-chon/{SLUG}/ke-hoach", "en": f"/en/rounds/{SLUG}/plan"}[locale]
    assert 'name="scan"' not in officer.open("voting.plan_scan", slug=SLUG)  # it has no number yet
    act(people.officer, office.give_number, people.round_id, PaperKind.PLAN, DAY)
    assert officer.url("voting.plan_scan", slug=SLUG) in officer.open("voting.paper_office", slug=SLUG)
    for wrong in ({}, upload(b""), upload(b"<svg xmlns='http://www.w3.org/2000/svg'/>", "a.png")):
        officer.send("voting.plan_scan", wrong, expect=422, slug=SLUG)
        assert len(officer.errors) == 1
    officer.send("voting.plan_scan", upload(), slug=SLUG)
    assert client.get(page).status_code == 404
    act(people.officer, transitions.step, people.round_id, "announce")
    answer = client.get(page)
    assert (answer.status_code, answer.mimetype, answer.data) == (200, "application/pdf", PDF)
    assert answer.headers["Content-Disposition"] == f'attachment; filename="{SLUG}-ke-hoach.pdf"'
    shown = client.get({"vi": f"/ky-binh-chon/{SLUG}", "en": f"/en/rounds/{SLUG}"}[locale]).text
    assert ("01/KH-UBND" in shown, page in shown) == (True, True)


def test_another_scan_leaves_a_trace_and_another_number_drops_it(factory):
    people = factory.planned_round()
    with pytest.raises(RuleBroken) as early:
        act(people.officer, office.keep_plan_scan, people.round_id, "a.pdf", "application/pdf")
    assert (early.value.code, early.value.field) == ("plan_without_number", "scan")
    act(people.officer, office.give_number, people.round_id, PaperKind.PLAN, DAY)
    act(people.officer, office.keep_plan_scan, people.round_id, "a.pdf", "application/pdf")
    with pytest.raises(Conflict, match="scan_replaced"):  # the person has not seen that one is there
        act(people.officer, office.keep_plan_scan, people.round_id, "b.pdf", "application/pdf")
    act(
        people.officer, office.keep_plan_scan, people.round_id, "b.pdf", "application/pdf", instead_of="a.pdf"
    )
    act(people.officer, office.give_number, people.round_id, PaperKind.PLAN, DAY)
    row = find_number(the_round(people).id, PaperKind.PLAN)
    assert (row.audit_label, row.file) == ("01/KH-UBND", "b.pdf")
    act(people.officer, office.give_number, people.round_id, PaperKind.PLAN, DAY, number=7)
    row = find_number(the_round(people).id, PaperKind.PLAN)
    assert (row.audit_label, row.file) == ("07/KH-UBND", "")
    kept = db.session.query(AuditEntry.detail).filter_by(act="voting.round.scan").order_by(AuditEntry.id)
    assert [(detail["old"], detail["new"]) for (detail,) in kept] == [("", "a"), ("a", "b"), ("b", "")]


def test_scan_of_a_round_that_is_over_stays_as_it_is(factory):
    people = factory.planned_round()
    act(people.officer, office.give_number, people.round_id, PaperKind.PLAN, DAY)
    act(people.officer, office.keep_plan_scan, people.round_id, "a.pdf", "application/pdf")
    assert both(people, sign_annulment, people.round_id, reason="Không đủ kinh phí") == [False, True]
    with pytest.raises(Conflict, match="round_over"):
        act(
            people.officer,
            office.keep_plan_scan,
            people.round_id,
            "b.pdf",
            "application/pdf",
            instead_of="a.pdf",
        )
    with pytest.raises(Conflict, match="round_over"):
        act(people.officer, office.give_number, people.round_id, PaperKind.PLAN, DAY, number=7)
    assert find_number(people.round_id, PaperKind.PLAN).file == "a.pdf"


@pytest.mark.parametrize("locale", ["vi", "en"])
def test_two_officers_do_not_overwrite_each_other_unseen(app, factory, login_as, locale):
    people = factory.planned_round()
    act(people.officer, office.give_number, people.round_id, PaperKind.PLAN, DAY)
    officer = Person(app, login_as(people.officer), locale)
    assert 'name="instead_of" type="hidden" value=""' in officer.open("voting.plan_scan", slug=SLUG)
    act(people.officer, office.keep_plan_scan, people.round_id, "a.pdf", "application/pdf")
    page = officer.send("voting.plan_scan", upload() | {"instead_of": ""}, expect=422, slug=SLUG)
    assert (len(officer.errors), 'value="a.pdf"' in page) == (1, True)
    officer.send("voting.plan_scan", upload() | {"instead_of": "a.pdf"}, slug=SLUG)
    assert find_number(the_round(people).id, PaperKind.PLAN).media_type == "application/pdf"
    assert both(people, sign_annulment, people.round_id, reason="Không đủ kinh phí") == [False, True]
    assert 'name="scan"' not in officer.open("voting.plan_scan", slug=SLUG)


def test_only_the_officer_of_the_area_keeps_it(factory, login_as):
    people = factory.planned_round()
    act(people.officer, office.give_number, people.round_id, PaperKind.PLAN, DAY)
    for person in (people.chair, people.secretary, people.member, people.jurors[0]):
        with pytest.raises(NotAllowed):
            act(person, office.keep_plan_scan, people.round_id, "a.pdf", "application/pdf")
    stranger = factory.user("officer-region", region="phia-nam")
    assert login_as(stranger).get(f"/can-bo/ky-binh-chon/{SLUG}/ke-hoach-da-ky").status_code == 404
