"""What programs ask for: the sitemap, robots.txt."""

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any
from xml.sax.saxutils import escape

from flask import Response, url_for

from app.core.errors import NotFound
from app.site.blueprint import bp
from app.site.queries import iter_slugs, list_certificate_numbers
from app.web.access import access
from app.web.addresses import base_url
from app.web.cache import public
from voting.publication.queries import list_public_rounds

PLACES_A_FILE = 10_000
PLAIN = (
    "home", "products", "facilities", "trademarks", "rounds", "results", "certificates", "about", "help", "open_data",
    "accessibility", "privacy", "complaints",
)  # fmt: skip
ROUNDS = 5_000
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
