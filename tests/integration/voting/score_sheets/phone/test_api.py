"""The juror's API, word for word as the contract has it."""

import json
import uuid
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from app.accounts.models import User
from app.accounts.services import tokens
from app.core.clock import FixedClock, use_clock, utc_now
from app.core.database.base import db
from app.core.database.transaction import transaction
from tests.helpers.statements import selections, statements
from voting.jury import services as jury
from voting.models import RoundLeaf, ScoreSheet, ScoreSheetRevision, SelectionRound
from voting.scoring import services as scoring_stage

FULL = {"market": "35.5", "economy": "31.5", "culture": "8", "other": "7"}


@pytest.fixture
def people(factory):
    return factory.round_in_scoring()


@pytest.fixture
def api(app, factory, people):
    """The first juror with an API token: `api.get(…)`, `api.put(key, …)`."""
    return Api(app.test_client(), token_of(factory, people.jurors[0]))


class Api:
    def __init__(self, client, token):
        self.client, self.headers = client, {"Authorization": f"Bearer {token}"}

    def get(self):
        return self.client.get("/api/v1/juror/sheets", headers=self.headers)

    def put(self, key, body=None, **fields):
        raw = (
            body
            if isinstance(body, bytes | str)
            else json.dumps(body if body is not None else saving(**fields))
        )
        return self.client.put(
            f"/api/v1/juror/sheets/{key}", data=raw, content_type="application/json", headers=self.headers
        )


def token_of(factory, user):
    with transaction():
        return tokens.add_token(factory.actor(user), db.session.get_one(User, user.id), "test")


def saving(**fields):
    return {"client_id": str(uuid.uuid4()), "scores": FULL, "comment": "", "submit": False} | fields


def close(factory, people, reason="Vắng"):
    for user in (people.chair, people.secretary):
        with transaction():
            scoring_stage.sign_closing(factory.actor(user), people.round_id, reason=reason)


def codes(answer):
    return answer.status_code, answer.json["code"], answer.json.get("field")


def count(model):
    return db.session.scalar(select(func.count()).select_from(model))


def test_list_takes_three_statements_however_many_sheets(app, factory):
    counts = []
    for products in (1, 3):
        people = factory.round_in_scoring(products=products)
        api = Api(app.test_client(), token_of(factory, people.jurors[0]))
        api.get()
        db.session.rollback()
        with selections() as asked:
            items = api.get().json["items"]
        counts.append((len(items), len(asked)))
    assert counts == [(1, 3), (3, 3)]


def test_saving_again_takes_three_reads_and_four_writes(api, people):
    api.put(people.sheets[0, 0])
    db.session.rollback()
    with selections() as asked, statements() as said:
        answer = api.put(people.sheets[0, 0], scores=FULL | {"market": "12"})
    written = [sql for sql, _ in said if sql.startswith(("INSERT", "UPDATE", "DELETE"))]
    assert (answer.json["revision"], len(asked), len(written)) == (2, 3, 4)


def test_saving_is_recognised_however_its_uuid_is_written(api, people):
    body = saving()
    first = api.put(people.sheets[0, 0], body)
    again = api.put(people.sheets[0, 0], body | {"client_id": body["client_id"].upper()})
    assert (again.status_code, again.json) == (200, first.json)
    assert count(ScoreSheetRevision) == 1


def test_sheets_are_listed_with_what_the_contract_names(api, people):
    answer = api.get()
    item = next(i for i in answer.json["items"] if i["id"] == people.sheets[0, 0])
    assert answer.status_code == 200
    assert {i["id"] for i in answer.json["items"]} == {people.sheets[0, 0], people.sheets[0, 1]}
    assert (item["group"], item["status"], item["round"]) == (
        "che-bien-nong-lam-thuy-san-thuc-pham",
        "empty",
        "ky-binh-chon-thu",
    )
    assert item["criteria"] == [
        {"code": "market", "max": "40"},
        {"code": "economy", "max": "40"},
        {"code": "culture", "max": "10"},
        {"code": "other", "max": "10"},
    ]


def test_sheets_say_nothing_of_the_producer(api, people):
    text = api.get().text
    told = [
        w for w in (people.facility.name, people.products[0].name_vi, people.products[0].slug) if w in text
    ]
    assert told == []


