"""The secretary accepts several dossiers at once: all that were chosen, or none."""

from collections.abc import Collection

from app.core.actor import Actor
from app.core.errors import RuleBroken
from app.core.policy import authorize
from voting.acceptance.queries import list_waiting
from voting.dossiers.services import take_in
from voting.policies import can_handle_dossiers
from voting.rounds.services import get_round_for_change


def accept_several(actor: Actor, round_id: int, ids: Collection[int]) -> int:
    """Accept the dossiers with these ids; returns how many.

    Raises RuleBroken at `entries`: `choose_dossiers`, `dossiers_moved_on` where one does not wait any more,
    `dossiers_not_ready` naming those that lack something now.
    """
    round_ = get_round_for_change(round_id)
    authorize(actor, can_handle_dossiers, round_)
    if not ids:
        raise RuleBroken("choose_dossiers", "entries")
    waiting = {row.nomination.id: row for row in list_waiting(round_, lock=True)}
    if not set(ids) <= set(waiting):
        raise RuleBroken("dossiers_moved_on", "entries")
    chosen = [row for key, row in waiting.items() if key in set(ids)]
    if unready := [row.nomination.product.name_vi for row in chosen if not row.is_ready]:
        raise RuleBroken("dossiers_not_ready", "entries", names=", ".join(unready))
    take_in(actor, round_, [row.nomination for row in chosen])
    return len(chosen)
