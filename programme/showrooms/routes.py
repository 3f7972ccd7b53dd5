"""Showrooms as officers keep them: the list, one showroom, what it shows."""

from typing import Any

from flask import render_template
from werkzeug.wrappers import Response

from app.web.access import access, current_actor
from app.web.i18n import local_url, localized, translate
from programme.blueprint import bp
from programme.exhibits.forms import ProductsForm
from programme.exhibits.pages import Answer, form_page, list_page, show_or_hide
from programme.exhibits.queries import get_kept, list_units_served
from programme.models import Showroom
from programme.showrooms import services
from programme.showrooms.forms import ShowroomForm

POSTED = ("GET", "POST")


@localized(bp, "/can-bo/phong-trung-bay", "/officer/showrooms")
@access("programme.places")
def showrooms() -> str:
    return list_page(
        Showroom,
        "showroom",
        title=translate("Showrooms"),
        add=translate("New showroom"),
        lead=translate("Where visitors of your area can see and buy typical products."),
        empty=translate("No showroom is written down yet"),
    )


@localized(bp, "/can-bo/phong-trung-bay/moi", "/officer/showrooms/new", methods=POSTED)
@access("programme.places")
def showroom_new() -> Answer:
    form = _form(None)
    return form_page(
        form,
        lambda: services.add_showroom(current_actor(), form.data_of_showroom()),
        done=translate("The showroom is written down. Now list what it shows."),
        target=lambda row: local_url("programme.showroom_products", slug=row.slug),
        page=lambda: render_template("programme/showrooms/showroom.html", showroom=None, form=form),
    )


@localized(bp, "/can-bo/phong-trung-bay/<slug>", "/officer/showrooms/<slug>", methods=POSTED)
@access("programme.places")
def showroom_edit(slug: str) -> Answer:
    row = _kept(slug)
    form, row_id = _form(row), row.id
    return form_page(
        form,
        lambda: services.change_showroom(
            current_actor(), row_id, form.data_of_showroom(), version=form.asked_version()
        ),
        done=translate("Saved."),
        target=lambda saved: local_url("programme.showroom_edit", slug=saved.slug),
        page=lambda: render_template("programme/showrooms/showroom.html", showroom=_kept(slug), form=form),
    )


@localized(
    bp, "/can-bo/phong-trung-bay/<slug>/san-pham", "/officer/showrooms/<slug>/products", methods=POSTED
)
@access("programme.places")
def showroom_products(slug: str) -> Answer:
    """The products that a showroom shows."""
    row = _kept(slug)
    form, row_id = ProductsForm(data=_shown(row)), row.id
    return form_page(
        form,
        lambda: services.show_products(current_actor(), row_id, form.lines(), version=form.asked_version()),
        done=translate("Saved."),
        target=lambda saved: local_url("programme.showroom_edit", slug=saved.slug),
        page=lambda: render_template("programme/exhibits/products.html", row=_kept(slug), form=form,
                                     endpoint="showroom", title=translate("Showrooms")),
    )  # fmt: skip


@localized(
    bp, "/can-bo/phong-trung-bay/<slug>/hien-thi", "/officer/showrooms/<slug>/shown", methods=("POST",)
)
@access("programme.places")
def showroom_shown(slug: str) -> Response:
    return show_or_hide(Showroom, "showroom", slug)


def _kept(slug: str) -> Showroom:
    return get_kept(current_actor(), Showroom, slug)


def _form(row: Showroom | None) -> ShowroomForm:
    more = {"facility": row.facility.slug if row is not None and row.facility is not None else ""}
    return ShowroomForm(row, list_units_served(current_actor()), more=more)


def _shown(row: Showroom) -> dict[str, Any]:
    return {"products": "\n".join(product.slug for product in row.products), "version": str(row.version)}
