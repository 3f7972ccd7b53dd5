"""What programs ask for: the sitemap, robots.txt, health."""

import secrets
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

from flask import Response, current_app, jsonify, url_for
from sqlalchemy import text

from app.core.database.base import db
from app.core.errors import DomainError, NotFound
from app.core.logs.key_fingerprints import find_foreign, list_fingerprints
from app.core.ports import ports
from app.core.storage import content_name
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


@bp.get("/healthz")
@access("public")
def healthz() -> Response:
    """The process answers."""
    return jsonify(status="ok")


@bp.get("/readyz")
@access("public")
def readyz() -> tuple[Response, int]:
    """Whether database, search index, file store and keys are there; 503 where one is not."""
    parts = {
        "database": _database_answers(),
        "search": _search_answers(),
        "files": _files_answer(),
        "keys": _keys_are_ours(),
    }
    ready = all(parts.values())
    body = {"status": "ok" if ready else "unavailable"} | {
        name: "ok" if well else "unavailable" for name, well in parts.items()
    }
    return jsonify(body), 200 if ready else 503


def _database_answers() -> bool:
    try:
        db.session.execute(text("SELECT id FROM change LIMIT 1")).all()
    except Exception:
        current_app.logger.exception("readyz: database")
        return False
    return True


def _search_answers() -> bool:
    try:
        ports().search.position()
    except (DomainError, OSError):
        current_app.logger.exception("readyz: search")
        return False
    return True


def _files_answer() -> bool:
    try:
        ports().files.exists(content_name(secrets.token_bytes(8), ".probe"))
    except (DomainError, OSError):
        current_app.logger.exception("readyz: files")
        return False
    return True


def _keys_are_ours() -> bool:
    """Whether this machine has the secrets that the database was made with."""
    settings = current_app.extensions["settings"]
    try:
        foreign = find_foreign(list_fingerprints(), Path(settings.data_dir) / "keys", settings.secret_key)
    except Exception:
        current_app.logger.exception("readyz: keys")
        return False
    if foreign:
        current_app.logger.error("readyz: keys missing or other than the database's: %s", ", ".join(foreign))
    return not foreign


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
