"""The mail that a facility's letter says more than before."""

from collections.abc import Sequence

from app.accounts.models import User
from app.accounts.queries import list_members_of
from app.web.addresses import absolute_url
from app.web.i18n import translate as _
from voting.models import Nomination
from voting.rounds.mails import send_all


def remarks_released(nominations: Sequence[Nomination]) -> None:
    """Tell each facility that the letter on its entry holds a remark now; the words stand in the letter alone."""
    members = list_members_of({nomination.facility_id for nomination in nominations})
    send_all(
        [
            (user, _("Remark of the jury", user.locale), _text(user, nomination))
            for nomination in nominations
            for user in members[nomination.facility_id]
        ]
    )


def _text(user: User, nomination: Nomination) -> str:
    link = absolute_url("voting.result_letter", locale=user.locale, nomination_id=nomination.id)
    return _(
        "Your letter on “%(product)s” in %(round)s holds a remark of the jury now: %(link)s", user.locale,
        product=nomination.product.name_vi, round=nomination.round.title_vi, link=link,
    )  # fmt: skip
