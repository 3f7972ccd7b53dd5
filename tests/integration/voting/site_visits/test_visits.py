"""Visits: team, day, minutes, pictures; the jury reads findings that name no maker."""

import io
from datetime import timedelta

import pypdf
import pytest

from app.core.clock import today
from app.core.database.base import db
from app.core.errors import Conflict, NotAllowed, RuleBroken
from tests.helpers.voting.acts import act, close
from tests.helpers.voting.browser import Person
from voting.dossiers.services import StoredFile
from voting.models import Nomination, SiteVisit
from voting.site_visits import services as visits
from voting.site_visits.queries import list_findings, list_naming_parts

SLUG = "ky-binh-chon-thu"
TEAM = ["Lê Thị Hoa, Phòng Quản lý công nghiệp", " ", "Trần Bình"]


def data(people, **facts):
    return visits.VisitData(
        **{
            "facility_id": people.facility.id,
            "held_on": today(),
            "team": TEAM,
            "minutes": "Xưởng sạch, có sổ theo dõi mẻ.",
            "findings": "Quy trình ủ đúng như thuyết minh.",
        }
        | facts
    )


def record(people, **facts):
    return act(people.secretary, visits.record_visit, people.round_id, data(people, **facts))


def test_visit_keeps_team_day_minutes_and_pictures(factory):
    people = factory.round_in_scoring(products=1)
    visit = record(people)
    act(people.secretary, visits.add_picture, visit.id, StoredFile("0" * 64 + ".webp", "image/webp", 1, {}))
    found = db.session.get_one(SiteVisit, visit.id, populate_existing=True)
    assert (found.team, len(found.pictures)) == (
        [{"name": "Lê Thị Hoa", "title": "Phòng Quản lý công nghiệp"}, {"name": "Trần Bình", "title": ""}],
        1,
    )


@pytest.mark.parametrize(
    ("facts", "code", "field"),
    [
        ({"held_on": today() + timedelta(days=1)}, "date_in_future", "held_on"),
        ({"team": [" , "]}, "fill_in", "team"),
        ({"minutes": " "}, "fill_in", "minutes"),
        ({"facility_id": 0}, "no_entry_to_visit", "facility_id"),
    ],
)
def test_wrong_input_is_refused_at_its_field(factory, facts, code, field):
    people = factory.round_in_scoring(products=1)
    with pytest.raises(RuleBroken) as refusal:
        record(people, **facts)
    assert (refusal.value.code, refusal.value.field) == (code, field)


def test_jury_reads_findings_without_the_makers_name_and_no_minutes(factory, login_as):
    people = factory.round_in_scoring(products=1)
    name = people.facility.name
    visit = record(people, findings=f"Xưởng của {name} có bể ủ riêng, liên hệ 0912345678.")
    nomination = db.session.get_one(Nomination, people.nominations[0].id)
    assert [part for part in (name, "0912345678") if part in list_findings(nomination)[0]] == []
    assert "0912345678" in list_naming_parts(visit)
    sheet = login_as(people.jurors[0]).get(f"/giam-khao/phieu/{people.sheets[0, 0]}")
    assert (sheet.status_code, "có bể ủ riêng" in sheet.text) == (200, True)
    assert ("sổ theo dõi mẻ" in sheet.text, name in sheet.text, "0912345678" in sheet.text) == (
        False,
        False,
        False,
    )


def test_after_closing_nothing_is_changed_that_the_jury_judged_by(factory):
    people = factory.round_in_scoring(products=1)
    visit = record(people)
    mended = act(people.secretary, visits.change_visit, visit.id, data(people, findings="Khác"), version=1)
    for (seat, _number), key in people.sheets.items():
        factory.submit_sheet(people.jurors[seat], key)
    close(people)
    with pytest.raises(Conflict, match="visit_judged_by"):
        act(people.secretary, visits.change_visit, visit.id, data(people), version=mended.version)


def test_only_secretary_and_support_team_record(factory):
    people = factory.round_in_scoring(products=1)
    for person in (people.chair, people.officer, people.member, people.jurors[0], factory.user("support")):
        with pytest.raises(NotAllowed):
            act(person, visits.record_visit, people.round_id, data(people))


def test_visit_by_its_pages_and_on_paper(app, factory, login_as):
    people = factory.round_in_scoring(products=1)
    desk = Person(app, login_as(people.secretary), "vi")
    typed = {
        "facility_id": people.facility.id, "held_on": today().isoformat(), "team": "\n".join(TEAM),
        "minutes": "Xưởng sạch.", "findings": "Đúng như thuyết minh.",
    }  # fmt: skip
    desk.send("voting.record_visit", {**typed, "minutes": ""}, slug=SLUG, expect=422)
    assert len(desk.errors) == 1
    desk.send("voting.record_visit", typed, slug=SLUG)
    assert people.facility.name in desk.open("voting.site_visits", slug=SLUG)
    place = {"slug": SLUG, "visit_id": 1}
    desk.send("voting.change_visit", {**typed, "version": "1", "minutes": "Xưởng rất sạch."}, **place)
    assert "Xưởng rất sạch." in desk.open("voting.site_visit", **place)
    pages = pypdf.PdfReader(
        io.BytesIO(desk.client.get(f"/hoi-dong/{SLUG}/khao-sat/1/bien-ban.pdf").data)
    ).pages
    text = " ".join(" ".join(page.extract_text() for page in pages).split())
    assert [part for part in ("BIÊN BẢN", "Lê Thị Hoa", "Xưởng rất sạch.") if part not in text] == []
