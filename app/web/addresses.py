"""Addresses that may be trusted: local paths to go on to, and full addresses for mails and codes."""

from typing import cast
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from flask import current_app, request

from app.web.i18n import current_locale
from config import Settings

PATH_LIMIT = 2000


def local_path(text: str | None) -> str | None:
    """The text when it is a path of this site (`/…?…`), else None: no other host, no trick with slashes."""
    if not text or len(text) > PATH_LIMIT or not text.startswith("/") or text.startswith(("//", "/\\")):
        return None
    if any(char.isspace() or ord(char) < 0x20 or char in "\\\x7f" for char in text):  # noqa: PLR2004  # controls
        return None
    parts = urlsplit(text)
    return None if parts.scheme or parts.netloc else text


def asked_next() -> str | None:
    """The local path that `next` asks to go on to."""
    return local_path(request.args.get("next"))


def with_query(path: str, **values: str | None) -> str:
    """The local path with query values set, or taken away where the value is None."""
    parts = urlsplit(path)
    pairs = [
        (key, value) for key, value in parse_qsl(parts.query, keep_blank_values=True) if key not in values
    ]
    pairs += [(key, value) for key, value in values.items() if value is not None]
    return urlunsplit(("", "", parts.path, urlencode(pairs), ""))


def here() -> str:
    """The path of this request, with its query."""
    return request.full_path.rstrip("?")


def base_url() -> str:
    """The public origin, no trailing slash."""
    return cast("Settings", current_app.extensions["settings"]).base_url


def absolute_url(endpoint: str, *, locale: str | None = None, **values: object) -> str:
    """The public address of a page, for mails, labels and feeds: on BASE_URL whatever Host was asked for, and
    without a request too.
    """
    if current_app.url_map.is_endpoint_expecting(endpoint, "lang"):
        values["lang"] = locale or current_locale()
    return base_url() + current_app.url_map.bind("").build(endpoint, values, force_external=False)
