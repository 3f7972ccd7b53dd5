"""What search engines read: schema.org Product, Organization and Certification as JSON-LD."""

import json
from typing import Any

from markupsafe import Markup

from app.web.addresses import base_url

CONTEXT = "https://schema.org"
_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), check_circular=False).encode


def json_ld(document: dict[str, Any]) -> Markup:
    """The document as the text of a script element: no `<` of any value can end the element."""
    text = _encode({"@context": CONTEXT, **document})
    return Markup(text.replace("&", "\\u0026").replace("<", "\\u003c").replace(">", "\\u003e"))  # noqa: S704  # escaped here


def present(**facts: Any) -> dict[str, Any]:
    """The facts that are known; `at_type` stands for `@type`."""
    return {("@type" if name == "at_type" else name): value for name, value in facts.items() if value}


def certification(award: dict[str, Any], *, product: str = "") -> dict[str, Any]:
    """A recognition. award: as `product_page.award_view` gives it."""
    return present(
        at_type="Certification",
        name=award["level"],
        certificationIdentification=award["number"],
        certificationStatus="CertificationActive" if award["holds"] else "CertificationInactive",
        issuedBy=present(at_type="Organization", name=award["issuer"]) if award["issuer"] else None,
        datePublished=award["issued_on"].isoformat() if award["number"] else str(award["year"]),
        expires=award["until"].isoformat(),
        url=base_url() + award["href"] if award["href"] else None,
        about=present(at_type="Product", name=product) if product else None,
    )


def organization(name: str, path: str, place: str, website: str = "") -> dict[str, Any]:
    return present(
        at_type="Organization", name=name, url=base_url() + path, address=place, sameAs=website or None
    )
