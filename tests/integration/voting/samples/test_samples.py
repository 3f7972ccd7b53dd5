"""Samples: received under a label, stored, given back; handled by the secretary and the support team."""

import io

import pypdf
import pytest

from app.core.database.base import db
from app.core.errors import Conflict, NotAllowed, RuleBroken
from tests.helpers.voting.acts import act
from tests.helpers.voting.browser import Person
from voting.models import Nomination
from voting.samples import services as samples
from voting.samples.queries import list_entry_labels
from voting.samples.rules import SampleState
from voting.support_team.services import seat_support

SLUG = "ky-binh-chon-thu"
FACTS = {"description": "Hai chai 500 ml", "count": 2, "handed_in_by": "Trần Văn Tư"}


def test_a_sample_goes_from_the_counter_to_its_shelf_and_back(factory):
    people = factory.round_in_scoring(products=1)
    entry = db.session.get_one(Nomination, people.nominations[0].id)
    nomination_id, maker = entry.id, entry.facility.name
    first = act(people.secretary, samples.receive_sample, people.round_id, nomination_id, **FACTS)
    large = act(
        people.secretary,
        samples.receive_sample,
        people.round_id,
        nomination_id,
        **FACTS,
        instead=f"ca-ta-lô của {maker}",
    )
    assert [first.label, large.label] == ["M-001", "M-002"]
    entry = db.session.get_one(Nomination, nomination_id)
    labels = list_entry_labels(entry)
    assert labels[0] == "M-001"
    assert labels[1].startswith("M-002 (ca-ta-lô của ")
    assert maker not in labels[1], "a juror reads what names no maker"
    act(people.secretary, samples.move_sample, first.id, SampleState.STORED, "Kệ 3")
    found = act(people.secretary, samples.move_sample, first.id, SampleState.RETURNED, "Trần Văn Tư")
    assert (found.place, found.left_to) == ("Kệ 3", "Trần Văn Tư")
    assert list_entry_labels(db.session.get_one(Nomination, nomination_id)) == labels[1:]
    with pytest.raises(Conflict, match="sample_gone"):
        act(people.secretary, samples.move_sample, first.id, SampleState.STORED, "Kệ 4")


@pytest.mark.parametrize(
    ("facts", "code", "field"),
    [({"count": 0}, "count_missing", "count"), ({"description": " "}, "fill_in", "description")],
)
def test_wrong_input_is_refused_at_its_field(factory, facts, code, field):
    people = factory.round_in_scoring(products=1)
    with pytest.raises(RuleBroken) as refusal:
        act(
            people.secretary,
            samples.receive_sample,
            people.round_id,
            people.nominations[0].id,
            **FACTS | facts,
        )
    assert (refusal.value.code, refusal.value.field) == (code, field)


def test_support_team_handles_samples_and_nobody_else_does(factory):
    people = factory.round_in_scoring(products=1)
    helper = factory.user("support")
    place = (people.round_id, people.nominations[0].id)
    for person in (helper, people.chair, people.officer, people.member, people.jurors[0]):
        with pytest.raises(NotAllowed):
            act(person, samples.receive_sample, *place, **FACTS)
    act(people.officer, seat_support, people.round_id, [helper.email])
    assert act(helper, samples.receive_sample, *place, **FACTS).label == "M-001"


def test_support_team_is_of_people_with_that_role_who_judge_nothing(factory):
    people = factory.round_in_scoring(products=1)
    for email, code in (
        ("khong-co@example.vn", "no_such_account"),
        (people.jurors[0].email, "account_lacks_role"),
    ):
        with pytest.raises(RuleBroken) as refusal:
            act(people.officer, seat_support, people.round_id, [email])
        assert (refusal.value.code, refusal.value.field) == (code, "members")


