"""Two passes: after the first one and the site visits, the entries that passed are scored again under new codes."""

from app.core import audit
from app.core.actor import Actor
from app.core.database.changes import record_change
from app.core.errors import RuleBroken
from app.core.policy import authorize
from voting.dossiers.entry_rules import check_standing
from voting.dossiers.services import give_codes
from voting.enums import RoundAct, Verdict
from voting.jury.services import make_sheets
from voting.log import records as sealed
from voting.log import writer as log
from voting.models import Nomination, SelectionRound
from voting.policies import can_manage_round
from voting.results.queries import result_rows
from voting.rounds.queries import load_entries
from voting.rounds.services import get_round_for_change
from voting.rounds.status import RANKED
from voting.rounds.transitions import check_round_act, move_round

SECOND = 2


def open_second_pass(actor: Actor, round_id: int) -> SelectionRound:
    """Let the jurors score again, each independently, what reached the pass mark in the first pass.

    Codes are new, so that nobody follows an entry from one pass to the next; the first count stays sealed and
    is seen by nobody until the second is closed. Without a deadline until one is planned. Raises
    RuleBroken(`no_entries`, `entries_not_eligible`).
    """
    round_ = get_round_for_change(round_id)
    authorize(actor, can_manage_round, round_)
    check_round_act(round_, RoundAct.OPEN_SECOND_PASS)
    passed = list_passed(round_)
    if not passed:
        raise RuleBroken("no_entries")
    check_standing(passed)
    move_round(round_, RoundAct.OPEN_SECOND_PASS)
    round_.scoring_pass = SECOND
    round_.scoring_closed_at = round_.scoring_until = None
    codes = give_codes(round_, passed, scoring_pass=SECOND)
    make_sheets(round_)
    entries = sealed.seals(round_, "entries")
    is_divided = any(panel.per_entry for panel in round_.panels)
    shares = sealed.seals(round_, "roster") if is_divided else {}
    log.append(
        round_,
        "open_scoring",
        **{"pass": SECOND},
        seals={f"entries/{code}": entries[f"entries/{code}"] for code in codes} | shares,
    )
    log.checkpoint(round_, "open_scoring")
    record_change("round", round_.id)
    audit.record(actor, "voting.scoring.open_second", round_)
    return round_


def list_passed(round_: SelectionRound) -> list[Nomination]:
    """The entries whose first count reached the pass mark and that are still in the round."""
    rows = result_rows(round_)
    return [
        n
        for n in load_entries(round_)
        if n.state in RANKED and n.id in rows and rows[n.id]["verdict"] == Verdict.PASS
    ]
