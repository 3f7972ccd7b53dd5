"""The juror's pages by hand: look before submitting, choose between two versions, compare, practise, work offline."""

import re
import uuid
from dataclasses import replace
from fractions import Fraction

import pytest
from sqlalchemy import func, select

from app.core.database.base import db
from app.core.database.transaction import transaction
from tests.factories.accounts import PASSWORD, actor
from tests.helpers.voting.browser import Person
from voting.dossiers.contents import get_entry, maker_of
from voting.models import Nomination, RoundLeaf, ScoreSheet, ScoreSheetRevision, SelectionRound
from voting.rules.bands import Band
from voting.rules.default import CIRCULAR_26_2014
from voting.rules.document import rule_set_to_dict
from voting.rules.rule_set import Criterion, Part
from voting.score_sheets.fields import list_screens
from voting.score_sheets.queries import list_sheets

FULL = {"score_market": "35,5", "score_economy": "31.5", "score_culture": "8", "score_other": "7"}


@pytest.fixture
def people(factory):
    return factory.round_in_scoring()


@pytest.fixture
def key(people):
    return people.sheets[0, 0]


@pytest.fixture
def juror(app, login_as, people):
    return Person(app, login_as(people.jurors[0]))


def form(juror, key, **values):
    """What the page holds, with these values typed over it."""
    hidden = {name: juror.value(name, "voting.sheet", key=key) for name in ("client_id", "revision")}
    return hidden | values


def count(model):
    return db.session.scalar(select(func.count()).select_from(model))


def scores_of(key):
    query = (
        select(ScoreSheetRevision.status, ScoreSheetRevision.scores)
        .join(ScoreSheet)
        .where(ScoreSheet.key == key)
        .order_by(ScoreSheetRevision.revision)
    )
    return [tuple(row) for row in db.session.execute(query)]


def test_sheet_is_shown_as_it_will_be_counted_before_it_is_submitted(juror, key):
    typed = form(juror, key, **FULL, comment="Vị đậm")
    shown = juror.send("voting.sheet", {**typed, "act": "review"}, key=key, expect=200)
    assert [word in shown for word in ("35,5 / 40", "Tổng: 82 / 100", "Vị đậm")] == [True] * 3
    assert scores_of(key) == []
    assert 'value="35,5"' in juror.send("voting.sheet", {**typed, "act": "edit"}, key=key, expect=200)
    juror.send("voting.sheet", {**typed, "act": "submit"}, key=key)
    receipt = db.session.scalars(select(ScoreSheetRevision.receipt)).one()
    page = juror.open("voting.sheet", key=key)
    assert (receipt in page, "receipt-qr" in page, "<svg" in page) == (True, True, True)
    assert [status for status, _ in scores_of(key)] == ["cast"]


def test_review_refuses_what_submitting_would(juror, key):
    typed = form(juror, key, **FULL | {"score_market": "41", "score_other": ""}, act="review")
    juror.send("voting.sheet", typed, key=key, expect=422)
    assert len(juror.errors) == 1
    assert scores_of(key) == []


def test_two_windows_end_in_a_choice_field_by_field(juror, key):
    first, second = form(juror, key), form(juror, key)
    juror.send("voting.sheet", {**first, **FULL, "act": "save"}, key=key)
    mine = {**second, **FULL, "score_market": "20", "act": "save"}
    shown = juror.send("voting.sheet", mine, key=key, expect=409)
    rows = re.findall(r"<tr data-differs>.*?</tr>", shown, re.DOTALL)
    assert [re.findall(r"<td>(.*?)</td>", row) for row in rows] == [["20", "35,5"]]
    assert [scores["market"] for _, scores in scores_of(key)] == ["35.5"]
    kept = {
        name: re.search(rf'name="{name}" value="([^"]*)"', shown)[1] for name in ("client_id", "revision")
    }
    juror.send("voting.sheet", {**mine, **kept}, key=key)
    assert [scores["market"] for _, scores in scores_of(key)] == ["35.5", "20"]


def test_version_typed_beside_a_submitted_one_is_shown_and_not_taken(juror, key):
    first, second = form(juror, key), form(juror, key)
    juror.send("voting.sheet", {**first, **FULL, "act": "submit"}, key=key)
    late = {**second, **FULL, "score_market": "20", "act": "submit"}
    answer = juror.client.post(juror.url("voting.sheet", key=key), data={**late, "csrf_token": token(juror)})
    assert (answer.status_code, "Bản kia đã nộp" in answer.text, 'value="save"' in answer.text) == (
        409,
        True,
        False,
    )
    assert [scores["market"] for _, scores in scores_of(key)] == ["35.5"]


def token(juror):
    return re.search(r'name="csrf_token" value="([^"]+)"', juror.open("voting.practice"))[1]


