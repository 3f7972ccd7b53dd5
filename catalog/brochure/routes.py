"""The brochure of typical products: an officer orders it, a job draws it, that officer downloads the file."""

from flask import Response, redirect, render_template
from werkzeug.wrappers import Response as BaseResponse
from wtforms import SelectField, StringField
from wtforms.validators import DataRequired

from app.core.database.base import db
from app.core.database.transaction import transaction
from app.core.errors import DomainError, NotFound
from app.core.ports import ports
from app.core.work.jobs import Job, JobState
from app.web.access import access, current_actor
from app.web.forms import Form
from app.web.i18n import N_, current_locale, local_url, localized, translate
from catalog.blueprint import bp
from catalog.brochure.services import KIND, order_brochure
from catalog.units.queries import list_units


class BrochureForm(Form):
    title = StringField(N_("Title on the cover"), validators=[DataRequired(N_("Fill in this field."))])
    province = SelectField(N_("Province or city"))


@localized(bp, "/can-bo/an-pham", "/officer/brochure", methods=("GET", "POST"))
@access("catalog.review")
def brochure() -> tuple[str, int] | BaseResponse:
    """Order a brochure of one province or of the country."""
    form = BrochureForm()
    form.province.choices = [
        ("", translate("Whole country")),
        *((str(unit.id), unit.name_in(current_locale())) for unit in list_units()),
    ]
    if form.validate_on_submit():
        try:
            with transaction():
                unit_id = int(form.province.data) if form.province.data else None
                job_id = order_brochure(current_actor(), form.title.data or "", unit_id).id
        except DomainError as error:
            form.refuse(error)
        else:
            return redirect(local_url("backoffice.job", job_id=job_id), 303)
    return render_template("catalog/brochure/brochure.html", form=form), 422 if form.is_submitted() else 200


@localized(bp, "/can-bo/an-pham/<int:job_id>.pdf", "/officer/brochure/<int:job_id>.pdf")
@access("catalog.review")
def brochure_file(job_id: int) -> Response:
    """The finished brochure, for the person who ordered it."""
    job = db.session.get(Job, job_id)
    if (
        job is None
        or job.kind != KIND
        or job.user_id != current_actor().user_id
        or job.state != JobState.DONE
    ):
        raise NotFound("not_found")
    response = Response(ports().files.get((job.result or {})["file"]), content_type="application/pdf")
    response.headers["Content-Disposition"] = f'attachment; filename="san-pham-tieu-bieu-{job_id}.pdf"'
    response.headers["Cache-Control"] = "private, no-store"
    return response
