"""The spread rule: jurors too far apart on an entry discuss it and score again, once; both ballots are kept."""

import json
import uuid
from collections import defaultdict
from fractions import Fraction

from sqlalchemy import select

from app.core import audit
from app.core.actor import Actor
from app.core.db import db
from app.core.errors import Conflict, RuleBroken
from app.core.policy import authorize
from voting import log
from voting.enums import BallotStatus
from voting.models import Juror, JuryPanel, RoundLeaf, ScoreSheet, SelectionRound
from voting.policies import can_lead
from voting.rules import RuleSet, scored
from voting.services.jury import find_recusal
from voting.services.rounds import get_round_for_change
from voting.services.rule_sets import rules_of
from voting.services.score_sheets import append_revision, code_of, get_last_revision
from voting.spread import find_outliers
from voting.standing import IN_SCORING, RANKED

KIND = "score_again"


def give_wide_back(actor: Actor, round_id: int) -> int:
    """The chair gives the sheets that the spread rule names back to their jurors; returns how many.

    How far apart they are is told to nobody before closing. The first ballots stay in the log; a sheet is given back
    once. Raises RuleBroken(`nothing_too_far_apart`).
    """
    round_ = get_round_for_change(round_id)
    authorize(actor, can_lead, round_)
    if round_.state not in IN_SCORING:
        raise Conflict("scoring_closed")
    wide = find_wide_sheets(round_)
    if not wide:
        raise RuleBroken("nothing_too_far_apart")
    for sheet in wide:
        last = get_last_revision(sheet)
        append_revision(
            round_,
            sheet,
            status=BallotStatus.DRAFT,
            scores=dict(last.scores),
            comment=last.comment,
            client_id=str(uuid.uuid4()),
            user_id=actor.user_id,
        )
        log.append(
            round_,
            KIND,
            **{"pass": sheet.scoring_pass},
            juror=sheet.juror.alias,
            entry=code_of(sheet),
        )
    log.checkpoint(round_, KIND)
    audit.record(actor, "voting.sheet.score_again", round_, sheets=len(wide))
    return len(wide)


def find_wide_sheets(round_: SelectionRound) -> list[ScoreSheet]:
    """Sheets that the spread rule sends back now: of entries that every juror has scored, each sheet once."""
    rules = rules_of(round_)
    if rules.spread is None:
        return []
    entries: defaultdict[int, list[ScoreSheet]] = defaultdict(list)
    for sheet in _sheets(round_):
        if sheet.nomination.state in RANKED and find_recusal(sheet.juror_id, sheet.nomination_id) is None:
            entries[sheet.nomination_id].append(sheet)
    before = _given_back(round_)
    found = []
    for sheets in entries.values():
        if all(sheet.status == "submitted" for sheet in sheets):
            totals = {sheet.key: _total(rules, sheet) for sheet in sheets}
            wide = set(find_outliers(totals, rules.spread))
            found += [s for s in sheets if s.key in wide and (s.juror.alias, code_of(s)) not in before]
    return found


def _sheets(round_: SelectionRound) -> list[ScoreSheet]:
    """The sheets of this pass, those of removed jurors left out."""
    query = (
        select(ScoreSheet)
        .join(Juror, Juror.id == ScoreSheet.juror_id)
        .join(JuryPanel, JuryPanel.id == Juror.panel_id)
        .where(
            JuryPanel.round_id == round_.id,
            Juror.removed_at.is_(None),
            ScoreSheet.scoring_pass == round_.scoring_pass,
            ScoreSheet.status != "void",
        )
        .order_by(ScoreSheet.id)
    )
    return list(db.session.scalars(query))


def _total(rules: RuleSet, sheet: ScoreSheet) -> Fraction:
    scores = get_last_revision(sheet).scores
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