def test_api_refuses_a_base_that_another_device_moved_on_from(juror, key):
    address, headers = f"/api/v1/juror/sheets/{key}", {"X-CSRFToken": token(juror)}

    def put(**fields):
        body = {"client_id": str(uuid.uuid4()), "scores": {"market": "20"}} | fields
        answer = juror.client.put(address, json=body, headers=headers)
        return answer.status_code, answer.json.get("code") or answer.json["revision"]

    ours = {"client_id": str(uuid.uuid4()), "base": 0}
    assert [put(**ours), put(base=0), put(**ours), put(base=1), put(), put(base="2")] == [
        (200, 1),
        (409, "sheet_changed"),
        (200, 1),
        (200, 2),
        (200, 3),
        (422, "wrong_type"),
    ]


def test_list_leaves_the_sheets_of_one_state(juror, people, factory):
    factory.submit_sheet(people.jurors[0], people.sheets[0, 0])
    shown = {
        state: set(re.findall(r'data-row="([^"]+)"', juror.open("voting.jury", state=state)))
        for state in ("", "empty", "submitted", "draft", "nonsense")
    }
    both = {people.sheets[0, 0], people.sheets[0, 1]}
    assert shown == {
        "": both,
        "empty": {people.sheets[0, 1]},
        "submitted": {people.sheets[0, 0]},
        "draft": set(),
        "nonsense": both,
    }


def test_order_of_entries_is_each_jurors_own(factory):
    people = factory.round_in_scoring(products=6, jurors=3)
    orders = [[view.code for view in list_sheets(factory.actor(juror))] for juror in people.jurors]
    assert len({tuple(sorted(order)) for order in orders}) == 1
    assert len({tuple(order) for order in orders}) > 1


def test_comparison_sorts_own_sheets_by_any_column(juror, people, factory):
    full = {"economy": "30", "culture": "8", "other": "7"}
    factory.submit_sheet(people.jurors[0], people.sheets[0, 0], full | {"market": "9"})
    factory.submit_sheet(people.jurors[0], people.sheets[0, 1], full | {"market": "10.5"})
    factory.submit_sheet(people.jurors[1], people.sheets[1, 0], full | {"market": "39.75"})
    found = {}
    for sort in ("market", "-market", "total", "nonsense"):
        page = juror.open("voting.compare_sheets", juror_id=people.seats[0].id, sort=sort)
        found[sort] = re.findall(r'data-row="([^"]+)"', page)
        assert ("55,5" in page, "39,75" in page) == (True, False)
    low, high = people.sheets[0, 0], people.sheets[0, 1]
    assert found == {
        "market": [low, high],
        "-market": [high, low],
        "total": [low, high],
        "nonsense": [high, low],
    }
    juror.open("voting.compare_sheets", juror_id=people.seats[1].id, expect=404)


def test_own_history_tells_every_saving_with_its_scores(juror, key):
    for market in ("20", "21,5"):
        typed = form(juror, key, score_market=market, act="save")
        juror.send("voting.sheet", typed, key=key)
    page = juror.open("voting.sheet", key=key)
    history = page[page.index("sheet-history") :]
    assert [score in history for score in ("20 / 40", "21,5 / 40")] == [True, True]


def test_practice_leaves_nothing_behind(juror, people):
    before = [count(model) for model in (ScoreSheetRevision, RoundLeaf, ScoreSheet)]
    shown = juror.send("voting.practice", {**FULL, "act": "review"}, expect=200)
    assert ("Tổng: 82 / 100" in shown, "chấm thử" in shown) == (True, True)
    juror.send("voting.practice", {**FULL, "score_market": "99", "act": "review"}, expect=422)
    assert [count(model) for model in (ScoreSheetRevision, RoundLeaf, ScoreSheet)] == before
    assert [juror.client.get(f"/giam-khao/anh-cham-thu/{number}").status_code for number in (0, 3)] == [
        200,
        404,
    ]


def test_practice_is_open_before_scoring(app, login_as, factory):
    people = factory.receiving_round()
    page = Person(app, login_as(people.jurors[0])).open("voting.practice")
    assert re.findall(r'name="(score_[a-z]+)"', page) == list(FULL)


def test_bands_stand_beside_each_criterion_four_fields_a_screen(app, login_as, people):
    bands = (
        Band("low", Fraction(0), Fraction(20), "Chưa đạt", "Weak"),
        Band("high", Fraction(20), Fraction(40), "Nổi bật", "Strong"),
    )
    parts = tuple(Part(f"p{n}", f"Mục {n}", f"Part {n}", Fraction(10)) for n in range(6))
    criteria = (
        Criterion("market", "Thị trường", "Market", Fraction(40), anchors=bands),
        Criterion("detail", "Chi tiết", "Detail", Fraction(60), parts=parts),
    )
    with transaction():
        body = rule_set_to_dict(CIRCULAR_26_2014)
        changed = rule_set_to_dict(replace(CIRCULAR_26_2014, criteria=criteria))
        body |= {"criteria": changed["criteria"], "ties": ["council_vote"]}
        db.session.get_one(SelectionRound, people.round_id).rule_set.body = body
    page = Person(app, login_as(people.jurors[0])).open("voting.sheet", key=people.sheets[0, 0])
    assert [page.count(text) for text in ("20 đến 40", "0 đến dưới 20", "Nổi bật", "data-screen")] == [
        1,
        1,
        1,
        3,
    ]


