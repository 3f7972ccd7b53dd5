"""The names of schemes."""

from app.web.i18n import current_locale, translate
from catalog.enums import CertificateKind
from catalog.labels import CERTIFICATE_KINDS
from catalog.schemes.rules import Scheme


def scheme_name(scheme: Scheme, locale: str | None = None) -> str:
    """In the reader's language; that of its kind where it has none of its own."""
    own = scheme.name_en if (locale or current_locale()) == "en" else ""
    return own or scheme.name_vi or translate(CERTIFICATE_KINDS[CertificateKind(scheme.kind)], locale)
