"""The juror's pages: the list, the declaration, the comparison of own sheets. What they stand aside from is absent."""

from dataclasses import dataclass
from typing import Any

from flask import make_response, redirect, render_template, request
from werkzeug.wrappers import Response

from app.accounts.requests.offline_keeper import keep_for, keeper_mark
from app.core.clock import utc_now
from app.core.database.base import db
from app.core.database.transaction import transaction
from app.core.errors import DomainError, NotFound
from app.web.access import access, current_actor
from app.web.fields import whole_number
from app.web.i18n import N_, local_url, localized, translate
from app.web.notices import tell
from catalog.labels import PRODUCT_GROUPS as GROUPS
from voting.blueprint import bp
from voting.jury import services as jury_service
from voting.jury.forms import ConflictForm
from voting.models import Juror
from voting.policies import can_judge
from voting.rounds.status import accepts_scores
from voting.rule_sets.services import rules_of
from voting.score_sheets.comparison import SheetRow, sort_rows
from voting.score_sheets.fields import list_fields, shown_score, shown_total, weights_of
from voting.score_sheets.phone.phone_texts import phone_texts
from voting.score_sheets.queries import SheetView, list_group_facilities, list_seats, list_sheets

Page = Response | str | tuple[str, int]
FILTERS = {
    "": N_("All"),
    "empty": N_("Not begun"),
    "draft": N_("Draft saved"),
    "submitted": N_("Handed in"),
}


@dataclass(frozen=True, slots=True)
class Bench:
    """One seat of the juror with the sheets shown under the filter. done, total: of all its sheets.

    is_first: the first of its round among those shown before.
    """

    seat: Juror
    is_open: bool
    is_first: bool
    views: list[SheetView]
    done: int
    total: int
    next: SheetView | None
    weights: dict[str, str]


@localized(bp, "/giam-khao", "/jury")
@access("voting.score")
def jury() -> Page:
    """All the juror's seats with their entries and progress; `state` leaves those of one state."""
    actor = current_actor()
    assert actor.user_id is not None
    sheets = list_sheets(actor)
    state = request.args.get("state", "")
    state = state if state in FILTERS else ""
    benches, waiting = _seats(list_seats(actor.user_id), sheets, state)
    filters = [
        {
            "text": translate(FILTERS[code]),
            "href": local_url("voting.jury", state=code or None),
            "current": code == state,
            "count": sum(code in ("", view.sheet.status) for view in sheets),
        }
        for code in FILTERS
    ]
    return draw_jury(
        "voting/score_sheets/jury.html",
        benches=[bench for bench in benches if bench.is_open],
        past=[bench for bench in benches if not bench.is_open and bench.total],
        waiting=waiting,
        filters=filters,
        shows_producers=any("producer" in view.entry for view in sheets),
        own_total=own_total,
        groups=GROUPS,
    )


@localized(bp, "/giam-khao/<int:juror_id>/khai-bao", "/jury/<int:juror_id>/declare", methods=("GET", "POST"))
@access("voting.score")
def declare(juror_id: int) -> Page:
    """Before the first view: with which of the facilities in this group is the juror connected?"""
    seat = get_seat(juror_id)
    facilities = list_group_facilities(seat)
    form = ConflictForm()
    chosen = frozenset(map(whole_number, request.form.getlist("facility"))) - {0}
    if form.validate_on_submit():
        try:
            with transaction():
                jury_service.declare_conflicts(current_actor(), juror_id, chosen, form.reason.data or "")
        except DomainError as error:
            form.refuse(error)
        else:
            tell("success", translate("Your declaration is recorded."))
            return redirect(local_url("voting.jury"), 303)
    page = render_template(
        "voting/score_sheets/declare.html",
        form=form,
        seat=seat,
        facilities=facilities,
        chosen=chosen,
        groups=GROUPS,
    )
    return page, 422 if form.is_submitted() else 200


@localized(bp, "/giam-khao/<int:juror_id>/so-sanh", "/jury/<int:juror_id>/compare")
@access("voting.score")
def compare_sheets(juror_id: int) -> Page:
    """The juror's own sheets of one group side by side; `sort` names a criterion, `total` or `code`."""
    seat = get_seat(juror_id)
    rules = rules_of(seat.panel.round)
    fields = list_fields(rules)
    views = [v for v in list_sheets(current_actor(), seat.panel.round_id) if v.sheet.juror_id == seat.id]
    sort = request.args.get("sort", "")
    known = {"code", "total", *(f.code for f in fields)}
    sort = sort if sort.removeprefix("-") in known else "-total"
    rows = [SheetRow(v.sheet.key, v.code, v.sheet.status, v.scores) for v in views]
    return draw_jury(
        "voting/score_sheets/compare_sheets.html",
        seat=seat,
        fields=fields,
        rows=sort_rows(rows, sort, weights_of(rules)),
        sort=sort,
        weights={f.code: f.weight for f in fields},
        shown_score=shown_score,
        groups=GROUPS,
    )


def draw_jury(template: str, **context: Any) -> Response:
    """A page that the juror's phone may keep, with what the phone needs to know for that."""
    actor = current_actor()
    response = make_response(
        render_template(template, owner=keeper_mark(actor), phone_texts=phone_texts(), **context)
    )
    keep_for(response, actor)
    return response


def own_total(view: SheetView) -> str:
    """The exact sum of the juror's scores so far, in the reader's notation."""
    return shown_total(view.scores, rules_of(view.round)) if view.scores else ""


def get_seat(juror_id: int) -> Juror:
    """The person's own seat. Raises NotFound for everyone else's."""
    seat = db.session.get(Juror, juror_id)
    if seat is None or not can_judge(current_actor(), seat):
        raise NotFound("not_found")
    return seat


def _seats(seats: list[Juror], sheets: list[SheetView], state: str) -> tuple[list[Bench], list[list[Juror]]]:
    """Those whose scoring has opened, and by round those that are waiting for it."""
    benches: list[Bench] = []
    waiting: dict[int, list[Juror]] = {}
    for seat in seats:
        if seat.panel.round.scoring_opened_at:
            is_first = not benches or benches[-1].seat.panel.round_id != seat.panel.round_id
            benches.append(_bench(seat, sheets, state, is_first=is_first))
        else:
            waiting.setdefault(seat.panel.round_id, []).append(seat)
    return benches, list(waiting.values())


def _bench(seat: Juror, sheets: list[SheetView], state: str, *, is_first: bool) -> Bench:
    own = [view for view in sheets if view.sheet.juror_id == seat.id]
    return Bench(
        seat=seat,
        is_open=accepts_scores(seat.panel.round, utc_now()),
        is_first=is_first,
        views=[view for view in own if not state or view.sheet.status == state],
        done=sum(view.sheet.status == "submitted" for view in own),
        total=len(own),
        next=next((view for view in own if view.is_open), None),
        weights={f.code: f.weight for f in list_fields(rules_of(seat.panel.round))},
    )
