"""Fairs as officers keep them: the list, one fair, its stands, its figures."""

from flask import redirect, render_template
from werkzeug.wrappers import Response

from app.core.database.transaction import transaction
from app.web.access import access, current_actor
from app.web.i18n import local_url, localized, translate
from app.web.notices import tell
from programme.blueprint import bp
from programme.exhibits.choices import list_products_of
from programme.exhibits.pages import Answer, form_page, list_page, show_or_hide
from programme.exhibits.policies import can_keep_place
from programme.exhibits.queries import get_kept, list_units_served
from programme.fairs import queries, services
from programme.fairs.forms import BoothForm, FairForm, OutcomeForm, StandsForm
from programme.models import Booth, Fair

POSTED = ("GET", "POST")


@localized(bp, "/can-bo/hoi-cho", "/officer/fairs")
@access("programme.places")
def fairs() -> str:
    return list_page(
        Fair,
        "fair",
        title=translate("Fairs"),
        add=translate("New fair"),
        lead=translate("Fairs and exhibitions of your area, with their stands and what came of them."),
        empty=translate("No fair is written down yet"),
    )


@localized(bp, "/can-bo/hoi-cho/moi", "/officer/fairs/new", methods=POSTED)
@access("programme.places")
def fair_new() -> Answer:
    form = _form(None)
    return form_page(
        form,
        lambda: services.add_fair(current_actor(), form.data_of_fair()),
        done=translate("The fair is written down. Now list its stands."),
        target=lambda fair: local_url("programme.fair_stands", slug=fair.slug),
        page=lambda: render_template("programme/fairs/fair.html", fair=None, form=form),
    )


@localized(bp, "/can-bo/hoi-cho/<slug>", "/officer/fairs/<slug>", methods=POSTED)
@access("programme.places")
def fair_edit(slug: str) -> Answer:
    fair = _kept(slug)
    form, fair_id = _form(fair), fair.id
    return form_page(
        form,
        lambda: services.change_fair(
            current_actor(), fair_id, form.data_of_fair(), version=form.asked_version()
        ),
        done=translate("Saved."),
        target=lambda row: local_url("programme.fair_edit", slug=row.slug),
        page=lambda: render_template("programme/fairs/fair.html", fair=_kept(slug), form=form),
    )


@localized(bp, "/can-bo/hoi-cho/<slug>/hien-thi", "/officer/fairs/<slug>/shown", methods=("POST",))
@access("programme.places")
def fair_shown(slug: str) -> Answer:
    """Take the page of the fair off the site, or put it back."""
    return show_or_hide(Fair, "fair", slug)


@localized(bp, "/can-bo/hoi-cho/<slug>/gian-hang", "/officer/fairs/<slug>/stands", methods=POSTED)
@access("programme.places")
def fair_stands(slug: str) -> Answer:
    """The stands of a fair; a list of further ones is added as a whole."""
    form, fair_id = StandsForm(), _kept(slug).id

    def page() -> str:
        fair = _kept(slug)
        return render_template(
            "programme/fairs/stands.html", fair=fair, booths=queries.list_booths(fair), form=form
        )

    return form_page(
        form,
        lambda: services.add_stands(current_actor(), fair_id, form.stands.data or ""),
        done=translate("The stands are listed."),
        target=lambda _count: local_url("programme.fair_stands", slug=slug),
        page=page,
    )


@localized(
    bp,
    "/can-bo/hoi-cho/<slug>/gian-hang/<int:booth_id>",
    "/officer/fairs/<slug>/stands/<int:booth_id>",
    methods=POSTED,
)
@access("programme.places")
def fair_stand(slug: str, booth_id: int) -> Answer:
    """One stand: who has it and what it shows."""
    booth = queries.get_booth(current_actor(), slug, booth_id)
    form = BoothForm(booth)
    if form.is_submitted():
        form.products.choices = [(key, "") for key in form.products.data or ()]  # judged with the facility

    def page() -> str:
        row = queries.get_booth(current_actor(), slug, booth_id)
        offered = list_products_of(row.facility) if row.facility is not None else []
        form.products.choices = [(one.id, one.name_vi) for one in offered]
        return render_template("programme/fairs/stand.html", booth=row, form=form)

    return form_page(
        form,
        lambda: services.change_booth(
            current_actor(),
            booth_id,
            facility=form.facility.data or "",
            is_supported=form.is_supported.data,
            product_ids=frozenset(form.products.data or ()),
        ),
        done=translate("Saved."),
        target=lambda row: _after_stand(slug, row),
        page=page,
    )


@localized(
    bp, "/can-bo/hoi-cho/<slug>/gian-hang/<int:booth_id>/xoa", "/officer/fairs/<slug>/stands/<int:booth_id>/remove",
    methods=("POST",),
)  # fmt: skip
@access("programme.places")
def fair_stand_remove(slug: str, booth_id: int) -> Response:
    queries.get_booth(current_actor(), slug, booth_id)
    with transaction():
        services.remove_booth(current_actor(), booth_id)
    tell("success", translate("The stand is taken out of the list."))
    return redirect(local_url("programme.fair_stands", slug=slug), 303)


@localized(bp, "/can-bo/hoi-cho/<slug>/ket-qua", "/officer/fairs/<slug>/outcome", methods=POSTED)
@access("programme.places")
def fair_outcome(slug: str) -> Answer:
    """What came of a fair, with the paper that says so."""
    form, fair_id = OutcomeForm(), _kept(slug).id
    return form_page(
        form,
        lambda: services.record_outcome(current_actor(), fair_id, form.data_of_outcome()),
        done=translate("The figures are recorded and shown on the page of the fair."),
        target=lambda _row: local_url("programme.fair_outcome", slug=slug),
        page=lambda: render_template("programme/fairs/outcome.html", fair=_kept(slug), form=form),
    )


def _kept(slug: str) -> Fair:
    return get_kept(current_actor(), Fair, slug)


def _form(fair: Fair | None) -> FairForm:
    return FairForm(
        fair,
        list_units_served(current_actor()),
        without=translate("No province: kept by the nation") if can_keep_place(current_actor(), None) else "",
        more={"is_cancelled": fair is not None and fair.cancelled_on is not None},
    )


def _after_stand(slug: str, booth: Booth) -> str:
    """Stay where the facility's products are still to be chosen."""
    if booth.facility_id is not None and not booth.products:
        return local_url("programme.fair_stand", slug=slug, booth_id=booth.id)
    return local_url("programme.fair_stands", slug=slug)
