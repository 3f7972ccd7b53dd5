"""The data of the council's documents: minutes, summary of scores, list of recognised products."""

from dataclasses import dataclass
from typing import Any

from app.core.actor import Actor
from voting.council_papers.events import list_events
from voting.enums import NominationState
from voting.log import records as sealed
from voting.log import writer as log
from voting.models import (
    CouncilSession,
    CouncilVerdict,
    JuryPanel,
    MergedSet,
    RecognitionDecision,
    RoundCheckpoint,
    SelectionRound,
    TallyRecord,
)
from voting.product_sets.queries import set_name_of, sets_by_member
from voting.results.board import BoardRow, list_board
from voting.results.queries import find_session, group_place
from voting.rules.document import rule_set_from_dict
from voting.rules.rule_set import RuleSet
from voting.tally.score_table import juror_totals, list_jurors

LEFT = frozenset({NominationState.WITHDRAWN, NominationState.DISQUALIFIED})


@dataclass(frozen=True, slots=True)
class PaperRow:
    """An entry. totals: by juror's alias, exact text or a status; row: of the frozen count; merged: the set
    it is in; carries: whether this entry represents that set.
    """

    board: BoardRow
    totals: dict[str, str]
    scores: dict[str, dict[str, str]]
    merged: MergedSet | None

    @property
    def code(self) -> str:
        return self.board.code

    @property
    def result(self) -> dict[str, Any]:
        return self.board.row

    @property
    def verdict(self) -> CouncilVerdict | None:
        return self.board.verdict

    @property
    def carries(self) -> bool:
        return self.merged is not None and self.merged.lead_id == self.board.nomination.id

    @property
    def name(self) -> str:
        """Of the set where the entry carries one, else of the product."""
        found = set_name_of(self.board.nomination, self.merged if self.carries else None)
        return found or self.board.nomination.product.name_vi

    @property
    def items(self) -> tuple[str, ...]:
        """The names of the items of the set, the council's or the facility's own; nothing for a single
        product.
        """
        if self.merged is not None:
            return tuple(member.nomination.product.name_vi for member in self.merged.members)
        return tuple(self.board.nomination.set_items)

    @property
    def left(self) -> str:
        """`withdrawn` or `disqualified` for an entry that left the round, as its conclusion; else nothing."""
        state = str(self.board.nomination.state)
        return state if state in LEFT else ""

    @property
    def is_decided_on(self) -> bool:
        """Members of a set are decided through the entry that represents it."""
        return self.merged is None or self.carries


@dataclass(frozen=True, slots=True)
class PaperGroup:
    """A product group. jurors: aliases whose sheets were counted; panel: None where nobody was seated."""

    group: str
    jurors: list[str]
    rows: list[PaperRow]
    panel: JuryPanel | None


@dataclass(frozen=True, slots=True)
class CouncilPapers:
    """criteria: code -> Vietnamese name, in order. checkpoint: the last signed one."""

    round: SelectionRound
    rules: RuleSet
    criteria: dict[str, str]
    groups: list[PaperGroup]
    decision: RecognitionDecision | None
    checkpoint: RoundCheckpoint | None
    key: str
    session: CouncilSession | None
    events: list[str]

    @property
    def rows(self) -> list[PaperRow]:
        return [row for group in self.groups for row in group.rows]

    @property
    def recognised(self) -> list[PaperRow]:
        """In the order of groups and places; sets once."""
        return [
            row
            for row in self.rows
            if row.is_decided_on and not row.left and row.verdict is not None and row.verdict.recognised
        ]

    @property
    def is_decided(self) -> bool:
        return all(row.verdict is not None or row.left for row in self.rows if row.is_decided_on)


def get_council_papers(actor: Actor, round_: SelectionRound) -> CouncilPapers:
    """Raises NotFound before closing, and for everyone outside the council before publication."""
    board = list_board(actor, round_)
    rules = rule_set_from_dict(round_.rule_set.body)
    checkpoints = log.list_checkpoints(round_.id)
    return CouncilPapers(
        round_,
        rules,
        {
            part.code: part.name_vi
            for criterion in rules.criteria
            for part in (criterion.parts or (criterion,))
        },
        _groups(round_, board),
        sealed.find_decision(round_.id),
        checkpoints[-1] if checkpoints else None,
        log.verifier_key(),
        find_session(round_.id),
        list_events(round_),
    )


def _groups(round_: SelectionRound, board: list[BoardRow]) -> list[PaperGroup]:
    last: dict[str, TallyRecord] = {}
    for record in sealed.list_tallies(round_.id):  # in the order of passes: the last one holds
        last[record.group] = record
    merged = sets_by_member(round_.id)
    panels = {panel.group: panel for panel in round_.panels}
    return [
        PaperGroup(
            name,
            list_jurors(record.input),
            _rows(record, [row for row in board if row.nomination.group == name], merged),
            panels.get(name),
        )
        for name, record in sorted(last.items(), key=lambda item: group_place(item[0]))
    ]


def _rows(record: TallyRecord, board: list[BoardRow], merged: dict[int, MergedSet]) -> list[PaperRow]:
    totals: dict[str, dict[str, str]] = {}
    for (juror, entry), text in juror_totals(record.input).items():
        totals.setdefault(entry, {})[juror] = text
    scores: dict[str, dict[str, dict[str, str]]] = {}
    for ballot in record.input["ballots"]:
        scores.setdefault(ballot["entry"], {})[ballot["juror"]] = dict(ballot["scores"])
    return [
        PaperRow(row, totals.get(row.code, {}), scores.get(row.code, {}), merged.get(row.nomination.id))
        for row in board
    ]
