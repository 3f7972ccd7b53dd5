"""The registration paper of a facility: given once, looked at by its members and officers."""

from flask import Response, redirect, render_template
from werkzeug.wrappers import Response as BaseResponse

from app.core.database.transaction import transaction
from app.core.errors import DomainError, RuleBroken
from app.core.ports import ports
from app.web.access import access, current_actor
from app.web.i18n import local_url, localized, translate
from app.web.notices import tell
from app.web.private_files import private_file
from catalog.blueprint import bp
from catalog.credentials.uploads import keep_scan
from catalog.listings.workspace import get_own_facility
from catalog.registration.forms import RegistrationForm
from catalog.registration.queries import find_registration_paper, get_registration_paper
from catalog.registration.services import keep_registration_paper

Answer = BaseResponse | tuple[str, int] | str


@localized(
    bp, "/co-so-cua-toi/<int:facility_id>/dang-ky-kinh-doanh", "/my-facility/<int:facility_id>/registration",
    methods=("GET", "POST"),
)  # fmt: skip
@access("catalog.manage")
def registration_paper(facility_id: int) -> Answer:
    """Give the paper, or a newer one."""
    facility = get_own_facility(current_actor(), facility_id)
    form = RegistrationForm()
    if form.validate_on_submit():
        try:
            scan = keep_scan(form.scan.data)
            if scan is None:
                raise RuleBroken("choose_paper", "scan")
            size = ports().files.size(scan.name)
            with transaction():
                keep_registration_paper(current_actor(), facility_id, scan.name, scan.media_type, size)
        except DomainError as error:
            form.refuse(error)
        else:
            tell("success", translate("The paper is kept. Dossiers use it; you are not asked for it again."))
            return redirect(local_url("catalog.registration_paper", facility_id=facility_id), 303)
    page = render_template(
        "catalog/registration/registration.html",
        facility=facility, form=form, paper=find_registration_paper(facility_id),
    )  # fmt: skip
    return page, 422 if form.is_submitted() else 200


@localized(
    bp, "/co-so-cua-toi/<int:facility_id>/dang-ky-kinh-doanh/tep",
    "/my-facility/<int:facility_id>/registration/file",
)  # fmt: skip
@access("member")
def registration_file(facility_id: int) -> Response:
    """The scan, as a download."""
    paper = get_registration_paper(current_actor(), facility_id)
    return private_file(paper.file, paper.media_type, f"dang-ky-{facility_id}")
