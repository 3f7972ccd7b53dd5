"""A juror's declaration made on paper, entered by the secretariat before a sheet of theirs is typed."""

from flask import redirect, render_template, request
from werkzeug.wrappers import Response

from app.core.database.transaction import transaction
from app.core.errors import DomainError, NotFound
from app.web.access import access, current_actor
from app.web.fields import ReasonForm, whole_number
from app.web.i18n import local_url, localized, translate
from app.web.notices import tell
from voting.blueprint import bp
from voting.jury import services as jury
from voting.rounds.queries import get_work_round
from voting.score_sheets.queries import list_group_facilities

Page = Response | str | tuple[str, int]


@localized(
    bp,
    "/can-bo/ky-binh-chon/<slug>/phieu-giay/khai-bao/<int:juror_id>",
    "/officer/rounds/<slug>/paper/declaration/<int:juror_id>",
    methods=("GET", "POST"),
)
@access("voting.run")
def paper_declaration(slug: str, juror_id: int) -> Page:
    """Tick what the signed declaration names; none where it names nothing."""
    round_ = get_work_round(current_actor(), slug)
    juror = next((j for panel in round_.panels for j in panel.jurors if j.id == juror_id), None)
    if juror is None or juror.removed_at is not None:
        raise NotFound("not_found")
    form = ReasonForm()
    chosen = frozenset(map(whole_number, request.form.getlist("facility"))) - {0}
    if form.validate_on_submit():
        try:
            with transaction():
                jury.enter_paper_declaration(current_actor(), juror_id, chosen, form.reason.data or "")
        except DomainError as error:
            form.refuse(error)
        else:
            tell("success", translate("The declaration is recorded."))
            return redirect(local_url("voting.paper_sheets", slug=slug), 303)
    page = render_template(
        "voting/paper_sheets/declaration.html",
        round=round_,
        juror=juror,
        form=form,
        facilities=list_group_facilities(juror),
        chosen=chosen,
    )
    return page, 422 if form.is_submitted() else 200
