"""Addresses of the things that stand on every public page, built without asking the router: it takes longer
than the page's statements. A test compares them with `url_for`.
"""

import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import quote, urlencode

from app.web.i18n import current_locale

_is_plain = re.compile("[a-z0-9-]+").fullmatch
"""Whether a key needs no quoting in an address: no slug does, and `quote` takes long to find out."""
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
    return f"{path}?{urlencode(pairs, safe=_AS_WRITTEN)}" if pairs else path


_AS_WRITTEN = "!$'()*,/:;?@"
