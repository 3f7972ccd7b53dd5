"""The facility's own area: register, see open tasks, change its data, withdraw."""

from flask import redirect, render_template
from werkzeug.wrappers import Response as BaseResponse

from app.core.database.transaction import transaction
from app.core.errors import DomainError
from app.core.policy import authorize
from app.web.access import access, current_actor, register_first_step
from app.web.i18n import local_url, localized, translate
from app.web.notices import tell
from catalog import labels
from catalog.blueprint import bp
from catalog.enums import PERSONAL_KINDS, FacilityState
from catalog.facilities.forms import FacilityForm
from catalog.facilities.services import edit_facility, register_facility, submit_facility, withdraw_facility
from catalog.forms import DecisionForm
from catalog.listings.workspace import get_facility, get_own_facility
from catalog.models import Facility
from catalog.policies import can_withdraw_facility

Answer = BaseResponse | tuple[str, int] | str
for rule in ("catalog.manage", "trace.manage", "voting.enter"):
    register_first_step(rule, "catalog.register")


@localized(bp, "/co-so-cua-toi/dang-ky", "/my-facility/register", methods=("GET", "POST"))
@access("member")
def register() -> Answer:
    """Register a facility; the person becomes its member."""
    form = FacilityForm()
    if form.validate_on_submit():
        try:
            with transaction():
                commune_key = register_facility(current_actor(), form.facility_data()).commune_key
        except DomainError as error:
            form.take(error, None)
        else:
            tell(
                "success", translate("The facility is registered. The officer of its province will check it.")
            )
            _warn_of_commune(commune_key)
            return redirect(local_url("catalog.workspace"), 303)
    return _facility_page(form, None)


@localized(
    bp,
    "/co-so-cua-toi/<int:facility_id>/thong-tin",
    "/my-facility/<int:facility_id>/profile",
    methods=("GET", "POST"),
)
@access("catalog.manage")
def facility_edit(facility_id: int) -> Answer:
    """Change a facility's data; a returned one is submitted again with the same button."""
    facility = get_own_facility(current_actor(), facility_id)
    form = FacilityForm(facility)
    if form.validate_on_submit():
        try:
            with transaction():
                actor = current_actor()
                row = edit_facility(actor, facility_id, form.facility_data(), version=form.asked_version())
                waits, commune_key = set(row.proposed), row.commune_key
                if row.state in {FacilityState.RETURNED, FacilityState.WITHDRAWN}:
                    submit_facility(actor, facility_id)
        except DomainError as error:
            form.take(error, get_facility(facility_id).version)
        else:
            tell("success", _saved(bool(waits)))
            if "unit_id" not in waits:  # an officer accepts a new province first; its communes are known then
                _warn_of_commune(commune_key)
            return redirect(local_url("catalog.workspace"), 303)
    return _facility_page(form, get_facility(facility_id))


@localized(
    bp,
    "/co-so-cua-toi/<int:facility_id>/rut",
    "/my-facility/<int:facility_id>/withdraw",
    methods=("GET", "POST"),
)
@access("catalog.manage")
def facility_withdraw(facility_id: int) -> Answer:
    """Withdraw the facility, its products and the consent, after a confirmation page."""
    facility = get_facility(facility_id)
    authorize(current_actor(), can_withdraw_facility, facility)
    form = DecisionForm(version=facility.version)
    if form.validate_on_submit():
        try:
            with transaction():
                withdraw_facility(current_actor(), facility_id, version=form.asked_version())
        except DomainError as error:
            form.take(error, get_facility(facility_id).version)
        else:
            tell("success", translate("The facility and its products are no longer public."))
            return redirect(local_url("catalog.workspace"), 303)
    page = render_template(
        "catalog/facilities/withdrawal.html", form=form, facility=get_facility(facility_id)
    )
    return page, 422 if form.is_submitted() else 200


def _saved(waits: bool) -> str:
    if waits:
        return translate(
            "Saved. Changes to verified facts wait for an officer; everything else is public now."
        )
    return translate("Saved.")


def _facility_page(form: FacilityForm, facility: Facility | None) -> tuple[str, int]:
    page = render_template(
        "catalog/facilities/form.html",
        form=form,
        facility=facility,
        labels=labels,
        personal_kinds=PERSONAL_KINDS,
    )
    return page, 422 if form.is_submitted() else 200


def _warn_of_commune(key: str) -> None:
    """Warn if the commune's name matches no current unit, or several."""
    if not key:
        text = translate(
            "The commune is not in the current list, so no round of a commune accepts "
            "your products. Check its name."
        )
        tell("warning", text)
