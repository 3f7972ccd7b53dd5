"""The spread rule: jurors too far apart on an entry discuss it and score again, once; both ballots are kept."""

import json
from collections import defaultdict
from fractions import Fraction

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app.core import audit
from app.core.actor import Actor
from app.core.clock import utc_now
from app.core.database.base import db
from app.core.database.changes import record_change
from app.core.errors import Conflict, RuleBroken
from app.core.policy import authorize
from voting.jury.services import list_shut_out
from voting.log import writer as log
from voting.models import (
    EntryCode,
    Juror,
    JuryPanel,
    RoundLeaf,
    ScoreSheet,
    ScoreSheetRevision,
    SelectionRound,
)
from voting.policies import can_lead
from voting.rounds.services import get_round_for_change
from voting.rounds.status import IN_SCORING, RANKED, accepts_scores
from voting.rule_sets.services import rules_of
from voting.rules.rule_set import RuleSet, scored
from voting.score_sheets import mails
from voting.score_sheets.services import append_draft, code_of, get_last_revision
from voting.tally.spread import find_outliers

KIND = "score_again"


def give_wide_back(actor: Actor, round_id: int) -> int:
    """The chair gives the sheets that the spread rule names back to their jurors; returns how many.

    Nobody sees how far apart they are before closing. The first ballots stay in the log; a sheet is given
    back once. After the deadline scoring has none any more: it ends when two people close it. Raises
    RuleBroken(`nothing_too_far_apart`).
    """
    round_ = get_round_for_change(round_id)
    authorize(actor, can_lead, round_)
    if round_.state not in IN_SCORING:
        raise Conflict("scoring_closed")
    wide = find_wide_sheets(round_)
    if not wide:
        raise RuleBroken("nothing_too_far_apart")
    for sheet in wide:
        append_draft(round_, sheet, get_last_revision(sheet), actor.user_id)
        log.append(
            round_,
            KIND,
            **{"pass": sheet.scoring_pass},
            juror=sheet.juror.alias,
            entry=code_of(sheet),
        )
    if not accepts_scores(round_, utc_now()):
        round_.scoring_until = None
        record_change("round", round_.id)
    for sheet in wide:
        mails.sheet_returned(round_, sheet.juror, code_of(sheet))
    log.checkpoint(round_, KIND)
    audit.record(actor, "voting.sheet.score_again", round_, sheets=len(wide))
    return len(wide)


def find_wide_sheets(round_: SelectionRound) -> list[ScoreSheet]:
    """Sheets that the spread rule sends back now, each once. It applies to the existing sheets: an absent
    juror never switches it off.
    """
    rules = rules_of(round_)
    if rules.spread is None:
        return []
    entries: defaultdict[int, list[ScoreSheet]] = defaultdict(list)
    aside = list_shut_out(round_.id)
    for sheet in _sheets(round_):
        if sheet.nomination.state in RANKED and (sheet.juror_id, sheet.nomination_id) not in aside:
            entries[sheet.nomination_id].append(sheet)
    before, codes, scores = _given_back(round_), _codes(round_), _last_scores(round_)
    found = []
    for sheets in entries.values():
        given = [sheet for sheet in sheets if sheet.status == "submitted"]
        totals = {sheet.key: _total(rules, scores[sheet.id]) for sheet in given}
        wide = set(find_outliers(totals, rules.spread))
        found += [s for s in given if s.key in wide and (s.juror.alias, codes[s.nomination_id]) not in before]
    return found


def _sheets(round_: SelectionRound) -> list[ScoreSheet]:
    """The sheets of this pass, those of removed jurors left out."""
    query = (
        select(ScoreSheet)
        .join(Juror, Juror.id == ScoreSheet.juror_id)
        .join(JuryPanel, JuryPanel.id == Juror.panel_id)
        .options(joinedload(ScoreSheet.juror), joinedload(ScoreSheet.nomination))
        .where(
            JuryPanel.round_id == round_.id,
            Juror.removed_at.is_(None),
            ScoreSheet.scoring_pass == round_.scoring_pass,
            ScoreSheet.status != "void",
        )
        .order_by(ScoreSheet.id)
    )
    return list(db.session.scalars(query))


def _codes(round_: SelectionRound) -> dict[int, str]:
    """The entry code of this pass by nomination id."""
    query = select(EntryCode.nomination_id, EntryCode.code).where(
        EntryCode.round_id == round_.id, EntryCode.scoring_pass == round_.scoring_pass
    )
    return dict(db.session.execute(query).all())


def _last_scores(round_: SelectionRound) -> dict[int, dict[str, str]]:
    """The scores of the latest revision by sheet id."""
    query = (
        select(ScoreSheet.id, ScoreSheetRevision.scores)
        .join(Juror, Juror.id == ScoreSheet.juror_id)
        .join(JuryPanel, JuryPanel.id == Juror.panel_id)
        .join(
            ScoreSheetRevision,
            (ScoreSheetRevision.sheet_id == ScoreSheet.id)
            & (ScoreSheetRevision.revision == ScoreSheet.revision),
        )
        .where(JuryPanel.round_id == round_.id, ScoreSheet.scoring_pass == round_.scoring_pass)
    )
    return {sheet_id: dict(scores) for sheet_id, scores in db.session.execute(query)}


def _total(rules: RuleSet, scores: dict[str, str]) -> Fraction:
    return sum(
        (
            Fraction(scores[row.code]) * criterion.weight
            for criterion in rules.criteria
            for row in scored(criterion)
        ),
        Fraction(0),
    )


def _given_back(round_: SelectionRound) -> set[tuple[str, str]]:
    """(juror alias, entry code) of the sheets that were scored again already."""
    query = select(RoundLeaf.event).where(RoundLeaf.round_id == round_.id, RoundLeaf.kind == KIND)
    return {(event["juror"], event["entry"]) for event in map(json.loads, db.session.scalars(query))}
