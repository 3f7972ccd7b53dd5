"""Mails about promotions."""

from app.accounts.queries import list_facility_members
from app.web.i18n import translate as _
from app.web.i18n import translate_plural
from voting.models import Promotion, SelectionRound
from voting.product_sets.queries import set_name_of, sets_by_lead
from voting.rounds.mails import council_people, send


def promoted(promotion: Promotion) -> None:
    """Tell the facility that its entry is sent up."""
    nomination = promotion.nomination
    name = set_name_of(nomination, sets_by_lead(nomination.round_id).get(nomination.id))
    for user in list_facility_members(nomination.facility_id):
        send(
            user,
            _("Your product is sent up", user.locale),
            _("“%(product)s” was sent up to %(round)s with its whole dossier. You need not type anything again.",
              user.locale, product=name or nomination.product.name_vi, round=promotion.to_round.title_vi),
        )  # fmt: skip


def promotions_arrived(to_round: SelectionRound, count: int) -> None:
    """Tell the secretary above that dossiers arrived."""
    for user in council_people(to_round, "secretary"):
        send(
            user,
            _("Dossiers were sent up", user.locale),
            translate_plural(
                "One dossier was sent up to %(round)s and waits for your check.",
                "%(num)s dossiers were sent up to %(round)s and wait for your check.",
                count, user.locale, round=to_round.title_vi,
            ),
        )  # fmt: skip


def source_annulled(promotion: Promotion) -> None:
    """Tell the secretary above that the result behind a promoted dossier is no longer valid."""
    for user in council_people(promotion.to_round, "chair", "secretary"):
        send(
            user,
            _("A result below was annulled", user.locale),
            _("“%(product)s” in %(round)s was sent up from %(below)s, now annulled. Decide whether it stays.",
              user.locale, product=promotion.nomination.product.name_vi, round=promotion.to_round.title_vi,
              below=promotion.round.title_vi),
        )  # fmt: skip
