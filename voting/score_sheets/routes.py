"""One score sheet: fill in, save, look at it as it will be counted, submit once."""

import uuid
from functools import partial
from io import BytesIO
from typing import Any

from flask import redirect, request, send_file, url_for
from markupsafe import Markup
from werkzeug.wrappers import Response

from app.core.actor import Actor
from app.core.documents import qr
from app.core.errors import Conflict, DomainError, NotFound
from app.core.ports import ports
from app.web.access import access, current_actor
from app.web.addresses import base_url
from app.web.i18n import local_url, localized, translate
from app.web.messages import message_for
from app.web.notices import tell
from catalog.labels import PRODUCT_GROUPS as GROUPS
from voting.blueprint import bp
from voting.models import ScoreSheet
from voting.rounds.working_days.deadlines import deadline_transaction
from voting.rule_sets.services import rules_of
from voting.rules.rule_set import RuleSet
from voting.score_sheets import services as score_sheets
from voting.score_sheets.fields import list_fields, list_screens, shown_score, shown_total
from voting.score_sheets.forms import SheetForm, sheet_form
from voting.score_sheets.list_routes import draw_jury, own_total
from voting.score_sheets.queries import (
    SheetView,
    find_given_up,
    find_return,
    get_sheet,
    list_own_revisions,
    list_sheets,
)

MOVED_ON = frozenset({"sheet_changed", "already_submitted", "client_id_used"})


@localized(bp, "/giam-khao/phieu/<key>", "/jury/sheet/<key>", methods=("GET", "POST"))
@access("voting.score")
def sheet(key: str) -> Response:
    """The sheet. Posted: `save` keeps a draft, `review` shows it as it will be counted, `submit` hands it in."""
    actor = current_actor()
    if given_up := find_given_up(actor, key):
        return _given_up(*given_up)
    view = get_sheet(actor, key)
    rules = rules_of(view.round)
    form = make_form(rules, view)
    act = request.form.get("act", "save")
    if request.method == "GET" or act == "edit":
        return _page(actor, view, rules, form)
    return _take(actor, view, form, act)


def _take(actor: Actor, view: SheetView, form: SheetForm, act: str) -> Response:
    """What was posted: kept, shown as it will be counted, submitted, or refused beside what was typed."""
    rules, key = rules_of(view.round), view.sheet.key
    if not form.validate():
        return _page(actor, view, rules, form, status=422)
    try:
        if act == "review":
            return _confirm(view, rules, form)
        receipt = _save(actor, key, form, rules, submit=act == "submit")
    except DomainError as error:
        if error.code in MOVED_ON:
            return _conflict(get_sheet(actor, key), rules, form, act)
        refuse(form, error)
        return _page(actor, get_sheet(actor, key), rules, form, status=422)
    tell("success", translate("Received. Receipt: %(receipt)s", receipt=receipt))
    return redirect(local_url("voting.sheet", key=key), 303)


@bp.route("/giam-khao/anh/<key>/<int:number>/<int:width>")
@access("voting.score")
def entry_picture(key: str, number: int, width: int) -> Response:
    """A picture of an entry under a name that says nothing; only for its juror."""
    view = get_sheet(current_actor(), key)
    pictures = view.entry.get("pictures", [])
    if not 0 <= number < len(pictures):
        raise NotFound("not_found")
    files = pictures[number]
    sizes = sorted(int(size) for size in files if size.isdigit())
    chosen = next((size for size in sizes if size >= width), sizes[-1] if sizes else 0)
    if not chosen:
        raise NotFound("not_found")
    response = send_file(BytesIO(ports().files.get(files[str(chosen)])), mimetype="image/webp")
    response.headers["Cache-Control"] = (
        "no-store"  # the worker keeps it, and signing out wipes what that keeps
    )
    return response


def make_form(rules: RuleSet, view: SheetView | None = None) -> SheetForm:
    """The form of a sheet under these rules, with what is on the sheet."""
    data: dict[str, Any] = {"client_id": str(uuid.uuid4())}
    if view is not None:
        data |= {"comment": view.comment, "revision": str(view.sheet.revision)}
        data |= {f"score_{code}": shown_score(score) for code, score in view.scores.items()}
    return sheet_form([(f.code, f.name, f.maximum) for f in list_fields(rules)], data=data)


def refuse(form: SheetForm, error: DomainError) -> None:
    """Show a refusal beside the score it names."""
    if error.field and f"score_{error.field}" in form:
        error.field = f"score_{error.field}"
    form.refuse(error)


def typed_scores(form: SheetForm, rules: RuleSet) -> dict[str, str]:
    """{criterion: exact decimal as typed} with the comma turned into a point."""
    return form.scores([f.code for f in list_fields(rules)])


