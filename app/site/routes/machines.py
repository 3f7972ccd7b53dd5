"""What programs ask for: the sitemap, robots.txt."""

from collections.abc import Iterable, Iterator
from datetime import timedelta
from itertools import islice
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from flask import Response, current_app, request, url_for

from app.core.clock import utc_now
from app.core.errors import NotFound
from app.site.blueprint import bp
from app.site.queries import iter_slugs, list_certificate_numbers
from app.site.template_globals import contact_of
from app.web.access import access
from app.web.addresses import absolute_url, base_url
from app.web.cache import public
from app.web.i18n import local_url, localized, translate
from programme.exhibits.queries import list_public_places
from programme.models import Artisan, CraftVillage, Fair, Showroom
from programme.targets.queries import list_programmes
from voting.publication.queries import list_public_rounds

PLACES_A_FILE = 10_000
PLAIN = (
    "home", "products", "facilities", "trademarks", "rounds", "results", "programmes", "fairs", "showrooms", "villages",
    "artisans", "certificates", "about", "help",
    "open_data", "accessibility", "privacy", "complaints",
)  # fmt: skip
ROUNDS = 5_000
PLACES: tuple[type[Fair | Showroom | CraftVillage | Artisan], ...] = (Fair, Showroom, CraftVillage, Artisan)
SECURITY_TERM = timedelta(days=300)
"""RFC 9116 requires an expiry within a year."""
XML = "application/xml; charset=utf-8"
ROBOTS = """User-agent: *
Disallow: /tai-khoan
Disallow: /en/account
Disallow: /quan-tri
Disallow: /en/admin
Disallow: /goi-y
Disallow: /en/suggest
Disallow: /*?*sort=

Sitemap: {base}/sitemap.xml
"""

Place = tuple[str, dict[str, Any], str]


@bp.get("/robots.txt")
@access("public")
def robots() -> Response:
    return public(Response(ROBOTS.format(base=base_url()), content_type="text/plain; charset=utf-8"), 3600)


@bp.get("/.well-known/security.txt")
@access("public")
def security_txt() -> Response:
    """The contact for reporting a vulnerability (RFC 9116)."""
    contact = contact_of(current_app.extensions["settings"].site_contact).get("email", "")
    where = f"mailto:{contact}" if contact else base_url() + local_url("site.about")
    until = (utc_now() + SECURITY_TERM).strftime("%Y-%m-01T00:00:00Z")
    body = f"Contact: {where}\nExpires: {until}\nPreferred-Languages: vi, en\nCanonical: {base_url()}{request.path}\n"
    return public(Response(body, content_type="text/plain; charset=utf-8"), 3600)


@localized(bp, "/opensearch.xml", "/opensearch.xml")
@access("public")
def opensearch() -> Response:
    """What lets a browser search here from its address bar."""
    target = absolute_url("site.products") + "?q={searchTerms}"
    body = (
        '<?xml version="1.0" encoding="UTF-8"?>'
        '<OpenSearchDescription xmlns="http://a9.com/-/spec/opensearch/1.1/"><ShortName>Tiêu Biểu</ShortName>'
        f"<Description>{escape(translate('Search products, facilities, trademarks'))}</Description>"
        f'<InputEncoding>UTF-8</InputEncoding><Url type="text/html" template={quoteattr(target)}/>'
        "</OpenSearchDescription>\n"
    )
    return public(Response(body, content_type="application/opensearchdescription+xml; charset=utf-8"), 3600)


@bp.get("/sitemap.xml")
@access("public")
def sitemap() -> Response:
    """Every public page in both languages; an index of several files where one would be too long."""
    places = list(_places())
    if len(places) <= PLACES_A_FILE:
        return _urlset(places)
    count = -(-len(places) // PLACES_A_FILE)
    rows = "".join(f"<sitemap><loc>{base_url()}/sitemap-{n}.xml</loc></sitemap>" for n in range(1, count + 1))
    body = f'<?xml version="1.0" encoding="UTF-8"?>\n<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{rows}</sitemapindex>'
    return public(Response(body, content_type=XML), 3600)


@bp.get("/sitemap-<int:number>.xml")
@access("public")
def sitemap_part(number: int) -> Response:
    start = (number - 1) * PLACES_A_FILE
    part = list(islice(_places(), start, start + PLACES_A_FILE)) if number else []
    if not part:
        raise NotFound("not_found")
    return _urlset(part)


def _places() -> Iterator[Place]:
    """(endpoint, values, day of change or "") of every public page."""
    for name in PLAIN:
        yield f"site.{name}", {}, ""
    for kind, slug, at in iter_slugs():
        yield f"site.{kind}", {"slug": slug}, at.date().isoformat()
    for row in list_public_rounds(limit=ROUNDS)[0]:
        yield "site.round", {"slug": row.slug}, ""
    for programme in list_programmes():
        yield "site.programme", {"slug": programme.slug}, ""
    for model in PLACES:
        for place in list_public_places(model):
            yield f"site.{place.KIND}", {"slug": place.slug}, place.updated_at.date().isoformat()
    for number in list_certificate_numbers():
        yield "site.certificate", {"number": number}, ""


def _urlset(places: Iterable[Place]) -> Response:
    rows = "".join(_url_rows(*place) for place in places)
    body = (
        '<?xml version="1.0" encoding="UTF-8"?>\n<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
        f' xmlns:xhtml="http://www.w3.org/1999/xhtml">{rows}</urlset>'
    )
    return public(Response(body, content_type=XML), 3600)


def _url_rows(endpoint: str, values: dict[str, Any], changed: str) -> str:
    urls = {lang: escape(base_url() + url_for(endpoint, lang=lang, **values)) for lang in ("vi", "en")}
    links = "".join(
        f'<xhtml:link rel="alternate" hreflang="{lang}" href="{url}"/>' for lang, url in urls.items()
    )
    day = f"<lastmod>{changed}</lastmod>" if changed else ""
    return "".join(f"<url><loc>{url}</loc>{day}{links}</url>" for url in urls.values())
