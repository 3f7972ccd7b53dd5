"""A listing before it is public: the public page itself, under a band that says who sees it."""

from flask import render_template

from app.core.policy import authorize
from app.site.products.routes import product_context
from app.site.products.rows import get_rows_of_any_state
from app.web.access import access, current_actor
from app.web.addresses import base_url
from app.web.i18n import localized
from app.web.paths import path_to
from catalog.blueprint import bp
from catalog.listings.workspace import get_product
from catalog.policies import can_see_product


@localized(
    bp, "/co-so-cua-toi/san-pham/<int:product_id>/xem-truoc", "/my-facility/products/<int:product_id>/preview"
)
@access("catalog.manage")
def product_preview(product_id: int) -> str:
    """How the listing will look, before anybody else sees it."""
    row = get_product(product_id)
    authorize(current_actor(), can_see_product, row)
    return render_template(
        "site/products/product.html",
        preview=True,
        lot_unknown=False,
        canonical=base_url() + path_to("product", row.slug),
        **product_context(get_rows_of_any_state(row.slug)),
    )
