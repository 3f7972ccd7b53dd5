"""Craft villages as officers keep them: the list, one village, the facilities in it."""

from flask import render_template
from werkzeug.wrappers import Response

from app.web.access import access, current_actor
from app.web.i18n import local_url, localized, translate
from programme.blueprint import bp
from programme.exhibits.pages import Answer, form_page, list_page, show_or_hide
from programme.exhibits.queries import get_kept, list_units_served
from programme.models import CraftVillage
from programme.villages import services
from programme.villages.forms import FacilitiesForm, VillageForm

POSTED = ("GET", "POST")


@localized(bp, "/can-bo/lang-nghe", "/officer/craft-villages")
@access("programme.places")
def villages() -> str:
    return list_page(
        CraftVillage,
        "village",
        title=translate("Craft villages"),
        add=translate("New craft village"),
        lead=translate("Craft villages of your area as the province recognised them."),
        empty=translate("No craft village is written down yet"),
    )


@localized(bp, "/can-bo/lang-nghe/moi", "/officer/craft-villages/new", methods=POSTED)
@access("programme.places")
def village_new() -> Answer:
    form = VillageForm(None, list_units_served(current_actor()))
    return form_page(
        form,
        lambda: services.add_village(current_actor(), form.data_of_village()),
        done=translate("The craft village is written down. Now list the facilities in it."),
        target=lambda row: local_url("programme.village_facilities", slug=row.slug),
        page=lambda: render_template("programme/villages/village.html", village=None, form=form),
    )


@localized(bp, "/can-bo/lang-nghe/<slug>", "/officer/craft-villages/<slug>", methods=POSTED)
@access("programme.places")
def village_edit(slug: str) -> Answer:
    row = _kept(slug)
    form, row_id = VillageForm(row, list_units_served(current_actor())), row.id
    return form_page(
        form,
        lambda: services.change_village(
            current_actor(), row_id, form.data_of_village(), version=form.asked_version()
        ),
        done=translate("Saved."),
        target=lambda saved: local_url("programme.village_edit", slug=saved.slug),
        page=lambda: render_template("programme/villages/village.html", village=_kept(slug), form=form),
    )


@localized(bp, "/can-bo/lang-nghe/<slug>/co-so", "/officer/craft-villages/<slug>/facilities", methods=POSTED)
@access("programme.places")
def village_facilities(slug: str) -> Answer:
    """The facilities in a village."""
    row = _kept(slug)
    shown = {"facilities": "\n".join(one.slug for one in row.facilities), "version": str(row.version)}
    form, row_id = FacilitiesForm(data=shown), row.id
    return form_page(
        form,
        lambda: services.set_facilities(current_actor(), row_id, form.lines(), version=form.asked_version()),
        done=translate("Saved."),
        target=lambda saved: local_url("programme.village_edit", slug=saved.slug),
        page=lambda: render_template("programme/villages/facilities.html", village=_kept(slug), form=form),
    )


@localized(bp, "/can-bo/lang-nghe/<slug>/hien-thi", "/officer/craft-villages/<slug>/shown", methods=("POST",))
@access("programme.places")
def village_shown(slug: str) -> Response:
    return show_or_hide(CraftVillage, "village", slug)


def _kept(slug: str) -> CraftVillage:
    return get_kept(current_actor(), CraftVillage, slug)