def test_support_team_reads_dossiers_and_no_score(factory, login_as):
    people = factory.closed_round(products=1)
    helper = factory.user("support")
    act(people.officer, seat_support, people.round_id, [helper.email])
    browser = login_as(helper)
    told = {
        page: browser.get(f"/hoi-dong/{SLUG}/{page}").status_code
        for page in ("mau", "khao-sat", "van-ban", "bang-diem.csv", "nhan-xet", "tien-thuong")
    }
    assert told == {
        "mau": 200,
        "khao-sat": 200,
        "van-ban": 403,
        "bang-diem.csv": 403,
        "nhan-xet": 403,
        "tien-thuong": 403,
    }
    assert browser.get(f"/co-so-cua-toi/ho-so/{people.nominations[0].id}").status_code == 200


def test_support_team_finds_its_rounds_and_no_link_that_is_closed_to_it(factory, login_as):
    people, helper = factory.round_in_scoring(products=1), factory.user("support")
    act(people.secretary, samples.receive_sample, people.round_id, people.nominations[0].id, **FACTS)
    mine, browser = "/hoi-dong/mau-va-khao-sat", login_as(helper)
    assert f"/hoi-dong/{SLUG}/mau" not in browser.get(mine).text
    act(people.officer, seat_support, people.round_id, [helper.email])
    assert f'href="{mine}"' in browser.get("/tai-khoan").text
    told = [f"/hoi-dong/{SLUG}/{part}" in browser.get(mine).text for part in ("mau", "khao-sat")]
    assert told == [True, True]
    dossier = f"/co-so-cua-toi/ho-so/{people.nominations[0].id}"
    pages = [f"/hoi-dong/{SLUG}/{part}" for part in ("mau", "mau/1", "khao-sat", "khao-sat/ghi")]
    for page in [browser.get(path).text for path in (*pages, dossier)]:
        assert (f'href="{mine}"' in page, "/can-bo/ky-binh-chon" in page) == (True, False)
    officer = login_as(people.officer).get(f"/can-bo/ky-binh-chon/{SLUG}").text
    assert [f'/{part}"' in officer for part in ("to-giup-viec", "mau", "khao-sat")] == [True, False, False]
    secretary = login_as(people.secretary).get(f"/can-bo/ky-binh-chon/{SLUG}").text
    assert [f'/{part}"' in secretary for part in ("to-giup-viec", "mau", "khao-sat")] == [True] * 3


def test_samples_by_their_pages(app, factory, login_as):
    people = factory.round_in_scoring(products=1)
    desk = Person(app, login_as(people.secretary), "vi")
    typed = {
        "nomination_id": people.nominations[0].id,
        "description": "Một hộp",
        "count": "1",
        "handed_in_by": "Tư",
    }
    desk.send("voting.samples", {**typed, "count": "0"}, slug=SLUG, expect=422)
    assert len(desk.errors) == 1
    desk.send("voting.samples", typed, slug=SLUG)
    assert "M-001" in desk.open("voting.samples", slug=SLUG)
    place = {"slug": SLUG, "sample_id": 1}
    desk.send("voting.sample", {"target": "stored", "note": "Kệ 3"}, **place)
    assert "Kệ 3" in desk.open("voting.samples", slug=SLUG)
    labels = pypdf.PdfReader(io.BytesIO(desk.client.get(f"/hoi-dong/{SLUG}/mau/nhan.pdf").data))
    text = labels.pages[0].extract_text()
    assert ("M-001" in text, people.nominations[0].codes[-1].code in text) == (True, True)
    assert people.facility.name not in text


def test_a_sample_is_received_for_an_entry_that_was_chosen_where_there_is_one(
    app, factory, login_as, monkeypatch
):
    people = factory.round_in_scoring(products=2)
    desk = Person(app, login_as(people.secretary), "vi")
    typed = {"nomination_id": "", "description": "Một hộp", "count": "1", "handed_in_by": "Tư"}
    desk.send("voting.samples", typed, slug=SLUG, expect=422)
    assert desk.errors == ["Vui lòng chọn hồ sơ bình chọn."]
    assert 'name="nomination_id"' in desk.open("voting.samples", slug=SLUG)
    monkeypatch.setattr("voting.samples.routes.HERE", frozenset({"draft"}))
    assert 'name="nomination_id"' not in desk.open("voting.samples", slug=SLUG)