def score_rows(rules: RuleSet, scores: dict[str, str]) -> list[dict[str, str | None]]:
    """Rows of a summary list: each criterion with its score of its maximum."""
    return [
        {
            "key": f.name,
            "value": f"{shown_score(scores[f.code])} / {f.maximum}" if scores.get(f.code) else None,
        }
        for f in list_fields(rules)
    ]


def _page(actor: Actor, view: SheetView, rules: RuleSet, form: SheetForm, *, status: int = 200) -> Response:
    response = draw_jury(
        "voting/score_sheets/sheet.html",
        view=view,
        form=form,
        screens=list_screens(rules),
        given=[*score_rows(rules, view.scores), {"key": translate("Remark"), "value": view.comment}],
        total=own_total(view),
        receipt_qr=_receipt_qr(view) if view.sheet.status == "submitted" else None,
        revisions=[
            (revision, shown_total(revision.scores, rules), score_rows(rules, revision.scores))
            for revision in list_own_revisions(view)
        ],
        groups=GROUPS,
        position=_neighbours(actor, view),
        returned=find_return(view),
    )
    response.status_code = status
    return response


def _confirm(view: SheetView, rules: RuleSet, form: SheetForm) -> Response:
    """The sheet as it will be counted, before the one submission. Raises what submitting would refuse."""
    scores = score_sheets.clean_scores(rules, typed_scores(form, rules), complete=True)
    score_sheets.clean_comment(form.comment.data or "")
    return draw_jury(
        "voting/score_sheets/sheet_confirm.html",
        view=view,
        form=form,
        given=[*score_rows(rules, scores), {"key": translate("Remark"), "value": form.comment.data}],
        total=shown_total(scores, rules),
        groups=GROUPS,
    )


def _conflict(view: SheetView, rules: RuleSet, form: SheetForm, act: str) -> Response:
    """Both versions field by field; the juror chooses which one is valid."""
    mine = typed_scores(form, rules)
    rows = [
        (f.name, shown_score(mine[f.code]), shown_score(view.scores.get(f.code, "")))
        for f in list_fields(rules)
    ]
    rows.append((translate("Remark"), form.comment.data or "", view.comment))
    form.client_id.data = str(uuid.uuid4())
    form.revision.data = str(view.sheet.revision)
    response = draw_jury(
        "voting/score_sheets/sheet_conflict.html",
        view=view,
        form=form,
        rows=rows,
        act="review" if act == "submit" else "save",
        groups=GROUPS,
    )
    response.status_code = 409
    return response


def _given_up(sheet: ScoreSheet, code: str) -> Response:
    """Another juror has the entry now: nothing is taken, what was typed is shown to be kept."""
    rules = rules_of(sheet.juror.panel.round)
    form = make_form(rules)
    typed = [(f.name, form[f"score_{f.code}"].data or "") for f in list_fields(rules)]
    typed.append((translate("Remark"), form.comment.data or ""))
    response = draw_jury(
        "voting/score_sheets/sheet_given_up.html",
        code=code,
        why=message_for(Conflict("sheet_given_up", entry=code)),
        typed=typed if request.method == "POST" else [],
    )
    response.status_code = 409
    return response


def _save(actor: Actor, key: str, form: SheetForm, rules: RuleSet, *, submit: bool) -> str:
    saving = score_sheets.Saving(
        client_id=form.client_id.data or str(uuid.uuid4()),
        scores=typed_scores(form, rules),
        comment=form.comment.data or "",
        submit=submit,
        base=form.base(),
    )
    with deadline_transaction(partial(score_sheets.round_of, key)):
        return score_sheets.save_sheet(actor, key, saving).receipt


def _receipt_qr(view: SheetView) -> Markup:
    """The code that opens the page where, after publication, anyone finds the receipt in the log."""
    address = base_url() + url_for("site.recount", slug=view.round.slug, receipt=view.receipt)
    return Markup(qr.svg(address, translate("Receipt %(receipt)s", receipt=view.receipt)))  # noqa: S704  # our own SVG


def _neighbours(actor: Actor, view: SheetView) -> dict[str, object]:
    """The position of this sheet among the juror's own: number, total, previous and next key."""
    keys = [v.sheet.key for v in list_sheets(actor, view.round.id) if v.sheet.juror_id == view.sheet.juror_id]
    at = keys.index(view.sheet.key)
    return {
        "number": at + 1,
        "total": len(keys),
        "previous": keys[at - 1] if at else None,
        "next": keys[at + 1] if at + 1 < len(keys) else None,
    }
