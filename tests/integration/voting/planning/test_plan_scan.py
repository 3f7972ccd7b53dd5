"""The scan of the signed plan: kept by the officer once the plan has its number, public with the round."""

import io
from datetime import date

import pytest

from app.core.errors import NotAllowed, RuleBroken
from tests.helpers.voting.acts import act, the_round
from tests.helpers.voting.browser import Person
from voting.official_papers import services as office
from voting.official_papers.queries import find_number
from voting.official_papers.series import PaperKind
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


def test_another_scan_takes_the_place_of_the_first_and_the_number_stays(factory):
    people = factory.planned_round()
    with pytest.raises(RuleBroken) as early:
        act(people.officer, office.keep_plan_scan, people.round_id, "a.pdf", "application/pdf")
    assert (early.value.code, early.value.field) == ("plan_without_number", "scan")
    act(people.officer, office.give_number, people.round_id, PaperKind.PLAN, DAY)
    for name in ("a.pdf", "b.pdf"):
        act(people.officer, office.keep_plan_scan, people.round_id, name, "application/pdf")
    act(people.officer, office.give_number, people.round_id, PaperKind.PLAN, DAY, number=7)
    row = find_number(the_round(people).id, PaperKind.PLAN)
    assert (row.audit_label, row.file) == ("07/KH-UBND", "b.pdf")


def test_only_the_officer_of_the_area_keeps_it(factory, login_as):
    people = factory.planned_round()
    act(people.officer, office.give_number, people.round_id, PaperKind.PLAN, DAY)
    for person in (people.chair, people.secretary, people.member, people.jurors[0]):
        with pytest.raises(NotAllowed):
            act(person, office.keep_plan_scan, people.round_id, "a.pdf", "application/pdf")
    stranger = factory.user("officer-region", region="phia-nam")
    assert login_as(stranger).get(f"/can-bo/ky-binh-chon/{SLUG}/ke-hoach-da-ky").status_code == 404
