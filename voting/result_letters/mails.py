"""The mail that a facility's letter says more than before."""

from app.accounts.queries import list_facility_members
from app.web.addresses import absolute_url
from app.web.i18n import translate as _
from voting.models import Nomination
from voting.rounds.mails import send


def remark_released(nomination: Nomination) -> None:
    """Tell the facility that the letter on its entry holds a remark now; the words stand in the letter alone."""
    for user in list_facility_members(nomination.facility_id):
        link = absolute_url("voting.result_letter", locale=user.locale, nomination_id=nomination.id)
        text = _(
            "Your letter on “%(product)s” in %(round)s holds a remark of the jury now: %(link)s", user.locale,
            product=nomination.product.name_vi, round=nomination.round.title_vi, link=link,
        )  # fmt: skip
        send(user, _("Remark of the jury", user.locale), text)
