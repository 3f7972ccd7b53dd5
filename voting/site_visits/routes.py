"""Visits of a round: the list, one that is written down, its pictures, its minutes on paper."""

from io import BytesIO

from flask import redirect, render_template, send_file
from werkzeug.wrappers import Response
from wtforms import DateField, HiddenField, MultipleFileField, TextAreaField
from wtforms.validators import InputRequired

from app.core.clock import today
from app.core.database.base import db
from app.core.database.transaction import transaction
from app.core.errors import DomainError, NotFound, RuleBroken
from app.core.policy import authorize
from app.core.ports import ports
from app.core.text import sort_key
from app.web.access import access, current_actor
from app.web.fields import FILL_IN, RowField, whole_number
from app.web.forms import Form
from app.web.i18n import N_, local_url, localized, translate
from app.web.notices import tell
from voting.blueprint import bp
from voting.dossiers.check_list import PHOTO
from voting.dossiers.routes import store_upload
from voting.models import SelectionRound, SiteVisit, SiteVisitPicture
from voting.official_papers.routes import paper_file
from voting.rounds.queries import get_work_round, list_dossiers
from voting.site_visits import queries, services
from voting.site_visits.minutes import visit_paper
from voting.support_team.policies import can_support

Page = Response | str | tuple[str, int]
MOST_FILES = 10


class VisitForm(Form):
    version = HiddenField()
    facility_id = RowField(N_("Facility"))
    held_on = DateField(N_("Day of the visit"), [InputRequired(FILL_IN)])
    team = TextAreaField(
        N_("Team"),
        [InputRequired(FILL_IN)],
        description=N_("One person a line: name, office. The head stands first."),
    )
    minutes = TextAreaField(N_("Minutes"), [InputRequired(FILL_IN)], description=N_("For the office alone."))
    findings = TextAreaField(
        N_("Findings for the jury"),
        description=N_(
            "What was seen of making, quality and premises, without the name of the facility or the brand."
        ),
    )

    def visit(self) -> services.VisitData:
        """As typed."""
        return services.VisitData(
            facility_id=self.facility_id.data,
            held_on=self.held_on.data,
            team=(self.team.data or "").splitlines(),
            minutes=self.minutes.data or "",
            findings=self.findings.data or "",
        )


class PicturesForm(Form):
    files = MultipleFileField(N_("Pictures"), description=N_("JPEG, PNG or WebP, at most ten at once."))


@localized(bp, "/hoi-dong/<slug>/khao-sat", "/council/<slug>/visits")
@access("voting.support")
def site_visits(slug: str) -> Page:
    """All visits of a round."""
    round_ = get_work_round(current_actor(), slug)
    return render_template(
        "voting/site_visits/visits.html",
        round=round_,
        rows=queries.list_visits(round_),
        may_record=bool(can_support(current_actor(), round_)),
    )


@localized(bp, "/hoi-dong/<slug>/khao-sat/ghi", "/council/<slug>/visits/record", methods=("GET", "POST"))
@access("voting.support")
def record_visit(slug: str) -> Page:
    """Write down a visit."""
    round_ = get_work_round(current_actor(), slug)
    authorize(current_actor(), can_support, round_)
    form = VisitForm(data={"held_on": today()})
    form.facility_id.offer(_facilities(round_))
    if form.validate_on_submit():
        try:
            with transaction():
                visit_id = services.record_visit(current_actor(), round_.id, form.visit()).id
        except DomainError as error:
            form.refuse(error)
        else:
            tell("success", translate("The visit is recorded."))
            return redirect(local_url("voting.site_visit", slug=slug, visit_id=visit_id), 303)
    page = render_template("voting/site_visits/form.html", round=round_, form=form, visit=None)
    return page, 422 if form.is_submitted() else 200


@localized(bp, "/hoi-dong/<slug>/khao-sat/<int:visit_id>", "/council/<slug>/visits/<int:visit_id>")
@access("voting.support")
def site_visit(slug: str, visit_id: int) -> Page:
    """One visit with its pictures, and what of the findings names the maker."""
    return _page(queries.get_visit(current_actor(), slug, visit_id), slug)


