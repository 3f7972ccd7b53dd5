"""The resolver's links that a facility manages itself."""

from flask import redirect, render_template
from werkzeug.wrappers import Response as BaseResponse

from app.core.database.transaction import transaction
from app.core.errors import DomainError
from app.core.policy import authorize
from app.web.access import access, current_actor
from app.web.fields import options
from app.web.i18n import N_, current_locale, local_url, localized, translate
from catalog.listings.workspace import get_product
from catalog.policies import can_manage_product
from traceability.blueprint import bp
from traceability.codes.identity import gtin_uri
from traceability.links.forms import LinkForm, link_type_names
from traceability.links.queries import list_links, list_lots_of_product
from traceability.links.services import add_link, allowed_hosts, remove_link
from traceability.lot_pages import Page, form_page, tell_success


@localized(
    bp, "/co-so-cua-toi/san-pham/<int:product_id>/lien-ket", "/my-facility/products/<int:product_id>/links",
    methods=("GET", "POST"),
)  # fmt: skip
@access("trace.manage")
def links(product_id: int) -> Page:
    """The further links of the product's code."""
    product = get_product(product_id)
    authorize(current_actor(), can_manage_product, product)
    form = LinkForm()
    names = link_type_names(current_locale())
    form.link_type.choices = options(names)()
    lots = {lot.id: lot.code for lot in list_lots_of_product(product_id)}
    form.lot_id.choices = options({"": N_("Every lot of the product")} | lots)()
    if form.validate_on_submit():
        try:
            with transaction():
                add_link(current_actor(), product_id, form.link_data())
        except DomainError as error:
            form.refuse(error)
            product = get_product(product_id)
        else:
            tell_success(translate("Saved."))
            return redirect(local_url("traceability.links", product_id=product_id), 303)
    page = render_template(
        "traceability/links/links.html", product=product, form=form, links=list_links(product_id),
        names=names, hosts=sorted(allowed_hosts(product.facility)), lots=lots,
        address=gtin_uri(product.gtin) if product.gtin else "",
    )  # fmt: skip
    return form_page(page, form)


@localized(
    bp,
    "/co-so-cua-toi/lien-ket/<int:link_id>/bo",
    "/my-facility/links/<int:link_id>/remove",
    methods=("POST",),
)
@access("trace.manage")
def drop_link(link_id: int) -> BaseResponse:
    """Remove a link."""
    with transaction():
        product_id = remove_link(current_actor(), link_id).product_id
    tell_success(translate("The link is removed."))
    return redirect(local_url("traceability.links", product_id=product_id), 303)
