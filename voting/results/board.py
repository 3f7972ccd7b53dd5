"""The board of the council: one row an entry."""

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from app.core.actor import Actor
from app.core.errors import NotFound
from voting.enums import NominationState
from voting.models import (
    CouncilVerdict,
    Nomination,
    SelectionRound,
)
from voting.results.queries import LAST, group_place, result_rows, verdicts_of
from voting.rounds.queries import list_dossiers, load_entries
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

    @property
    def is_counted(self) -> bool:
        """Whether the council decides on it: it stands, and is not part of a set that another entry carries."""
        return self.nomination.state in RANKED and self.nomination.state != NominationState.MERGED


def find_line(rows: list[BoardRow], cap: Cap | None) -> Proposal | None:
    """Which entries are within the limit of the rules, by the overall order of totals; None without a limit.

    tied: they share a total across the line; the council breaks that tie. A set counts once, as the entry that carries
    it.
    """
    if cap is None:
        return None
    places = get_overall_places(rows)
    results = [
        {"entry": row.code, "verdict": row.row["verdict"], "place": places[row.code]}
        for row in rows
        if row.code in places
    ]
    return get_proposal(results, cap.limit(sum(row.is_counted for row in rows)))


def get_overall_places(rows: list[BoardRow]) -> dict[str, int]:
    """The place of each counted entry in the order of all totals, whatever its group, by entry code."""
    totals = {
        row.code: (Fraction(row.row["total"]),)
        for row in rows
        if row.is_counted and row.row["total"] is not None
    }
    return {code: found.place for code, found in get_places(totals).items()}


def list_board(actor: Actor, round_: SelectionRound) -> list[BoardRow]:
    """The count with the council's verdicts, by group and place. Raises NotFound for everyone outside the council."""
    if not may_see(actor, round_, Fact.COUNT):
        raise NotFound("not_found")
    return _rows(round_, list_dossiers(actor, round_))


def list_counted(round_: SelectionRound) -> list[BoardRow]:
    """The same rows for an act of the council; the caller has checked access."""
    return _rows(round_, load_entries(round_))


def _rows(round_: SelectionRound, nominations: Iterable[Nomination]) -> list[BoardRow]:
    rows, verdicts = result_rows(round_), verdicts_of(round_)
    board = [
        BoardRow(n, n.codes[-1].code, rows[n.id], verdicts.get(n.id)) for n in nominations if n.id in rows
    ]
    return sorted(board, key=lambda b: (group_place(b.nomination.group), b.row["place"] or LAST, b.code))
