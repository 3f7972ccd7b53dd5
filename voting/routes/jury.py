"""The juror's pages: declare, list, score, submit. An entry the juror stands aside from does not exist here."""

import uuid
from fractions import Fraction
from io import BytesIO

from flask import redirect, render_template, request, send_file
from werkzeug.wrappers import Response

from app.core.actor import Actor
from app.core.db import db
from app.core.errors import DomainError, NotFound
from app.core.ports import ports
from app.core.transaction import transaction
from app.web.access import access, current_actor
from app.web.i18n import current_locale, local_url, localized, translate
from app.web.notices import tell
from catalog.labels import PRODUCT_GROUPS as GROUPS
from voting.exact import exact_text
from voting.forms import ConflictForm, SheetForm, sheet_form, whole_number
from voting.models import Juror
from voting.policies import can_judge
from voting.queries.jury import (
    SheetView,
    get_sheet,
    list_group_facilities,
    list_own_revisions,
    list_seats,
    list_sheets,
)
from voting.routes import bp
from voting.rules import RuleSet, scored
from voting.services import jury as jury_service
from voting.services import score_sheets
from voting.services.rule_sets import rules_of

Page = Response | str | tuple[str, int]


@localized(bp, "/giam-khao", "/jury")
@access("voting.score")
def jury() -> Page:
    """All the juror's seats with their entries and progress."""
    actor = current_actor()
    assert actor.user_id is not None
    seats = list_seats(actor.user_id)
    sheets = list_sheets(actor)
    return render_template(
        "voting/jury.html",
        seats=[
            (seat, [v for v in sheets if v.sheet.juror_id == seat.id])
            for seat in seats
            if seat.panel.round.scoring_opened_at
        ],
        own_total=own_total,
        waiting=[seat for seat in seats if not seat.panel.round.scoring_opened_at],
        groups=GROUPS,
    )


@localized(bp, "/giam-khao/<int:juror_id>/khai-bao", "/jury/<int:juror_id>/declare", methods=("GET", "POST"))
@access("voting.score")
def declare(juror_id: int) -> Page:
    """Before the first view: which of the facilities in this group is the juror close to?"""
    seat = _get_seat(current_actor(), juror_id)
    facilities = list_group_facilities(seat)
    form = ConflictForm()
    if form.validate_on_submit():
        chosen = frozenset(map(whole_number, request.form.getlist("facility"))) - {0}
        try:
            with transaction():
                jury_service.declare_conflicts(current_actor(), juror_id, chosen, form.reason.data or "")
        except DomainError as error:
            form.refuse(error)
        else:
            tell("success", translate("Your declaration is recorded."))
            return redirect(local_url("voting.jury"), 303)
    page = render_template("voting/declare.html", form=form, seat=seat, facilities=facilities, groups=GROUPS)
    return page, 422 if form.is_submitted() else 200


@localized(bp, "/giam-khao/phieu/<key>", "/jury/sheet/<key>", methods=("GET", "POST"))
@access("voting.score")
def sheet(key: str) -> Page:
    """One score sheet: save as often as wanted, submit once."""
    actor = current_actor()
    view = get_sheet(actor, key)
    rows = criteria_rows(rules_of(view.round))
    form = sheet_form(
        rows,
        data={"comment": view.comment, "client_id": str(uuid.uuid4())}
        | {f"score_{c}": shown_score(s) for c, s in view.scores.items()},
    )
    if request.method == "POST" and form.validate():
        try:
            receipt = _save(actor, key, form, [code for code, _label, _max in rows])
        except DomainError as error:
            error.field = f"score_{error.field}" if error.field in {row[0] for row in rows} else error.field
            form.refuse(error)
        else:
            tell("success", translate("Received. Receipt: %(receipt)s", receipt=receipt))
            return redirect(local_url("voting.sheet", key=key), 303)
    page = render_template(
        "voting/sheet.html",
        view=view,
        form=form,
        rows=rows,
        given=[
            {
                "key": label,
                "value": f"{shown_score(view.scores[code])} / {maximum}" if code in view.scores else None,
            }
            for code, label, maximum in rows
        ]
        + [{"key": translate("Remark"), "value": view.comment}],
        own_total=own_total,
        revisions=list_own_revisions(view),
        groups=GROUPS,
        position=_neighbours(actor, view),
    )
    return page, 422 if request.method == "POST" else 200


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
    response.headers["Cache-Control"] = "private, max-age=3600"
    return response


def criteria_rows(rules: RuleSet) -> list[tuple[str, str, str]]:
    """(code, name in the reader's language, maximum) of every field of the sheet."""
    name = "name_vi" if current_locale() == "vi" else "name_en"
    return [
        (row.code, getattr(row, name), exact_text(row.maximum))
        for criterion in rules.criteria
        for row in scored(criterion)
    ]


def shown_score(text: str) -> str:
    """A score as typed in this language: 35,5 in Vietnamese."""
    return text.replace(".", ",") if current_locale() == "vi" else text


def own_total(view: SheetView) -> str:
    """The exact sum of what the juror has given so far."""
    return shown_score(exact_text(sum(map(Fraction, view.scores.values()), Fraction())))


def _save(actor: Actor, key: str, form: SheetForm, codes: list[str]) -> str:
    saving = score_sheets.Saving(
        client_id=form.client_id.data or str(uuid.uuid4()),
        scores=form.scores(codes),
        comment=form.comment.data or "",
        submit=request.form.get("act") == "submit",
    )
    with transaction():
        return score_sheets.save_sheet(actor, key, saving).receipt


def _neighbours(actor: Actor, view: SheetView) -> dict[str, object]:
    """Where this sheet stands among the juror's own: number, total, previous and next key."""
    keys = [v.sheet.key for v in list_sheets(actor, view.round.id) if v.sheet.juror_id == view.sheet.juror_id]
    at = keys.index(view.sheet.key)
    return {
        "number": at + 1,
        "total": len(keys),
        "previous": keys[at - 1] if at else None,
        "next": keys[at + 1] if at + 1 < len(keys) else None,
    }


def _get_seat(actor: Actor, juror_id: int) -> Juror:
    seat = db.session.get(Juror, juror_id)
    if seat is None or not can_judge(actor, seat):
        raise NotFound("not_found")
    return seat
