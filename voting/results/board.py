"""The board of the council: one row an entry."""

from dataclasses import dataclass
from typing import Any

from app.core.actor import Actor
from app.core.errors import NotFound
from voting.models import (
    CouncilVerdict,
    Nomination,
    SelectionRound,
)
from voting.results.queries import LAST, result_rows, verdicts_of
from voting.rounds.queries import list_dossiers
from voting.rounds.visibility import Fact, may_see


@dataclass(frozen=True, slots=True)
class BoardRow:
    """An entry on the council's board. row: of the frozen count; verdict: the council's, None while undecided."""

    nomination: Nomination
    code: str
    row: dict[str, Any]
    verdict: CouncilVerdict | None


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
    return sorted(board, key=lambda b: (b.nomination.group, b.row["place"] or LAST, b.code))
