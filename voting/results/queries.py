"""The frozen count and the council's verdicts, for acts and pages that have judged who may see them."""

from typing import Any

from sqlalchemy import select

from app.core.database.base import db
from voting.enums import NominationState
from voting.log import records as sealed
from voting.models import CouncilVerdict, EntryCode, Nomination, SelectionRound
from voting.rounds.status import RANKED

LAST = 10**6
"""Stands for the place of an entry that has none."""


def result_rows(round_: SelectionRound) -> dict[int, dict[str, Any]]:
    """The frozen count by nomination id: {"total", "by_criterion", "ballots", "verdict", "place", "tie"}."""
    codes = dict(
        db.session.execute(
            select(EntryCode.code, EntryCode.nomination_id).where(EntryCode.round_id == round_.id)
        ).all()
    )
    return {codes[row["entry"]]: row for row in sealed.results(round_)}


def counted_nominations(round_: SelectionRound) -> list[Nomination]:
    """The entries the council has to decide on; a set is decided on through the member that carries it."""
    return [n for n in round_.nominations if n.state in RANKED and n.state != NominationState.MERGED]


def recognised_nominations(round_: SelectionRound) -> list[Nomination]:
    """The entries the council recognises, best place first within their group."""
    rows, verdicts = result_rows(round_), verdicts_of(round_)
    chosen = [n for n in counted_nominations(round_) if n.id in verdicts and verdicts[n.id].recognised]
    return sorted(chosen, key=lambda n: (n.group, rows[n.id]["place"] or LAST, n.product.sort_key))


def verdicts_of(round_: SelectionRound) -> dict[int, CouncilVerdict]:
    """The council's verdicts of a round by nomination id; undecided entries are absent."""
    query = (
        select(CouncilVerdict)
        .join(Nomination, Nomination.id == CouncilVerdict.nomination_id)
        .where(Nomination.round_id == round_.id)
    )
    return {verdict.nomination_id: verdict for verdict in db.session.scalars(query)}


def find_verdict(nomination_id: int) -> CouncilVerdict | None:
    """The council's verdict on one entry, None while undecided."""
    return db.session.scalar(select(CouncilVerdict).where(CouncilVerdict.nomination_id == nomination_id))
