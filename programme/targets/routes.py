"""Programmes for who edits them: loading a file, the targets, amendments, what waits for a second person."""

from flask import redirect, render_template
from werkzeug.wrappers import Response

from app.core.clock import today
from app.core.database.transaction import transaction
from app.core.errors import DomainError, RuleBroken
from app.web.access import access, current_actor
from app.web.forms import chosen_file, held_formdata
from app.web.i18n import local_url, localized, translate
from app.web.notices import tell
from programme.blueprint import bp
from programme.counts.queries import Counted, count_targets
from programme.facts.queries import list_waiting
from programme.policies import can_edit_programme
from programme.targets.files import read_file
from programme.targets.forms import AmendmentForm, ProgrammeFileForm
from programme.targets.queries import find_target, get_programme, list_programmes
from programme.targets.services import amend_target, load_programme

Page = Response | str | tuple[str, int]


@localized(bp, "/can-bo/chuong-trinh", "/officer/programmes", methods=("GET", "POST"))
@access("programme.manage")
def work_programmes() -> Page:
    """All programmes; loads one from a file."""
    form = ProgrammeFileForm()
    if form.validate_on_submit():
        try:
            file = chosen_file(form.file)
            if file is None:
                raise RuleBroken("required", "file")
            with file.stream:
                found = read_file(file.read())
            with transaction():
                slug = load_programme(current_actor(), found).slug
        except DomainError as error:
            form.refuse(error)
        else:
            tell("success", translate("The programme is loaded."))
            return redirect(local_url("programme.work_programme", slug=slug), 303)
    page = render_template("programme/targets/programmes.html", form=form, programmes=list_programmes())
    return page, 422 if form.is_submitted() else 200


@localized(bp, "/can-bo/chuong-trinh/<slug>", "/officer/programmes/<slug>")
@access("programme.manage")
def work_programme(slug: str) -> Page:
    """The targets of one programme, and facts that wait for the second person."""
    row = get_programme(slug)
    may_edit = bool(can_edit_programme(current_actor(), row.level, row.unit))
    counts = count_targets(row)
    return render_template(
        "programme/targets/programme.html",
        programme=row,
        targets=[
            (target, target.version_on(today()), counts.get(target.id, Counted())) for target in row.targets
        ],
        waiting=list_waiting(row.id) if may_edit else [],
        may_edit=may_edit,
        own_id=current_actor().user_id,
    )


@localized(
    bp,
    "/can-bo/chuong-trinh/<slug>/<code>/sua",
    "/officer/programmes/<slug>/<code>/amend",
    methods=("GET", "POST"),
)
@access("programme.manage")
def amend(slug: str, code: str) -> Page:
    """A new version of a target."""
    target = find_target(get_programme(slug), code)
    form = AmendmentForm()
    if not form.is_submitted() and held_formdata() is None:
        form.show(target.versions[-1])
    if form.validate_on_submit():
        try:
            with transaction():
                amend_target(current_actor(), target.id, form.amendment())
        except DomainError as error:
            form.refuse(error)
        else:
            tell("success", translate("The target is amended."))
            return redirect(local_url("programme.work_programme", slug=slug), 303)
    target = find_target(get_programme(slug), code)
    page = render_template("programme/targets/amend.html", form=form, target=target)
    return page, 422 if form.is_submitted() else 200
