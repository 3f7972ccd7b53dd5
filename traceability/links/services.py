"""Links of the resolver that a facility manages itself."""

from dataclasses import dataclass
from urllib.parse import urlsplit

from sqlalchemy import func, select

from app.core import audit
from app.core.actor import Actor
from app.core.clock import utc_now
from app.core.database.base import db
from app.core.database.changes import record_change
from app.core.errors import RuleBroken
from app.core.policy import authorize
from app.web.addresses import base_url
from catalog.acts import load
from catalog.enums import ProductState
from catalog.history import LINKS, mark_unchecked, note_change
from catalog.models import Facility, Product
from catalog.policies import can_manage_product
from catalog.standing import without_claims
from traceability.checks import short
from traceability.models import Lot, ProductLink
from traceability.resolver.linksets.link_types import FACILITY_LINK_TYPES

LANGUAGES = ("vi", "en")
MEDIA_TYPES = ("text/html", "application/pdf")
MAX_URL = 500
MAX_LINKS = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkData:
    """link_type: a name of FACILITY_LINK_TYPES. url: https, on the facility's own host or on this site."""

    link_type: str
    url: str
    title: str
    hreflang: str = "vi"
    media_type: str = "text/html"
    lot_id: int | None = None


def add_link(actor: Actor, product_id: int, data: LinkData) -> ProductLink:
    """Add a link to a product, or to one lot of it."""
    product = load(Product, product_id)
    authorize(actor, can_manage_product, product)
    _require(data, product)
    link = ProductLink(
        product_id=product.id, lot_id=data.lot_id, link_type=data.link_type, url=data.url,
        title=short(data.title, "title"), hreflang=data.hreflang, media_type=data.media_type,
        created_by=actor.user_id, created_at=utc_now(),
    )  # fmt: skip
    db.session.add(link)
    _tell(product, "", link)
    audit.record(actor, "traceability.link.add", product, link_type=data.link_type, url=data.url)
    record_change("product", product.id)
    return link


def remove_link(actor: Actor, link_id: int) -> ProductLink:
    link = load(ProductLink, link_id)
    product = load(Product, link.product_id)
    authorize(actor, can_manage_product, product)
    if link.removed_at is None:
        link.removed_at = utc_now()
        _tell(product, link, "")
        audit.record(actor, "traceability.link.remove", product, link_type=link.link_type, url=link.url)
        record_change("product", product.id)
    return link


def _tell(product: Product, before: ProductLink | str, after: ProductLink | str) -> None:
    """A link of a public listing is public at once; history and officers' list say that nobody has checked it yet."""
    if product.state == ProductState.PUBLISHED:
        told = (
            f"{each.title}: {each.url}" if isinstance(each, ProductLink) else each for each in (before, after)
        )
        note_change(product, "changed", LINKS, *told)
        mark_unchecked(product, LINKS)


def allowed_hosts(facility: Facility) -> frozenset[str]:
    """Hosts a facility's links may lead to: its own site's, with and without www, and this one."""
    own = urlsplit(facility.website).hostname or ""
    bare = own.removeprefix("www.")
    here = urlsplit(base_url()).hostname or ""
    return frozenset(host for host in (bare, f"www.{bare}" if bare else "", here) if host)


def _require(data: LinkData, product: Product) -> None:
    if data.link_type not in FACILITY_LINK_TYPES:
        raise RuleBroken("choice_unknown", "link_type")
    if data.hreflang not in LANGUAGES:
        raise RuleBroken("choice_unknown", "hreflang")
    if data.media_type not in MEDIA_TYPES:
        raise RuleBroken("choice_unknown", "media_type")
    if not data.title:
        raise RuleBroken("required", "title")
    without_claims(data.title, "title", product)
    if data.lot_id is not None and load(Lot, data.lot_id).product_id != product.id:
        raise RuleBroken("choice_unknown", "lot_id")
    _require_address(data.url, product.facility)
    here = select(func.count()).where(ProductLink.product_id == product.id, ProductLink.removed_at.is_(None))
    if (db.session.scalar(here) or 0) >= MAX_LINKS:
        raise RuleBroken("too_many_links", limit=MAX_LINKS)


def _require_address(url: str, facility: Facility) -> None:
    """An https address of a host that is the facility's own. Raises RuleBroken link_form, link_host."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        raise RuleBroken("link_form", "url") from None
    on_this_site = url.startswith(base_url() + "/")
    if len(url) > MAX_URL or not _is_plain(url) or not parts.hostname or "@" in parts.netloc:
        raise RuleBroken("link_form", "url")
    if not on_this_site and (parts.scheme != "https" or port not in {None, 443}):
        raise RuleBroken("link_form", "url")
    if parts.hostname not in allowed_hosts(facility):
        raise RuleBroken("link_host", "url", host=parts.hostname)


def _is_plain(url: str) -> bool:
    """Whether it can be used in a header and a page unchanged."""
    return url.isascii() and url.isprintable() and frozenset(' <>"\\').isdisjoint(url)
