"""What programs ask for: the sitemap, robots.txt, the picture of the site."""

from datetime import timedelta
from itertools import islice
from pathlib import Path
from xml.sax.saxutils import escape, quoteattr

from flask import Response, current_app, request

from app.core.clock import utc_now
from app.core.errors import NotFound
from app.site.blueprint import bp
from app.site.open_data.sending import send_file_of
from app.site.template_globals import contact_of
from app.site.whole_files.queries import find_whole_file, is_large
from app.site.whole_files.sitemap import PLACES_A_FILE, index, index_name, part_name, places, urlset
from app.web.access import access
from app.web.addresses import absolute_url, base_url
from app.web.cache import public
from app.web.i18n import local_url, localized, translate

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


@bp.get("/robots.txt")
@access("public")
def robots() -> Response:
    return public(Response(ROBOTS.format(base=base_url()), content_type="text/plain; charset=utf-8"), 3600)


@bp.get("/favicon.ico")
@access("public")
def favicon() -> Response:
    """For programs that look for it here, whatever picture a page names."""
    picture = Path(current_app.static_folder or "", "img", "favicon.ico").read_bytes()
    return public(Response(picture, content_type="image/x-icon"), 86_400)


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
    made = find_whole_file(index_name())
    if made is not None and is_large():
        return send_file_of(made, attached=False)
    found = list(places())
    if len(found) <= PLACES_A_FILE:
        return _xml("".join(urlset(found)))
    return _xml(index(-(-len(found) // PLACES_A_FILE)))


@bp.get("/sitemap-<int:number>.xml")
@access("public")
def sitemap_part(number: int) -> Response:
    made = find_whole_file(part_name(number))
    if made is not None and is_large():
        return send_file_of(made, attached=False)
    start = (number - 1) * PLACES_A_FILE
    part = list(islice(places(), start, start + PLACES_A_FILE)) if number else []
    if not part:
        raise NotFound("not_found")
    return _xml("".join(urlset(part)))


def _xml(body: str) -> Response:
    return public(Response(body, content_type=XML), 3600)
