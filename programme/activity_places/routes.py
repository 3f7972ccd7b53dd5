"""Which fair, showroom or print run an activity is, for the officers who run it."""

from flask import redirect, render_template
from werkzeug.wrappers import Response
from wtforms import SelectField
from wtforms.fields.choices import SelectChoice

from app.core.database.transaction import transaction
from app.core.errors import DomainError
from app.web.access import access, current_actor
from app.web.filters import date_text
from app.web.forms import Form, held_formdata
from app.web.i18n import N_, local_url, localized, translate
from app.web.notices import tell
from programme.activities.queries import get_activity
from programme.activity_places.queries import list_fairs_near, list_prints_like, list_showrooms_near
from programme.activity_places.services import link_activity
from programme.blueprint import bp
from programme.models import Activity

Page = Response | str | tuple[str, int]
OF_FAIRS, SHOWROOM, COPY = {"fair", "booth"}, "showroom", "copy"
"""Codes of measures."""


class PlaceForm(Form):
    place = SelectField(
        N_("Fair, showroom or print run"),
        description=N_("Both are then counted as one thing, by the figures of the activity."),
    )

    def offer(self, activity: Activity) -> None:
        """What the kind of the activity is counted in."""
        measures = set(activity.kind.measures)
        fairs = [
            SelectChoice(f"fair:{fair.id}", f"{fair.name_vi} ({date_text(fair.starts_on)})")
            for fair in list_fairs_near(activity)
        ]
        showrooms = [
            SelectChoice(f"showroom:{row.id}", f"{row.name_vi} ({date_text(row.opened_on)})")
            for row in list_showrooms_near(activity)
        ]
        prints = [
            SelectChoice(f"brochure:{row.id}", f"{row.title}: {row.copies} ({date_text(row.printed_on)})")
            for row in (list_prints_like(activity) if COPY in measures else [])
        ]
        self.place.choices = [
            SelectChoice("", translate("None of them")),
            *(fairs if measures & OF_FAIRS else []),
            *(showrooms if SHOWROOM in measures else []),
            *prints,
        ]

    def show(self, activity: Activity) -> None:
        kinds = (
            ("fair", activity.fair_id), ("showroom", activity.showroom_id), ("brochure", activity.brochure_id)
        )  # fmt: skip
        self.place.data = next((f"{kind}:{key}" for kind, key in kinds if key), "")


@localized(
    bp,
    "/can-bo/hoat-dong/<int:activity_id>/su-kien",
    "/officer/activities/<int:activity_id>/place",
    methods=("GET", "POST"),
)
@access("programme.run")
def activity_place(activity_id: int) -> Page:
    """Choose the fair or showroom that an activity is."""
    row = get_activity(current_actor(), activity_id)
    form = PlaceForm()
    form.offer(row)
    if not form.is_submitted() and held_formdata() is None:
        form.show(row)
    if form.validate_on_submit():
        try:
            with transaction():
                link_activity(current_actor(), activity_id, form.place.data or "")
        except DomainError as error:
            form.refuse(error)
        else:
            tell("success", translate("Saved."))
            return redirect(local_url("programme.activity", activity_id=activity_id), 303)
    row = get_activity(current_actor(), activity_id)
    page = render_template("programme/activity_places/place.html", activity=row, form=form)
    return page, 422 if form.is_submitted() else 200
