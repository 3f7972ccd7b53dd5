"""Letters to a facility: what an officer decided, why, where to go on. In each reader's language."""

from collections.abc import Callable
from urllib.parse import urlsplit

from flask import current_app

from app.accounts.notifications.kinds import Kind
from app.accounts.notifications.services import notify
from app.accounts.queries import list_facility_managers, list_facility_members
from app.core.database.base import db
from app.web.i18n import N_, translate
from catalog.enums import FacilityReason, ProductReason
from catalog.labels import FACILITY_REASONS, PRODUCT_REASONS
from catalog.models import Facility, Product

LETTERS: dict[str, tuple[str, str]] = {
    "facility_verified": (
        N_("%(facility)s has been verified"),
        N_("The department of industry and trade has verified %(facility)s. Its page is public now."),
    ),
    "facility_returned": (
        N_("%(facility)s: the registration needs correcting"),
        N_("The registration of %(facility)s was returned. Correct what is named below and send it again."),
    ),
    "facility_suspended": (
        N_("%(facility)s has been suspended"),
        N_("The pages of %(facility)s and its products are not public until the suspension ends."),
    ),
    "facility_reinstated": (
        N_("%(facility)s is public again"),
        N_("The suspension of %(facility)s has ended."),
    ),
    "facility_closed": (
        N_("%(facility)s: noted that it has stopped working"),
        N_(
            "An officer has noted that %(facility)s has stopped working. Its page says so; certificates stay."
        ),
    ),
    "facility_reopened": (
        N_("%(facility)s is public again"),
        N_("%(facility)s works again: its pages and products are public."),
    ),
    "facility_reopened_suspended": (
        N_("%(facility)s: noted that it works again"),
        N_("%(facility)s works again. Its suspension goes on; the pages are not public until that ends."),
    ),
    "facility_unnamed": (
        N_("%(facility)s can be public again"),
        N_(
            "%(facility)s can be shown again. Its consent was taken back: agree anew and send it to be checked."
        ),
    ),
    "facility_merged_away": (
        N_("%(facility)s: this entry was merged into another"),
        N_(
            "%(facility)s was merged into another entry of the same facility, which has its products, papers and lots"
            " now. Ask the owner of that entry to invite you, or ask the department of industry and trade."
        ),
    ),
    "facility_merged": (
        N_("%(facility)s: two entries have become one"),
        N_("A second entry of %(facility)s was merged into it. Products, papers and lots are all here now."),
    ),
    "product_merged": (
        N_("%(product)s: two entries have become one"),
        N_("A second entry of %(product)s was merged into it. Certificates and lots are all here now."),
    ),
    "facility_parted": (
        N_("%(facility)s: a merge was undone"),
        N_("Two entries that had been made one stand apart again: %(facility)s has what was its own before."),
    ),
    "product_parted": (
        N_("%(product)s: a merge was undone"),
        N_("Two entries that had been made one stand apart again: %(product)s has what was its own before."),
    ),
    "facility_changes_accepted": (
        N_("%(facility)s: the changes have been accepted"),
        N_("The changed data of %(facility)s has been verified and is public now."),
    ),
    "facility_changes_refused": (
        N_("%(facility)s: the changes were not accepted"),
        N_("The changed data of %(facility)s was not accepted; the page stays as it was."),
    ),
    "product_published": (
        N_("%(product)s is public"),
        N_("The product %(product)s of %(facility)s has been checked and published."),
    ),
    "product_returned": (
        N_("%(product)s needs correcting"),
        N_("The product %(product)s was returned. Correct what is named below and send it again."),
    ),
    "product_changes_accepted": (
        N_("%(product)s: the changes have been accepted"),
        N_("The new name or group of %(product)s is public now."),
    ),
    "product_changes_refused": (
        N_("%(product)s: the changes were not accepted"),
        N_("The new name or group of %(product)s was not accepted; the page stays as it was."),
    ),
    "paper_refused": (
        N_("%(facility)s: a paper was not accepted"),
        N_("An officer could not confirm a paper of %(facility)s. It is not shown on public pages."),
    ),
    "award_suspended": (
        N_("%(product)s: the recognition is suspended"),
        N_("The recognition of %(product)s as a typical product is suspended."),
    ),
    "award_revoked": (
        N_("%(product)s: the recognition has been revoked"),
        N_("The recognition of %(product)s as a typical product has been revoked."),
    ),
    "award_corrected": (
        N_("%(product)s: the certificate has been corrected"),
        N_(
            "The certificate of %(product)s had a mistake. A corrected one with a new number has replaced it."
        ),
    ),
}

OF_ALL = frozenset(
    {
        "facility_verified", "facility_suspended", "facility_reinstated", "facility_closed", "facility_reopened",
        "facility_merged", "facility_merged_away",
    }
)  # fmt: skip
"""What the recorders of lots are told too: whether and where they go on with their work."""


def write_letter(
    letter: str,
    facility_id: int,
    product_id: int | None = None,
    reasons: list[str] | None = None,
    text: str = "",
) -> None:
    """Tell who looks after the facility, and of `OF_ALL` every member; inside a transaction.

    A facility or product that no longer exists gets none.
    """
    facility = db.session.get(Facility, facility_id)
    product = db.session.get(Product, product_id) if product_id is not None else None
    if facility is None or (product_id is not None and product is None):
        return
    names = {"facility": facility.name, "product": product.name_vi if product is not None else ""}
    subject, opening = LETTERS[letter]
    readers = list_facility_members if letter in OF_ALL else list_facility_managers
    for user in readers(facility.id):
        say = _speaker(user.locale)
        parts = [say(opening) % names, *_reasons(say, reasons or [], product is not None)]
        parts += [text] if text else []
        parts.append(say(N_("Sign in to go on: %(url)s")) % {"url": _address(user.locale, product)})
        kind = Kind.CERTIFICATES if letter.startswith("award_") else Kind.LISTING
        notify(user, kind, say(subject) % names, "\n\n".join(parts))


def _speaker(locale: str) -> Callable[[str], str]:
    return lambda message: translate(message, locale)


def _reasons(say: Callable[[str], str], codes: list[str], of_product: bool) -> list[str]:
    known = (
        {str(code): label for code, label in PRODUCT_REASONS.items()}
        if of_product
        else {str(code): label for code, label in FACILITY_REASONS.items()}
    )
    other = {ProductReason.OTHER.value, FacilityReason.OTHER.value}
    lines = [f"- {say(known[code])}" for code in codes if code in known and code not in other]
    return ["\n".join(lines)] if lines else []


def _address(locale: str, product: Product | None) -> str:
    """The facility's next page, as a full address: letters are written outside a request."""
    base = urlsplit(current_app.extensions["settings"].base_url)
    adapter = current_app.url_map.bind(base.netloc, url_scheme=base.scheme)
    values: dict[str, object] = {"lang": locale}
    endpoint = "catalog.workspace"
    if product is not None:
        endpoint, values["product_id"] = "catalog.product", product.id
    return adapter.build(endpoint, values, force_external=True)
