"""Mails about promotions."""

from collections.abc import Mapping, Sequence

from app.accounts.models import User
from app.accounts.queries import list_members_of
from app.web.i18n import translate as _
from app.web.i18n import translate_plural
from voting.models import MergedSet, Promotion, SelectionRound
from voting.product_sets.queries import set_name_of
from voting.rounds.mails import council_people, send, send_all


def promoted(promotions: Sequence[Promotion], sets: Mapping[int, MergedSet]) -> None:
    """Tell each facility that its entry is sent up. sets: of the round below, by the entry that carries each."""
    members = list_members_of({row.nomination.facility_id for row in promotions})
    send_all(
        [
            (
                user,
                _("Your product is sent up", user.locale),
                _sent_up(user, row, sets.get(row.nomination_id)),
            )
            for row in promotions
            for user in members[row.nomination.facility_id]
        ]
    )


def _sent_up(user: User, promotion: Promotion, merged: MergedSet | None) -> str:
    nomination = promotion.nomination
    return _(
        "“%(product)s” was sent up to %(round)s with its whole dossier. You need not type anything again.",
        user.locale,
        product=set_name_of(nomination, merged) or nomination.product.name_vi,
        round=promotion.to_round.title_vi,
    )


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