def test_screens_hold_at_most_four_fields(app):
    with app.test_request_context("/giam-khao"):
        sizes = [len(screen.fields) for screen in list_screens(CIRCULAR_26_2014)]
    assert sizes == [4]


def test_pack_names_what_the_hall_needs_and_only_own_sheets(juror, people):
    pack = juror.client.get("/giam-khao/mang-theo").json
    own = {f"/giam-khao/phieu/{people.sheets[0, n]}" for n in range(2)}
    seat = f"/giam-khao/{people.seats[0].id}/so-sanh"
    assert set(pack["pages"]) == {"/giam-khao", "/giam-khao/cham-thu", seat} | own
    assert {juror.client.get(page).status_code for page in pack["pages"]} == {200}
    static = [file for file in pack["files"] if file.startswith("/static/")]
    assert {juror.client.get(file).status_code for file in static} == {200}
    assert [file for file in pack["files"] if not file.startswith(("/static/", "/giam-khao/anh"))] == []


def test_worker_and_manifest_are_the_same_for_everyone_and_know_nobody(client):
    worker, manifest = client.get("/jury-worker.js"), client.get("/en/jury.webmanifest")
    assert (worker.status_code, worker.headers["Service-Worker-Allowed"], worker.mimetype) == (
        200,
        "/",
        "text/javascript",
    )
    assert ("Set-Cookie" in worker.headers, "Set-Cookie" in manifest.headers) == (False, False)
    assert (manifest.json["scope"], manifest.json["start_url"]) == ("/en/jury", "/en/jury")
    assert {client.get(icon["src"]).status_code for icon in manifest.json["icons"]} == {200}


def sign_in(client, user):
    page = client.get("/dang-nhap").text
    csrf = re.search(r'name="csrf_token" value="([^"]+)"', page)[1]
    data = {"email": user.email, "password": PASSWORD, "csrf_token": csrf}
    return client.post("/dang-nhap", data=data).headers.get("Clear-Site-Data")


def test_what_a_browser_keeps_goes_when_anybody_else_signs_in(app, people):
    client = app.test_client()
    first = sign_in(client, people.jurors[0])
    client.get("/giam-khao")
    name = app.config["SESSION_COOKIE_NAME"]
    client.delete_cookie(name)
    same = sign_in(client, people.jurors[0])
    client.delete_cookie(name)
    other = sign_in(client, people.member)
    client.delete_cookie(name)
    assert [first, same, other, sign_in(client, people.jurors[0])] == [None, None, '"storage"', None]


def test_session_tells_whose_sheets_may_be_sent(app, juror, login_as, people):
    mine, again = (juror.client.get("/api/v1/juror/session").json["owner"] for _ in range(2))
    other = login_as(people.jurors[1]).get("/api/v1/juror/session").json["owner"]
    assert (mine == again, mine == other, app.test_client().get("/api/v1/juror/session").status_code) == (
        True,
        False,
        401,
    )


def pages_of(juror, key):
    return {
        name: juror.open(name, **({"key": key} if name == "voting.sheet" else {}))
        for name in ("voting.jury", "voting.sheet")
    }


def open_rules(people):
    with transaction():
        rules = db.session.get_one(SelectionRound, people.round_id).rule_set
        rules.body = {**rules.body, "blind": False}


def test_producer_is_shown_where_the_rules_are_open_and_nowhere_else(people, juror, key):
    facility, product = people.facility, people.products[0]
    secrets = (product.name_vi, facility.name, f"{facility.commune}, {facility.unit.name_vi}")
    blind = pages_of(juror, key)
    assert {secret in page for page in blind.values() for secret in secrets} == {False}
    assert "không thấy tên cơ sở" in blind["voting.jury"]
    open_rules(people)
    shown = pages_of(juror, key)
    assert [secret in shown["voting.sheet"] for secret in secrets] == [True] * 3
    assert product.name_vi in shown["voting.jury"]
    assert "không thấy tên cơ sở" not in shown["voting.jury"]


def shown_entry(people):
    """The first entry as the first juror sees it."""
    sheets = list_sheets(actor(people.jurors[0]))
    return next(view.entry for view in sheets if view.sheet.key == people.sheets[0, 0])


def test_texts_of_the_dossier_lose_the_producer_only_under_blind_rules(people):
    told = f"Do {people.facility.name} làm."
    with transaction():
        nomination = db.session.get_one(Nomination, people.nominations[0].id)
        nomination.statement = told
        nomination.entry = get_entry(nomination, maker_of(nomination))
    entry = shown_entry(people)
    assert (entry["statement"], "producer" in entry) == ("Do … làm.", False)
    open_rules(people)
    entry = shown_entry(people)
    assert (entry["statement"], entry["producer"]) == (told, people.facility.name)
