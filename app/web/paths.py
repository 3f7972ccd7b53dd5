"""Addresses of the things that stand on every public page, built without asking the router: it takes longer
than the page's statements. A test compares them with `url_for`.
"""

import re
from collections.abc import Mapping
from functools import cache
from typing import Any
from urllib.parse import quote, urlencode

from flask import Flask, current_app, g
from flask.globals import request_ctx

from app.web.i18n import current_locale

_is_plain = re.compile("[a-z0-9-]+").fullmatch
"""Whether it needs no quoting in an address: no slug does, and `quote` takes long to find out."""
_FOLDERS = {
    "vi": {
        "product": "/san-pham/",
        "facility": "/co-so/",
        "round": "/ky-binh-chon/",
        "certificate": "/giay-chung-nhan/",
        "fair": "/su-kien/",
        "showroom": "/phong-trung-bay/",
        "village": "/lang-nghe/",
        "artisan": "/nghe-nhan/",
    },
    "en": {
        "product": "/en/products/",
        "facility": "/en/facilities/",
        "round": "/en/rounds/",
        "certificate": "/en/certificates/",
        "fair": "/en/events/",
        "showroom": "/en/showrooms/",
        "village": "/en/craft-villages/",
        "artisan": "/en/artisans/",
    },
}


def path_to(kind: str, key: str, locale: str | None = None) -> str:
    """The path of a thing with a page (by slug, a certificate by number) in the reader's language."""
    return _FOLDERS[locale or current_locale()][kind] + (key if _is_plain(key) else quote(key, safe=""))


def history_of_product(slug: str, locale: str | None = None) -> str:
    """The path of the history of a product's page in the reader's language."""
    return f"{path_to('product', slug, locale)}/{_HISTORY[locale or current_locale()]}"


def comparison_from(slug: str, locale: str | None = None) -> str:
    """The address where a product is compared with others."""
    return f"{_COMPARISON[locale or current_locale()]}?sp={quote(slug, safe='')}"


_HISTORY = {"vi": "lich-su", "en": "history"}
_COMPARISON = {"vi": "/so-sanh", "en": "/en/compare"}


def path_of(endpoint: str, locale: str | None = None) -> str:
    """The path of a page in the reader's language whose address names nothing else."""
    return "".join(_around(endpoint, (), locale or current_locale()))


@cache
def _around(endpoint: str, names: tuple[str, ...], locale: str) -> tuple[str, ...]:
    """What stands in an address before, between and after the parts of these names. Raises BuildError."""
    routes = current_app.url_map
    parts = {name: f"-{name}-" for name in names}
    language = {"lang": locale} if routes.is_endpoint_expecting(endpoint, "lang") else {}
    built = routes.bind("").build(endpoint, {**parts, **language})
    return tuple(re.split("|".join(parts.values()), built)) if parts else (built,)


def twin_url() -> str | None:
    """The page's path in the other locale, or None where the address has no locale."""
    page = request_ctx.request
    if not page.endpoint or page.view_args is None or page.url_rule is None:
        return None
    if "lang" not in (page.url_rule.defaults or {}):
        return None
    other = "en" if current_locale() == "vi" else "vi"
    asked = {} if not page.query_string or g.get("whole_page") else page.args.to_dict(flat=False)
    parts = page.view_args
    if not parts.keys() <= {"slug"} or not all(map(_is_plain, parts.values())):
        adapter = request_ctx.url_adapter
        assert adapter is not None  # a rule has matched
        return with_question(adapter.build(page.endpoint, {**parts, "lang": other}), asked)
    return with_question(parts.get("slug", "").join(_around(page.endpoint, tuple(parts), other)), asked)


def install(app: Flask) -> None:
    """What templates ask."""
    app.jinja_env.globals.update(twin_url=twin_url)


def with_question(path: str, question: Mapping[str, Any]) -> str:
    """The path with a question, written as the router writes it. A value that is a list is given once for each; None
    and an empty list are left out.
    """
    pairs = [
        (name, one)
        for name, value in question.items()
        for one in (value if isinstance(value, list) else [value])
        if one is not None
    ]
    if not pairs:
        return path
    if all(_is_plain(str(part)) for pair in pairs for part in pair):
        return f"{path}?" + "&".join([f"{name}={value}" for name, value in pairs])
    return f"{path}?{urlencode(pairs, safe=_AS_WRITTEN)}"


_AS_WRITTEN = "!$'()*,/:;?@"
