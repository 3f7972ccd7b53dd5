"""Support on a facility's own desk: what it received, and what its public page tells of it."""

from flask import redirect, render_template
from werkzeug.wrappers import Response

from app.core.database.transaction import transaction
from app.core.errors import DomainError
from app.web.access import access, current_actor
from app.web.i18n import local_url, localized, translate
from app.web.messages import message_for
from app.web.notices import tell
from catalog.listings.workspace import list_facilities_of
from programme.activities.labels import STATES, kind_name
from programme.blueprint import bp
from programme.support import queries, services


@localized(bp, "/co-so-cua-toi/ho-tro", "/my-facility/support")
@access("catalog.manage")
def support() -> str:
    """Every support that the person's facilities received."""
    actor = current_actor()
    facilities = list_facilities_of(actor)
    rows = queries.list_support([facility.id for facility in facilities])
    return render_template(
        "programme/support/support.html",
        groups=[
            (facility, [row for row in rows if row.facility_id == facility.id]) for facility in facilities
        ],
        programmes=queries.programmes_of({row.activity_id for row in rows}),
        managed={facility.id for facility in facilities if actor.manages(facility.id)},
        states=STATES,
        kind_name=kind_name,
    )


@localized(
    bp,
    "/co-so-cua-toi/ho-tro/<int:beneficiary_id>/<any(show, hide):act>",
    "/my-facility/support/<int:beneficiary_id>/<any(show, hide):act>",
    methods=("POST",),
)
@access("catalog.manage")
def support_shown(beneficiary_id: int, act: str) -> Response:
    """Agree that the public page tells of a support, or take that back."""
    try:
        with transaction():
            if act == "show":
                services.show_support(current_actor(), beneficiary_id)
            else:
                services.hide_support(current_actor(), beneficiary_id)
    except DomainError as error:
        if error.status == 404:  # noqa: PLR2004  # of HTTP
            raise
        tell("danger", message_for(error))
    else:
        shown = translate("The page of your facility tells of this support.")
        hidden = translate("The page of your facility does not tell of this support.")
        tell("success", shown if act == "show" else hidden)
    return redirect(local_url("programme.support"), 303)
