"""The jury's scores, for the council after closing: every counted total by entry and juror."""

from dataclasses import dataclass
from fractions import Fraction

from app.core.actor import Actor
from voting.agreement.diagnostics import Totals
from voting.enums import BallotStatus
from voting.log import records as sealed
from voting.models import SelectionRound
from voting.results.board import BoardRow, list_board
from voting.results.queries import group_place
from voting.tally.score_table import juror_totals, list_jurors


@dataclass(frozen=True, slots=True)
class JuryCount:
    """One product group. jurors: alias -> name, those whose sheets were counted; totals: entry code -> alias ->
    total, only cast sheets; states: the same pairs with "recused" or "absent" instead of a total.
    """

    group: str
    jurors: dict[str, str]
    rows: list[BoardRow]
    totals: Totals
    states: dict[str, dict[str, str]]


def list_jury_counts(actor: Actor, round_: SelectionRound) -> list[JuryCount]:
    """The valid counts, the last pass of each group. Raises NotFound as `list_board` does."""
    board = list_board(actor, round_)
    names = {juror.alias: juror.name for panel in round_.panels for juror in panel.jurors}
    last = {record.group: record for record in sealed.list_tallies(round_.id)}  # in the order of passes
    found = []
    for group, record in sorted(last.items(), key=lambda item: group_place(item[0])):
        totals: dict[str, dict[str, Fraction]] = {}
        states: dict[str, dict[str, str]] = {}
        for (juror, entry), text in juror_totals(record.input).items():
            if text in {BallotStatus.RECUSED, BallotStatus.ABSENT}:
                states.setdefault(entry, {})[juror] = text
            else:
                totals.setdefault(entry, {})[juror] = Fraction(text)
        jurors = {alias: names.get(alias, "") for alias in list_jurors(record.input)}
        rows = [row for row in board if row.nomination.group == group]
        found.append(JuryCount(group, jurors, rows, totals, states))
    return found
