"""The council in session: who is present, and deciding all entries by the count."""

from flask import redirect, render_template, request
from werkzeug.wrappers import Response

from app.core.clock import today
from app.core.database.transaction import transaction
from app.core.errors import DomainError, NotFound
from app.web.access import access, current_actor
from app.web.forms import Form
from app.web.i18n import local_url, localized, translate, translate_plural
from app.web.notices import tell
from catalog.enums import ProductGroup
from catalog.labels import PRODUCT_GROUPS as GROUPS
from voting.blueprint import bp
from voting.council import services as council
from voting.council.forms import SessionForm, SeveralForm, with_votes
from voting.enums import Verdict
from voting.models import Nomination, SelectionRound
from voting.product_sets.queries import set_titles
from voting.results.board import BoardRow, find_line, get_overall_places, list_board
from voting.results.queries import find_session, list_present
from voting.rounds.labels import COUNCIL_ROLES
from voting.rounds.pages import get_council_round
from voting.rounds.queries import get_work_round
from voting.rounds.visibility import Fact, may_see
from voting.rule_sets.services import rules_of
from voting.tally.caps import Proposal

Page = Response | str | tuple[str, int]


@localized(bp, "/hoi-dong/<slug>/phien-hop", "/council/<slug>/session", methods=("GET", "POST"))
@access("voting.council")
def council_session(slug: str) -> Page:
    """Record the session; the latest record is valid."""
    round_ = get_council_round(slug)
    found = find_session(round_.id)
    form = SessionForm(
        data={
            "held_on": found.held_on if found else today(),
            "place": found.place if found else "",
            "agenda": found.agenda if found else "",
            "present": found.present if found else [],
        }
    )
    form.present.choices = [
        (member.id, f"{member.name} ({translate(COUNCIL_ROLES[member.role])})") for member in round_.members
    ]
    if form.validate_on_submit():
        try:
            with transaction():
                council.record_session(current_actor(), round_.id, form.session())
        except DomainError as error:
            form.refuse(error)
        else:
            tell("success", translate("The session of the council is recorded."))
            return redirect(local_url("voting.board", slug=slug), 303)
    page = render_template("voting/council/session.html", round=round_, form=form)
    return page, 422 if form.is_submitted() else 200


def _counted_round(slug: str) -> SelectionRound:
    """A round whose count the person may see: not while it is scored again. Raises NotFound."""
    round_ = get_council_round(slug)
    if not may_see(current_actor(), round_, Fact.COUNT):
        raise NotFound("not_found")
    return round_


@localized(bp, "/hoi-dong/<slug>/theo-diem", "/council/<slug>/follow", methods=("GET", "POST"))
@access("voting.council")
def follow_count(slug: str) -> Page:
    """Decide remaining entries by the count, after a page that lists them: all, or those that passed."""
    round_ = _counted_round(slug)
    form = Form()
    if form.validate_on_submit():
        try:
            with transaction():
                only_passed = request.form.get("act") == "passed"
                count = council.follow_count(current_actor(), round_.id, only_passed=only_passed)
        except DomainError as error:
            form.refuse(error)
        else:
            return _decided(slug, count)
    round_ = _counted_round(slug)
    rows = council.list_undecided(round_)
    page = render_template(
        "voting/council/follow_count.html",
        round=round_,
        form=form,
        passed=[row.nomination for row in rows if row.passed and not row.is_beyond],
        below=[row.nomination for row in rows if not row.passed],
        beyond=[row.nomination for row in rows if row.is_beyond],
    )
    return page, 422 if form.is_submitted() else 200


@localized(bp, "/hoi-dong/<slug>/nhieu-ho-so", "/council/<slug>/several", methods=("GET", "POST"))
@access("voting.council")
def decide_several(slug: str) -> Page:
    """One decision on the ticked entries, with one reason and one vote."""
    round_ = _counted_round(slug)
    rows, titles = council.list_undecided(round_), set_titles(round_.id)
    form = with_votes(SeveralForm, list_present(round_))
    form.entries.choices = [
        (row.nomination.id, f"{row.nomination.codes[-1].code} · {_title(row.nomination, titles)}")
        for row in rows
    ]
    if form.validate_on_submit():
        try:
            with transaction():
                count = council.decide_several(
                    current_actor(),
                    round_.id,
                    form.entries.data or (),
                    recognised=form.recognised.data == "yes",
                    reason=form.reason.data or "",
                    votes_for=form.votes_for.data,
                    votes_against=form.votes_against.data,
                    votes=form.votes(),
                )
        except DomainError as error:
            form.refuse(error)
        else:
            return _decided(slug, count)
    page = render_template(
        "voting/council/decide_several.html",
        round=get_council_round(slug),
        form=form,
        hints={row.nomination.id: _hint(row) for row in rows},
    )
    return page, 422 if form.is_submitted() else 200


@localized(bp, "/hoi-dong/<slug>/thu-tu", "/council/<slug>/order")
@access("voting.council")
def overall_order(slug: str) -> Page:
    """The entries of all groups in one order, with the line that the limit of the rules draws."""
    round_ = get_work_round(current_actor(), slug)
    rows = list_board(current_actor(), round_)
    return render_template(
        "voting/council/overall_order.html",
        round=round_,
        parts=_parts(rows, find_line(rows, rules_of(round_).cap)),
        groups=GROUPS,
    )


def _parts(rows: list[BoardRow], line: Proposal | None) -> list[tuple[str, list[tuple[int, BoardRow]]]]:
    """(title, entries with their places) of what stands within the limit, at it, beyond it, and below the pass mark."""
    places = get_overall_places(rows)
    order = sorted(
        ((places[row.code], row.code, row) for row in rows if row.code in places), key=lambda found: found[:2]
    )
    passed = {row.code for row in rows if row.code in places and row.row["verdict"] == Verdict.PASS}
    named = [
        (translate("Within the limit of the rules"), set(line.inside)),
        (translate("Tied at the limit: the council chooses"), set(line.tied)),
        (translate("Beyond the limit"), set(line.outside)),
    ] if line else [(translate("Reached the pass mark"), passed)]  # fmt: skip
    named.append((translate("Below the pass mark"), set(places) - passed))
    parts = [(title, [(place, row) for place, code, row in order if code in codes]) for title, codes in named]
    return [(title, found) for title, found in parts if found]


def _title(nomination: Nomination, titles: dict[int, str]) -> str:
    return titles.get(nomination.id) or nomination.product.name_vi


def _decided(slug: str, count: int) -> Page:
    tell("success", translate_plural("One entry is decided.", "%(num)s entries are decided.", count))
    return redirect(local_url("voting.board", slug=slug), 303)


def _hint(row: council.Undecided) -> str:
    reached = translate("Reached the pass mark") if row.passed else translate("Below the pass mark")
    limit = (translate("At or beyond the limit of the rules"),) if row.is_beyond else ()
    return " · ".join(
        (translate(GROUPS[ProductGroup(row.nomination.group)]), row.nomination.facility.name, reached, *limit)
    )
