"""The council in session: who is present, and deciding all entries by the count."""

from flask import redirect, render_template
from werkzeug.wrappers import Response

from app.core.clock import today
from app.core.database.transaction import transaction
from app.core.errors import DomainError
from app.web.access import access, current_actor
from app.web.forms import Form
from app.web.i18n import local_url, localized, translate, translate_plural
from app.web.notices import tell
from voting.blueprint import bp
from voting.council import services as council
from voting.council.forms import SessionForm
from voting.results.queries import find_session
from voting.rounds.labels import COUNCIL_ROLES
from voting.rounds.pages import get_council_round

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


@localized(bp, "/hoi-dong/<slug>/theo-diem", "/council/<slug>/follow", methods=("GET", "POST"))
@access("voting.council")
def follow_count(slug: str) -> Page:
    """Decide all remaining entries by the count, after a page that lists them."""
    round_ = get_council_round(slug)
    form = Form()
    if form.validate_on_submit():
        try:
            with transaction():
                count = council.follow_count(current_actor(), round_.id)
        except DomainError as error:
            form.refuse(error)
        else:
            text = translate_plural("One entry is decided.", "%(num)s entries are decided.", count)
            tell("success", text)
            return redirect(local_url("voting.board", slug=slug), 303)
    round_ = get_council_round(slug)
    rows = [(n, n.codes[-1].code, passed) for n, passed in council.list_undecided(round_)]
    page = render_template("voting/council/follow_count.html", round=round_, form=form, rows=rows)
    return page, 422 if form.is_submitted() else 200
