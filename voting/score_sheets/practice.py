"""A made-up entry to try the sheet on. Nothing of it is stored: no ballot, no log, no database at all."""

from dataclasses import dataclass
from pathlib import Path

from flask import Response, current_app, request
from werkzeug.wrappers import Response as BaseResponse

from app.core.errors import DomainError, NotFound
from app.web.access import access, current_actor
from app.web.i18n import localized, translate
from voting.blueprint import bp
from voting.rule_sets.services import rules_of
from voting.rules.default import CIRCULAR_26_2014
from voting.rules.rule_set import RuleSet
from voting.score_sheets.fields import list_screens, shown_total
from voting.score_sheets.forms import SheetForm
from voting.score_sheets.list_routes import draw_jury
from voting.score_sheets.queries import list_seats
from voting.score_sheets.routes import make_form, refuse, score_rows, typed_scores
from voting.score_sheets.services import clean_comment, clean_scores

CODE = "THU-01"
PICTURES = range(3)
"""A tea set of clay: the thing, a close-up, the package. Drawn by the demonstration's illustrations, kept as files."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What the sheet would have counted as."""

    rows: list[dict[str, str | None]]
    total: str


@localized(bp, "/giam-khao/cham-thu", "/jury/practice", methods=("GET", "POST"))
@access("voting.score")
def practice() -> BaseResponse:
    """The sheet of the newest round in which the person is a juror, on an entry that does not exist."""
    rules = _rules()
    form = make_form(rules)
    outcome, status = None, 200
    if request.method == "POST" and request.form.get("act") != "edit":
        outcome = _try(form, rules) if form.validate() else None
        status = 200 if outcome else 422
    response = draw_jury(
        "voting/score_sheets/practice.html",
        form=form,
        screens=list_screens(rules),
        outcome=outcome,
        code=CODE,
        pictures=PICTURES,
    )
    response.status_code = status
    return response


@bp.get("/giam-khao/anh-cham-thu/<int:number>")
@access("voting.score")
def practice_picture(number: int) -> Response:
    """A picture of the entry that does not exist."""
    if number not in PICTURES:
        raise NotFound("not_found")
    file = Path(current_app.static_folder or "") / "img" / "practice" / f"{number}.webp"
    response = Response(file.read_bytes(), mimetype="image/webp")
    response.headers["Cache-Control"] = "private, max-age=86400"
    return response


def _try(form: SheetForm, rules: RuleSet) -> Outcome | None:
    try:
        scores = clean_scores(rules, typed_scores(form, rules), complete=request.form.get("act") != "save")
        comment = clean_comment(form.comment.data or "")
    except DomainError as error:
        refuse(form, error)
        return None
    rows = score_rows(rules, scores)
    rows.append({"key": translate("Remark"), "value": comment})
    return Outcome(rows, shown_total(scores, rules))


def _rules() -> RuleSet:
    user_id = current_actor().user_id
    seats = list_seats(user_id) if user_id is not None else []
    return rules_of(seats[0].panel.round) if seats else CIRCULAR_26_2014
