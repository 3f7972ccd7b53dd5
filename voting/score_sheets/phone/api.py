"""The juror's API, also used by the sheet that keeps working without a network."""

import json
from functools import partial
from typing import Any

from flask import Blueprint, Response, g, request
from flask_wtf.csrf import generate_csrf
from werkzeug.exceptions import HTTPException

from app.accounts.requests.offline_keeper import keeper_mark
from app.core.errors import RuleBroken
from app.core.strict_json import JsonError, load_json
from app.web.access import access, current_actor
from voting import messages  # noqa: F401  # registers what refusals say
from voting.rounds.working_days.deadlines import deadline_transaction
from voting.rule_sets.services import rules_by_id
from voting.rules.rule_set import Criterion, Part, scored
from voting.score_sheets.queries import list_sheet_rows
from voting.score_sheets.services import Saving, printable, round_of, save_sheet
from voting.tally.exact import exact_text

bp = Blueprint("voting_api", __name__, url_prefix="/api/v1/juror")
TEXT_FIELDS = {"client_id": str, "comment": str, "submit": bool}


@bp.get("/sheets")
@access("voting.score")
def sheets() -> Response:
    """The juror's own sheets; an entry from which they are recused is not among them."""
    rows = list_sheet_rows(current_actor())
    rules = rules_by_id({row.rule_set_id for row in rows})
    criteria = {
        number: [_criterion(row) for c in found.criteria for row in scored(c)]
        for number, found in rules.items()
    }
    return _answer({"items": [_item(row, criteria[row.rule_set_id]) for row in rows]})


@bp.get("/session")
@access("voting.score")
def session() -> Response:
    """Whose sheets a browser may send now, and with which CSRF token; 401 when the sign-in has run out."""
    actor = current_actor()
    token = "" if g.get("by_token") else generate_csrf()
    return _answer({"owner": keeper_mark(actor), "csrf_token": token})


@bp.put("/sheets/<key>")
@access("voting.score")
def put_sheet(key: str) -> Response:
    """Save or submit a sheet. On disk before the answer leaves; the same client_id returns the same receipt."""
    saving = _read_saving()
    with deadline_transaction(partial(round_of, key)):
        revision = save_sheet(current_actor(), key, saving)
        answer = {
            "receipt": revision.receipt,
            "revision": revision.revision,
            "status": "submitted" if revision.status == "cast" else "draft",
        }
    return _answer(answer)


def _criterion(row: Criterion | Part) -> dict[str, str]:
    return {"code": row.code, "max": exact_text(row.maximum)}


def _item(row: Any, criteria: list[dict[str, str]]) -> dict[str, Any]:
    """A sheet. row: of `list_sheet_rows`."""
    return {
        "id": row.key,
        "round": row.round,
        "code": row.code,
        "group": row.group,
        "criteria": criteria,
        "status": row.status,
        "scores": row.scores or {},
        "comment": row.comment or "",
        "revision": row.revision,
        "receipt": row.receipt or None,
    }


def _read_saving() -> Saving:
    """The body, refused with the name of the field that is wrong."""
    try:
        body = load_json(request.get_data(cache=False))
    except (JsonError, HTTPException) as error:
        raise RuleBroken("bad_json") from error
    if not isinstance(body, dict):
        raise RuleBroken("bad_json")
    values: dict[str, Any] = {"client_id": "", "comment": "", "submit": False}
    base = body.get("base")
    if base is not None and type(base) is not int:
        raise RuleBroken("wrong_type", "base", name="base")
    for name, kind in TEXT_FIELDS.items():
        if name in body:
            if type(body[name]) is not kind:
                raise RuleBroken("wrong_type", name, name=name)
            values[name] = body[name]
    return Saving(scores=_read_scores(body), base=base, **values)


def _read_scores(body: dict[str, Any]) -> dict[str, str]:
    scores = body.get("scores")  # a sheet without any would take away those that are there
    if not isinstance(scores, dict):
        raise RuleBroken("wrong_type", "scores", name="scores")
    for code, value in scores.items():
        if not isinstance(value, str):
            name = printable(code)
            raise RuleBroken("score_not_a_number", name, criterion=name)
    return scores


def _answer(body: dict[str, Any]) -> Response:
    response = Response(json.dumps(body, ensure_ascii=False), content_type="application/json")
    response.headers["Cache-Control"] = "no-store"
    return response