def test_saving_answers_with_receipt_revision_and_status(api, people):
    first, second = api.put(people.sheets[0, 0]), api.put(people.sheets[0, 0], submit=True)
    assert (first.status_code, first.json["revision"], first.json["status"]) == (200, 1, "draft")
    assert (second.status_code, second.json["revision"], second.json["status"]) == (200, 2, "submitted")
    assert set(first.json) == {"receipt", "revision", "status"}
    assert first.json["receipt"] != second.json["receipt"]


def test_saving_is_on_disk_with_the_exact_scores(api, people):
    receipt = api.put(people.sheets[0, 0], comment="Vị đậm").json["receipt"]
    db.session.rollback()
    row = db.session.scalars(select(ScoreSheetRevision).where(ScoreSheetRevision.receipt == receipt)).one()
    assert (row.scores, row.comment, row.status) == (FULL, "Vị đậm", "draft")


def test_same_client_id_returns_the_same_answer_and_adds_nothing(api, people):
    body = saving(submit=True)
    first = api.put(people.sheets[0, 0], body)
    before = count(ScoreSheetRevision), count(RoundLeaf)
    again = api.put(people.sheets[0, 0], body)
    assert (again.status_code, again.json) == (200, first.json)
    assert (count(ScoreSheetRevision), count(RoundLeaf)) == before


def test_same_client_id_with_other_content_is_a_conflict(api, people):
    first = saving()
    answer = api.put(people.sheets[0, 0], first)
    assert answer.status_code == 200
    for other in ({"scores": FULL | {"market": "12"}}, {"comment": "khác"}, {"submit": True}):
        answer = api.put(people.sheets[0, 0], first | other)
        assert (answer.status_code, answer.json["code"]) == (409, "client_id_used")
    assert api.put(people.sheets[0, 0], first).status_code == 200


def test_same_client_id_is_acknowledged_after_closing_too(api, factory, people):
    body = saving(submit=True)
    first = api.put(people.sheets[0, 0], body)
    close(factory, people)
    assert api.put(people.sheets[0, 0], body).json == first.json


def test_saving_after_closing_is_refused(api, factory, people):
    close(factory, people)
    answer = api.put(people.sheets[0, 0], submit=True)
    assert codes(answer) == (409, "scoring_closed", None)
    assert answer.content_type == "application/problem+json"


def test_saving_twice_submitted_is_refused(api, people):
    api.put(people.sheets[0, 0], submit=True)
    assert codes(api.put(people.sheets[0, 0])) == (409, "already_submitted", None)


BAD_SCORES = [
    ({**FULL, "market": "40.5"}, "score_too_high", "market"),
    ({**FULL, "market": "-1"}, "score_not_a_number", "market"),
    ({**FULL, "market": "35,5"}, "score_not_a_number", "market"),
    ({**FULL, "market": "1e1"}, "score_not_a_number", "market"),
    ({**FULL, "market": "٣"}, "score_not_a_number", "market"),
    ({**FULL, "market": " 3"}, "score_not_a_number", "market"),
    ({**FULL, "market": "9" * 400}, "score_not_a_number", "market"),
    ({**FULL, "market": 35.5}, "score_not_a_number", "market"),
    ({**FULL, "market": None}, "score_not_a_number", "market"),
    ({**FULL, "taste": "3"}, "unknown_criterion", "taste"),
    ({"market": "35.5"}, "score_missing", "economy"),
    ([], "wrong_type", "scores"),
]
BAD_BODIES = [
    (b"", "bad_json", None),
    (b"{", "bad_json", None),
    (b"\xff\xfe", "bad_json", None),
    (b"[]", "bad_json", None),
    (b"[" * 100_000, "bad_json", None),
    (b'{"scores": {}, "n": ' + b"9" * 9000 + b"}", "bad_json", None),
    (b'{"scores": {"market": "1"}, "scores": {}}', "bad_json", None),
    (b'{"scores": {"market": "1", "market": "2"}}', "bad_json", None),
    (b'{"scores": {}, "n": NaN}', "bad_json", None),
    ({name: value for name, value in saving().items() if name != "scores"}, "wrong_type", "scores"),
    ({"scores": {}}, "bad_client_id", "client_id"),
    ({"client_id": "7", "scores": {}}, "bad_client_id", "client_id"),
    ({"client_id": 7, "scores": {}}, "wrong_type", "client_id"),
    (saving(comment=3), "wrong_type", "comment"),
    (saving(submit="yes"), "wrong_type", "submit"),
    (saving(submit=1), "wrong_type", "submit"),
    (saving(comment="x" * 4001), "too_long", "comment"),
    (saving(comment="a\x00b"), "control_characters", "comment"),
    (saving(comment="a\ud800b"), "control_characters", "comment"),
    (saving(scores={"\ud800": "3"}), "unknown_criterion", "\\ud800"),
    (saving(scores={"\ud800": 3}), "score_not_a_number", "\\ud800"),
]


