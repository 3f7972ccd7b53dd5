"""The board of the council: one row an entry."""

from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from app.core.actor import Actor
from app.core.errors import NotFound
from voting.models import (
    CouncilVerdict,
    Nomination,
    SelectionRound,
)
from voting.results.queries import LAST, group_place, result_rows, verdicts_of
from voting.rounds.queries import list_dossiers
from voting.rounds.status import RANKED
from voting.rounds.visibility import Fact, may_see
from voting.tally.caps import Cap, Proposal, get_proposal
from voting.tally.ties import get_places


@dataclass(frozen=True, slots=True)
class BoardRow:
    """An entry on the council's board. row: of the frozen count; verdict: the council's, None while undecided."""

    nomination: Nomination
    code: str
    row: dict[str, Any]
    verdict: CouncilVerdict | None


def find_line(rows: list[BoardRow], cap: Cap | None) -> Proposal | None:
    """Which entries are within the limit of the rules, by the overall order of totals; None without a limit.

    tied: they share a total across the line; the council breaks that tie.
    """
    if cap is None:
        return None
    standing = [row for row in rows if row.nomination.state in RANKED and row.row["total"] is not None]
    totals = {row.code: (Fraction(row.row["total"]),) for row in standing}
    places = get_places(totals)
    results = [
        {"entry": row.code, "verdict": row.row["verdict"], "place": places[row.code].place}
        for row in standing
    ]
    return get_proposal(results, cap.limit(len(standing)))


def list_board(actor: Actor, round_: SelectionRound) -> list[BoardRow]:
    """The count with the council's verdicts, by group and place. Raises NotFound for everyone outside the council."""
    if not may_see(actor, round_, Fact.COUNT):
        raise NotFound("not_found")
    rows, verdicts = result_rows(round_), verdicts_of(round_)
    board = [
        BoardRow(n, n.codes[-1].code, rows[n.id], verdicts.get(n.id))
        for n in list_dossiers(actor, round_)
        if n.id in rows
    ]
    return sorted(board, key=lambda b: (group_place(b.nomination.group), b.row["place"] or LAST, b.code))
