"""Addresses of the things that stand on every public page, built without asking the router: it takes longer
than the page's statements. A test compares them with `url_for`.
"""

import re
from urllib.parse import quote

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