def test_bad_scores_are_refused_naming_the_criterion(api, people):
    key = people.sheets[0, 0]
    told = [codes(api.put(key, scores=scores, submit=True)) for scores, _code, _field in BAD_SCORES]
    assert told == [(422, code, field) for _scores, code, field in BAD_SCORES]
    assert count(ScoreSheetRevision) == 0


def test_bad_bodies_are_refused_naming_the_field(api, people):
    told = [codes(api.put(people.sheets[0, 0], body)) for body, _code, _field in BAD_BODIES]
    assert told == [(422, code, field) for _body, code, field in BAD_BODIES]
    assert count(ScoreSheetRevision) == 0


def test_remark_is_kept_in_composed_form(api, people):
    api.put(people.sheets[0, 0], comment="Vi\u0323 đậm")
    assert db.session.scalars(select(ScoreSheetRevision.comment)).one() == "Vị đậm"


def test_unknown_foreign_and_recused_sheets_do_not_exist(api, factory, people):
    juror = people.seats[0]
    nomination_id = people.nominations[1].id
    with transaction():
        found = db.session.scalars(
            select(ScoreSheet).where(
                ScoreSheet.juror_id == juror.id, ScoreSheet.nomination_id == nomination_id
            )
        ).one()
        jury.propose_conflict(factory.actor(people.chair), found.juror, found.nomination, "owner")
    answers = [api.put(key) for key in ("nothing", people.sheets[1, 0], people.sheets[0, 1])]
    assert [codes(answer) for answer in answers] == [(404, "not_found", None)] * 3
    assert len({answer.data for answer in answers}) == 1


def test_sheets_ask_for_a_sign_in(client, people):
    answer = client.get("/api/v1/juror/sheets")
    assert (answer.status_code, answer.content_type) == (401, "application/problem+json")
    put = client.put(
        f"/api/v1/juror/sheets/{people.sheets[0, 0]}", json=saving(), headers={"Authorization": "Bearer tb_x"}
    )
    assert (put.status_code, put.content_type) == (401, "application/problem+json")


def test_sheets_are_for_jurors(app, factory, people):
    assert Api(app.test_client(), token_of(factory, people.chair)).get().status_code == 403


def test_session_needs_the_csrf_token(login_as, people):
    browser = login_as(people.jurors[0])
    address = f"/api/v1/juror/sheets/{people.sheets[0, 0]}"
    refused = browser.put(address, json=saving())
    page = browser.get(f"/giam-khao/phieu/{people.sheets[0, 0]}").text
    token = page.split('name="csrf_token" value="')[1].split('"')[0]
    taken = browser.put(address, json=saving(), headers={"X-CSRFToken": token})
    assert (refused.status_code, refused.content_type) == (400, "application/problem+json")
    assert (taken.status_code, taken.json["revision"]) == (200, 1)


def test_deadline_is_the_server_clock(app, api, factory):
    start = utc_now()
    people = factory.round_in_scoring(title_vi="Kỳ có hạn", scoring_until=start + timedelta(days=1))
    api = Api(app.test_client(), token_of(factory, people.jurors[0]))
    with use_clock(FixedClock(start + timedelta(days=1) - timedelta(microseconds=1))):
        assert api.put(people.sheets[0, 0]).status_code == 200
    with use_clock(FixedClock(start + timedelta(days=1))):
        assert codes(api.put(people.sheets[0, 0])) == (409, "scoring_closed", None)
    assert db.session.get_one(SelectionRound, people.round_id).state == "scoring"
