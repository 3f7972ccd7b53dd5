"""Artisans as officers keep them: the list, one person, titles, products, consent."""

from flask import redirect, render_template
from werkzeug.wrappers import Response

from app.core.database.transaction import transaction
from app.web.access import access, current_actor
from app.web.i18n import local_url, localized, translate
from app.web.notices import tell
from programme.artisans import services
from programme.artisans.consent import CONSENT_TEXTS, CONSENT_VERSION
from programme.artisans.forms import ArtisanForm, ConsentForm, TitleForm
from programme.artisans.labels import TITLES
from programme.artisans.queries import list_villages_served
from programme.blueprint import bp
from programme.exhibits.forms import ProductsForm
from programme.exhibits.pages import Answer, form_page, list_page, show_or_hide
from programme.exhibits.queries import get_kept, list_units_served
from programme.models import Artisan

POSTED = ("GET", "POST")


@localized(bp, "/can-bo/nghe-nhan", "/officer/artisans")
@access("programme.places")
def artisans() -> str:
    return list_page(
        Artisan,
        "artisan",
        title=translate("Artisans"),
        add=translate("New artisan"),
        lead=translate("Artisans of your area. The public sees only those who agree in writing."),
        empty=translate("No artisan is written down yet"),
    )


@localized(bp, "/can-bo/nghe-nhan/moi", "/officer/artisans/new", methods=POSTED)
@access("programme.places")
def artisan_new() -> Answer:
    form = _form(None)
    return form_page(
        form,
        lambda: services.add_artisan(current_actor(), form.data_of_artisan()),
        done=translate("The artisan is written down, and not public: that takes their consent."),
        target=lambda row: local_url("programme.artisan_consent", slug=row.slug),
        page=lambda: render_template("programme/artisans/artisan.html", artisan=None, form=form),
    )


@localized(bp, "/can-bo/nghe-nhan/<slug>", "/officer/artisans/<slug>", methods=POSTED)
@access("programme.places")
def artisan_edit(slug: str) -> Answer:
    row = _kept(slug)
    form, row_id = _form(row), row.id
    return form_page(
        form,
        lambda: services.change_artisan(
            current_actor(), row_id, form.data_of_artisan(), version=form.asked_version()
        ),
        done=translate("Saved."),
        target=lambda saved: local_url("programme.artisan_edit", slug=saved.slug),
        page=lambda: render_template("programme/artisans/artisan.html", artisan=_kept(slug), form=form),
    )


@localized(bp, "/can-bo/nghe-nhan/<slug>/danh-hieu", "/officer/artisans/<slug>/titles", methods=POSTED)
@access("programme.places")
def artisan_titles(slug: str) -> Answer:
    """The titles of an artisan, each with its decision."""
    form, row_id = TitleForm(), _kept(slug).id
    return form_page(
        form,
        lambda: services.give_title(current_actor(), row_id, form.data_of_title()),
        done=translate("The title is written down."),
        target=lambda _title: local_url("programme.artisan_titles", slug=slug),
        page=lambda: render_template(
            "programme/artisans/titles.html", artisan=_kept(slug), form=form, titles=TITLES
        ),
    )


@localized(bp, "/can-bo/nghe-nhan/<slug>/san-pham", "/officer/artisans/<slug>/products", methods=POSTED)
@access("programme.places")
def artisan_products(slug: str) -> Answer:
    """The products an artisan makes."""
    row = _kept(slug)
    shown = {"products": "\n".join(one.slug for one in row.products), "version": str(row.version)}
    form, row_id = ProductsForm(data=shown), row.id
    return form_page(
        form,
        lambda: services.show_products(current_actor(), row_id, form.lines(), version=form.asked_version()),
        done=translate("Saved."),
        target=lambda saved: local_url("programme.artisan_edit", slug=saved.slug),
        page=lambda: render_template("programme/exhibits/products.html", row=_kept(slug), form=form,
                                     endpoint="artisan", title=translate("Artisans")),
    )  # fmt: skip


@localized(bp, "/can-bo/nghe-nhan/<slug>/dong-y", "/officer/artisans/<slug>/consent", methods=POSTED)
@access("programme.places")
def artisan_consent(slug: str) -> Answer:
    """The consent of an artisan to a public page."""
    form, row_id = ConsentForm(), _kept(slug).id
    return form_page(
        form,
        lambda: services.record_consent(
            current_actor(), row_id, form.consent_on.data, form.consent_paper.data or ""
        ),
        done=translate("The consent is recorded; the page of the artisan is on the site."),
        target=lambda _row: local_url("programme.artisan_consent", slug=slug),
        page=lambda: render_template("programme/artisans/consent.html", artisan=_kept(slug), form=form,
                                     text=translate(CONSENT_TEXTS[CONSENT_VERSION])),
    )  # fmt: skip


@localized(
    bp, "/can-bo/nghe-nhan/<slug>/rut-dong-y", "/officer/artisans/<slug>/consent/end", methods=("POST",)
)
@access("programme.places")
def artisan_consent_end(slug: str) -> Response:
    """The artisan took the consent back."""
    row = _kept(slug)
    with transaction():
        services.end_consent(current_actor(), row.id)
    tell("success", translate("The consent has ended. The page and the name are off the site."))
    return redirect(local_url("programme.artisan_consent", slug=slug), 303)


@localized(bp, "/can-bo/nghe-nhan/<slug>/hien-thi", "/officer/artisans/<slug>/shown", methods=("POST",))
@access("programme.places")
def artisan_shown(slug: str) -> Response:
    return show_or_hide(Artisan, "artisan", slug)


def _kept(slug: str) -> Artisan:
    return get_kept(current_actor(), Artisan, slug)


def _form(row: Artisan | None) -> ArtisanForm:
    return ArtisanForm(row, list_units_served(current_actor()), list_villages_served(current_actor()))
