"""What both sides of a handing-on are told: owners of the facilities, each in their language."""

from app.accounts.notifications.kinds import Kind
from app.accounts.notifications.services import notify
from app.accounts.queries import list_facility_owners
from app.web.addresses import absolute_url
from app.web.i18n import N_, translate
from catalog.models import ProductTransfer

OFFERED = (
    N_("%(giver)s offers %(product)s to you"),
    N_("%(giver)s offers to hand the product %(product)s on to %(taker)s."),
)
ANSWERED = {
    "accepted": (
        N_("%(taker)s has accepted %(product)s"),
        N_("The product %(product)s of %(giver)s now belongs to %(taker)s."),
    ),
    "refused": (
        N_("%(taker)s has refused %(product)s"),
        N_("%(taker)s does not take over the product %(product)s; it stays with %(giver)s."),
    ),
    "withdrawn": (
        N_("The offer of %(product)s is withdrawn"),
        N_(
            "%(giver)s has withdrawn the offer of the product %(product)s to %(taker)s; nothing is left to do."
        ),
    ),
}


def tell_of_offer(row: ProductTransfer) -> None:
    """Ask the owners of the other facility to answer, inside a transaction."""
    for user in list_facility_owners(row.taker_id):
        page = absolute_url("catalog.transfer", locale=user.locale, transfer_id=row.id)
        subject, text = (translate(line, user.locale, **_names(row)) for line in OFFERED)
        lines = [
            text,
            translate(N_("Reason"), user.locale) + f": {row.reason}",
            translate(N_("Accept or refuse: %(url)s"), user.locale, url=page),
        ]
        notify(user, Kind.LISTING, subject, "\n\n".join(lines))


def tell_of_answer(row: ProductTransfer, answer: str) -> None:
    """Tell the side that did not answer, inside a transaction."""
    side = row.taker_id if answer == "withdrawn" else row.giver_id
    for user in list_facility_owners(side):
        subject, text = (translate(line, user.locale, **_names(row)) for line in ANSWERED[answer])
        page = absolute_url("catalog.workspace", locale=user.locale)
        go_on = translate(N_("Sign in to go on: %(url)s"), user.locale, url=page)
        notify(user, Kind.LISTING, subject, f"{text}\n\n{go_on}")


def _names(row: ProductTransfer) -> dict[str, str]:
    return {"giver": row.giver.name, "taker": row.taker.name, "product": row.product.name_vi}
