"""The scan of the signed plan: kept by the officer, public with the round."""

from flask import redirect, render_template
from werkzeug.wrappers import Response

from app.core.database.transaction import transaction
from app.core.errors import DomainError, RuleBroken, at_field
from app.core.policy import authorize
from app.web.access import access, current_actor
from app.web.forms import chosen_file
from app.web.i18n import local_url, localized, translate
from app.web.notices import tell
from voting.blueprint import bp
from voting.dossiers.check_list import OTHER
from voting.dossiers.routes import store_upload
from voting.official_papers.queries import find_number
from voting.official_papers.series import PaperKind
from voting.official_papers.services import keep_plan_scan
from voting.planning.forms import PlanScanForm
from voting.policies import can_manage_round
from voting.rounds.queries import get_work_round

Page = Response | str | tuple[str, int]


@localized(
    bp,
    "/can-bo/ky-binh-chon/<slug>/ke-hoach-da-ky",
    "/officer/rounds/<slug>/signed-plan",
    methods=("GET", "POST"),
)
@access("voting.plan")
def plan_scan(slug: str) -> Page:
    """Put up the scan of the plan that was signed under its number."""
    round_ = get_work_round(current_actor(), slug)
    authorize(current_actor(), can_manage_round, round_)
    form = PlanScanForm(data={"instead_of": _kept(round_.id)})
    if form.validate_on_submit():
        try:
            upload = chosen_file(form.scan)
            if upload is None:
                raise RuleBroken("scan_missing", "scan")
            with at_field("scan"):
                file = store_upload(upload.read(), OTHER)
            with transaction():
                keep_plan_scan(
                    current_actor(),
                    round_.id,
                    file.name,
                    file.media_type,
                    instead_of=form.instead_of.data or "",
                )
        except DomainError as error:
            form.refuse(error)
            form.instead_of.data = _kept(round_.id)  # the page is drawn anew with what is there now
        else:
            tell("success", translate("The scan of the plan is public with the round."))
            return redirect(local_url("voting.paper_office", slug=slug), 303)
    page = render_template(
        "voting/planning/plan_scan.html",
        round=get_work_round(current_actor(), slug),
        form=form,
        number=find_number(round_.id, PaperKind.PLAN),
    )
    return page, 422 if form.is_submitted() else 200


def _kept(round_id: int) -> str:
    """The name of the scan that is there; empty without one."""
    number = find_number(round_id, PaperKind.PLAN)
    return number.file if number else ""