@localized(
    bp, "/hoi-dong/<slug>/khao-sat/<int:visit_id>/sua", "/council/<slug>/visits/<int:visit_id>/change",
    methods=("GET", "POST"),
)  # fmt: skip
@access("voting.support")
def change_visit(slug: str, visit_id: int) -> Page:
    """Mend a visit while scoring is not closed."""
    visit = queries.get_visit(current_actor(), slug, visit_id)
    round_ = get_work_round(current_actor(), slug)
    authorize(current_actor(), can_support, round_)
    team = "\n".join(", ".join(filter(None, (one["name"], one["title"]))) for one in visit.team)
    shown = {
        name: getattr(visit, name) for name in ("version", "facility_id", "held_on", "minutes", "findings")
    }
    form = VisitForm(data={**shown, "team": team})
    form.facility_id.offer([(visit.facility_id, visit.facility.name)])
    if form.validate_on_submit():
        try:
            with transaction():
                services.change_visit(
                    current_actor(), visit_id, form.visit(), version=whole_number(form.version.data)
                )
        except DomainError as error:
            form.refuse(error)
        else:
            tell("success", translate("The visit is recorded."))
            return redirect(local_url("voting.site_visit", slug=slug, visit_id=visit_id), 303)
    page = render_template("voting/site_visits/form.html", round=round_, form=form, visit=visit)
    return page, 422 if form.is_submitted() else 200


@localized(
    bp, "/hoi-dong/<slug>/khao-sat/<int:visit_id>/anh", "/council/<slug>/visits/<int:visit_id>/pictures",
    methods=("GET", "POST"),
)  # fmt: skip
@access("voting.support")
def add_visit_pictures(slug: str, visit_id: int) -> Page:
    """Add pictures, re-encoded, for the office alone."""
    visit = queries.get_visit(current_actor(), slug, visit_id)
    form = PicturesForm()
    if not form.is_submitted():
        return _page(visit, slug, form)
    try:
        if not form.validate():
            return _page(visit, slug, form), 422
        authorize(current_actor(), can_support, get_work_round(current_actor(), slug))
        files = [file for file in form.files.data if file and file.filename]
        if not files or len(files) > MOST_FILES:
            raise RuleBroken("choose_files", "files", limit=MOST_FILES)
        stored = [store_upload(file.read(), PHOTO) for file in files]
        with transaction():
            for one in stored:
                services.add_picture(current_actor(), visit_id, one)
    except DomainError as error:
        form.refuse(error)
        return _page(queries.get_visit(current_actor(), slug, visit_id), slug, form), 422
    return redirect(local_url("voting.site_visit", slug=slug, visit_id=visit_id), 303)


@localized(
    bp,
    "/hoi-dong/<slug>/khao-sat/<int:visit_id>/bien-ban.<ending>",
    "/council/<slug>/visits/<int:visit_id>/minutes.<ending>",
)
@access("voting.support")
def visit_minutes(slug: str, visit_id: int, ending: str) -> Response:
    """The minutes on paper, PDF or DOCX."""
    visit = queries.get_visit(current_actor(), slug, visit_id)
    round_ = get_work_round(current_actor(), slug)
    return paper_file(visit_paper(round_, visit), f"{slug}-khao-sat-{visit_id}", ending)


@bp.route("/hoi-dong/khao-sat/anh/<int:picture_id>")
@access("voting.support")
def visit_picture(picture_id: int) -> Response:
    """One picture of a visit, for those who run the round."""
    picture = db.session.get(SiteVisitPicture, picture_id)
    if picture is None:
        raise NotFound("not_found")
    round_ = db.session.get_one(SelectionRound, picture.visit.round_id)
    get_work_round(current_actor(), round_.slug)
    response = send_file(BytesIO(ports().files.get(picture.file)), mimetype="image/webp")
    response.headers["Cache-Control"] = "no-store"
    return response


def _page(visit: SiteVisit, slug: str, form: PicturesForm | None = None) -> str:
    round_ = get_work_round(current_actor(), slug)
    may_change = bool(can_support(current_actor(), round_))
    return render_template(
        "voting/site_visits/visit.html",
        round=round_,
        visit=visit,
        naming=queries.list_naming_parts(visit),
        form=form or PicturesForm(None),
        may_change=may_change,
        may_mend=may_change and round_.scoring_closed_at is None,
    )


def _facilities(round_: SelectionRound) -> list[tuple[int, str]]:
    found = {one.facility_id: one.facility.name for one in list_dossiers(current_actor(), round_)}
    return sorted(found.items(), key=lambda row: sort_key(row[1]))
