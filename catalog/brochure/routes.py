"""The brochure of typical products: an officer orders it, a job draws it, that officer downloads the file."""

from collections.abc import Sequence

from flask import Response, redirect, render_template
from werkzeug.wrappers import Response as BaseResponse
from wtforms import BooleanField, DateField, SelectField, StringField
from wtforms.validators import DataRequired, InputRequired

from app.core.database.base import db
from app.core.database.transaction import transaction
from app.core.errors import DomainError, NotFound
from app.core.ports import ports
from app.core.work.jobs import Job, JobState
from app.web.access import access, current_actor
from app.web.fields import FILL_IN, WholeField
from app.web.forms import Form, held_formdata
from app.web.i18n import N_, current_locale, local_url, localized, translate
from app.web.notices import tell
from catalog.blueprint import bp
from catalog.brochure.prints import (
    PrintData,
    can_note_print,
    list_print_units,
    list_prints,
    note_print,
    remove_print,
)
from catalog.brochure.services import KIND, order_brochure
from catalog.models import AdministrativeUnit
from catalog.units.labels import unit_text
from catalog.units.queries import list_units


class BrochureForm(Form):
    title = StringField(N_("Title on the cover"), validators=[DataRequired(N_("Fill in this field."))])
    province = SelectField(N_("Province or city"))

    def offer(self) -> None:
        self.province.choices = [
            ("", translate("Whole country")),
            *((str(unit.id), unit.name_in(current_locale())) for unit in list_units()),
        ]


class PrintForm(Form):
    title = StringField(N_("Title of the brochure"), [InputRequired(FILL_IN)])
    unit = SelectField(N_("Province or city"))
    copies = WholeField(N_("Copies printed"), [InputRequired(FILL_IN)])
    printed_on = DateField(N_("Day of printing"), [InputRequired(FILL_IN)])
    document = StringField(
        N_("Document that proves it"), [InputRequired(FILL_IN)], description=N_("As: invoice 12 of 5/3/2026.")
    )
    is_told = BooleanField(
        N_("It is entered among the activities of the programme already"),
        description=N_("Then it is kept here and counted there, so that nothing counts twice."),
    )
    is_other = BooleanField(
        N_("It is another print run than those counted already"),
        description=N_("Then both are counted."),
    )

    def offer(self, units: Sequence[AdministrativeUnit]) -> None:
        """units: for which the person may note copies; the whole country for who serves the nation."""
        all_of_it = [("", translate("Whole country"))] if can_note_print(current_actor(), None) else []
        self.unit.choices = [*all_of_it, *((str(unit.id), unit_text(unit)) for unit in units)]

    def typed(self, units: Sequence[AdministrativeUnit]) -> PrintData:
        return PrintData(
            self.title.data or "", self.copies.whole or 0, self.printed_on.data, self.document.data or "",
            next((unit for unit in units if str(unit.id) == self.unit.data), None), is_told=self.is_told.data,
            is_other=self.is_other.data,
        )  # fmt: skip


@localized(bp, "/can-bo/an-pham", "/officer/brochure", methods=("GET", "POST"))
@access("catalog.review")
def brochure() -> tuple[str, int] | BaseResponse:
    """Order a brochure of one province or of the country."""
    form = BrochureForm()
    form.offer()
    if form.validate_on_submit():
        try:
            with transaction():
                unit_id = int(form.province.data) if form.province.data else None
                job_id = order_brochure(current_actor(), form.title.data or "", unit_id).id
        except DomainError as error:
            form.refuse(error)
        else:
            return redirect(local_url("backoffice.job", job_id=job_id), 303)
    typed = held_formdata(local_url("catalog.brochure_print"))
    return _page(form, PrintForm(typed)), 422 if form.is_submitted() else 200


@localized(bp, "/can-bo/an-pham/ban-in", "/officer/brochure/prints", methods=("POST",))
@access("catalog.review")
def brochure_print() -> tuple[str, int] | BaseResponse:
    """Note copies that were printed."""
    form = PrintForm()
    units = list_print_units(current_actor())
    form.offer(units)
    if form.validate_on_submit():
        try:
            with transaction():
                note_print(current_actor(), form.typed(units))
        except DomainError as error:
            form.refuse(error)
        else:
            tell("success", translate("Saved."))
            return redirect(local_url("catalog.brochure"), 303)
    order = BrochureForm(formdata=None)
    order.offer()
    return _page(order, form), 422


@localized(
    bp,
    "/can-bo/an-pham/ban-in/<int:print_id>/bo",
    "/officer/brochure/prints/<int:print_id>/remove",
    methods=("POST",),
)
@access("catalog.review")
def brochure_print_remove(print_id: int) -> BaseResponse:
    """Take back copies that were noted by mistake."""
    with transaction():
        remove_print(current_actor(), print_id)
    tell("success", translate("Removed."))
    return redirect(local_url("catalog.brochure"), 303)


def _page(form: BrochureForm, printed: PrintForm) -> str:
    actor, units = current_actor(), list_print_units(current_actor())
    printed.offer(units)
    return render_template(
        "catalog/brochure/brochure.html",
        form=form,
        printed=printed,
        prints=list_prints(actor),
        may_note=bool(units),
    )


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
