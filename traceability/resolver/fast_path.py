"""The resolver's plain redirects, answered before Flask from a read-only SQLite connection.

Handles only what it can answer exactly as the views would: a well-formed address of a known thing, no query,
no linkset asked for. Everything else, and every other database, goes on to Flask. Scans are not counted here
but on the page the redirect leads to.
"""

import re
import sqlite3
import threading
from collections.abc import Callable, Iterable
from functools import lru_cache
from pathlib import Path
from typing import Any

from app.core.errors import Unavailable
from app.core.telemetry.request_id import ROUTE
from traceability.codes.code import LENGTH, code_is_authentic
from traceability.digital_link import DigitalLinkError, parse
from traceability.resolver.answer import HTML, LANGUAGES, redirect_headers
from traceability.resolver.linksets.content_choice import Wanted, choose
from traceability.resolver.linksets.link_types import DEFAULT_LINK_MULTI
from traceability.resolver.linksets.linkset import Level, Link

WsgiApp = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]
_PART = r"([A-Z0-9-]{1,20})"
_GTIN = re.compile(rf"/01/([0-9]{{14}})(?:/10/{_PART})?(?:/21/{_PART})?/?")
_CODE = re.compile(rf"/t/([0-9A-Z]{{{LENGTH}}})/?")

BUSY = 0.05
"""Seconds to wait for the file: it is asked on the event loop, and Flask answers in a thread where it is busy."""
_PRODUCT = """SELECT p.slug FROM product p JOIN facility f ON f.id = p.facility_id
    WHERE p.gtin = ? AND p.state = 'published' AND f.state = 'verified'"""
_LOT = """SELECT c.code FROM product p JOIN lot l ON l.product_id = p.id
    JOIN trace_code c ON c.lot_id = l.id AND c.kind = 'lot' WHERE p.gtin = ? AND l.code = ? AND l.is_public = 1"""
_ITEM = """SELECT c.code, l.code FROM trace_code c JOIN lot l ON l.id = c.lot_id JOIN product p ON p.id = l.product_id
    WHERE c.code = ? AND c.kind = 'item' AND p.gtin = ? AND l.is_public = 1"""
_TRACE = """SELECT c.code FROM trace_code c JOIN lot l ON l.id = c.lot_id
    WHERE c.code = ? AND l.is_public = 1 AND l.product_id IS NOT NULL"""

_SCAN = ("/truy-xuat/", "/en/trace/")


class FastPath:
    """WSGI middleware. database: the SQLite file; key: of the trace codes, read when first needed; extra: the
    headers of every answer of the site.
    """

    def __init__(
        self,
        app: WsgiApp,
        database: Path,
        base_url: str,
        key: Callable[[], bytes],
        extra: Iterable[tuple[str, str]] = (),
    ) -> None:
        self._app = app
        self._database = f"{database.absolute().as_uri()}?mode=ro"
        self._base = base_url
        self._key = lru_cache(1)(key)
        self._extra = list(extra)
        self._local = threading.local()

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        path = environ["PATH_INFO"]
        if (path[:4] == "/01/" or path[:3] == "/t/") and _is_plain(environ):
            found = self._found(path, environ.get("HTTP_ACCEPT_LANGUAGE", ""))
            if found is not None:
                environ[ROUTE] = "/t/<code>" if path[1] == "t" else "/01/<rest:rest>"
                headers = redirect_headers(*found) + self._extra
                start_response("307 TEMPORARY REDIRECT", [*headers, ("Content-Length", "0")])
                return []  # the server sends a list at once
        return self._app(environ, start_response)

    def _found(self, path: str, accept_language: str) -> tuple[str, str] | None:
        """(location, anchor), or None for Flask to answer."""
        try:
            place = self._place(path)
        except (sqlite3.Error, Unavailable):
            self._local.__dict__.pop("connection", None)
            return None
        if place is None:
            return None
        (vi, en), key, anchor = place
        start = vi if _language(accept_language) == "vi" else en
        return f"{self._base}{start}{key}", f"{self._base}{anchor}"

    def _place(self, path: str) -> tuple[tuple[str, str], str, str] | None:
        """(page by language, its key, anchor) of a known thing."""
        if match := _CODE.fullmatch(path):
            return self._by_code(match[1])
        match = _GTIN.fullmatch(path)
        if match is None or not _gtin_is_valid(match[1]):
            return None
        gtin, lot, serial = match.groups()
        if serial is not None:
            return self._item(gtin, lot, serial)
        if lot is not None:
            row = self._row(_LOT, gtin, lot)
            return (_SCAN, row[0], f"/01/{gtin}/10/{lot}") if row is not None else None
        row = self._row(_PRODUCT, gtin)
        return (("/san-pham/", "/en/products/"), row[0], f"/01/{gtin}") if row is not None else None

    def _by_code(self, code: str) -> tuple[tuple[str, str], str, str] | None:
        row = self._row(_TRACE, code) if code_is_authentic(self._key(), code) else None
        return (_SCAN, row[0], f"/t/{row[0]}") if row is not None and row[0] == code else None

    def _item(self, gtin: str, lot: str | None, serial: str) -> tuple[tuple[str, str], str, str] | None:
        row = self._row(_ITEM, serial, gtin) if code_is_authentic(self._key(), serial) else None
        if row is None or (lot is not None and lot != row[1]):
            return None
        return _SCAN, row[0], f"/01/{gtin}/10/{lot}/21/{serial}" if lot else f"/01/{gtin}/21/{serial}"

    def _row(self, statement: str, *values: str) -> tuple[str, ...] | None:
        connection = getattr(self._local, "connection", None)
        if connection is None:
            connection = sqlite3.connect(
                self._database, timeout=BUSY, uri=True, isolation_level=None, check_same_thread=False
            )
            connection.execute("PRAGMA cache_size=-500")  # as other connections that only read
            self._local.connection = connection
        row: tuple[str, ...] | None = connection.execute(statement, values).fetchone()
        return row


def _is_plain(environ: dict[str, Any]) -> bool:
    """A GET or HEAD without a query that takes pages, of an address that reads as it was sent."""
    if environ["REQUEST_METHOD"] not in {"GET", "HEAD"} or environ.get("QUERY_STRING"):
        return False
    if "%" in environ.get("REQUEST_URI", ""):
        return False
    accept = environ.get("HTTP_ACCEPT", "")
    return "linkset" not in accept


@lru_cache(maxsize=65_536)
def _gtin_is_valid(gtin: str) -> bool:
    """The verdict of the Digital Link parser on a GTIN's address; lots and serials of this alphabet always pass."""
    try:
        parse(f"https://id.gs1.org/01/{gtin}")
    except DigitalLinkError:
        return False
    return True


@lru_cache(maxsize=4_096)
def _language(accept_language: str) -> str:
    """Which of the two default pages the resolver chooses for this header."""
    pages = tuple(Link(DEFAULT_LINK_MULTI, language, language, HTML, (language,)) for language in LANGUAGES)
    level = Level("https://id.gs1.org", "any", pages, pages[0])
    return choose((level,), Wanted(accept_language=accept_language))[0].href
