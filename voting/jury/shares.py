"""Which juror scores which entries: all of them, or even shares where a jury is divided.

What keeps a juror from an entry never gives way; work that somebody cannot do any more goes to those with the least.
"""

import secrets
from collections.abc import Collection, Mapping

from sqlalchemy import select

from app.core.database.base import db
from app.core.errors import RuleBroken
from voting.errors import AssignmentError
from voting.jury.assignment import assign_evenly
from voting.models import Juror, JuryPanel, Nomination, ScoreSheet, SelectionRound
from voting.rounds.status import IN_SCORING, RANKED

Pairs = Collection[tuple[int, int]]
"""(juror id, nomination id)."""


def codes_in_pass(round_: SelectionRound, group: str) -> dict[str, int]:
    """The entries of a group that are scored in the present pass: nomination ids by code. Entries that ended with the
    first pass have no code for the second.
    """
    return {
        code.code: nomination.id
        for nomination in round_.nominations
        if nomination.group == group and nomination.state in RANKED
        for code in nomination.codes
        if code.scoring_pass == round_.scoring_pass
    }


def active_jurors(panel: JuryPanel) -> list[int]:
    return [juror.id for juror in panel.jurors if juror.removed_at is None]


def share_out(panel: JuryPanel, codes: Mapping[str, int], aside: Pairs) -> list[tuple[int, int]]:
    """Even shares of a divided jury, each entry with as many jurors as the panel says; in the order of codes, which
    tell nothing of an entry. Raises RuleBroken(`share_too_few`) naming the entry by its code.
    """
    jurors = {str(juror_id): juror_id for juror_id in active_jurors(panel)}
    blocked = {
        (name, code)
        for name, juror_id in jurors.items()
        for code, nomination_id in codes.items()
        if (juror_id, nomination_id) in aside
    }
    try:
        found = assign_evenly(list(jurors), sorted(codes), blocked, per_place=panel.per_entry)
    except AssignmentError as error:
        raise RuleBroken(
            "share_too_few", entry=error.params["place"], able=error.params["able"], wanted=panel.per_entry
        ) from error
    return [(jurors[name], codes[code]) for code, names in found.items() for name in names]


def fill_shares(round_: SelectionRound, aside: Pairs) -> int:
    """In divided juries give each entry that lost a juror to the one with the least work; returns how many sheets were
    made. Inside an act, while scoring is open.
    """
    if round_.state not in IN_SCORING:
        return 0
    return sum(_fill(round_, panel, aside) for panel in round_.panels if panel.per_entry)


def _fill(round_: SelectionRound, panel: JuryPanel, aside: Pairs) -> int:
    codes, jurors = codes_in_pass(round_, panel.group), active_jurors(panel)
    there = {(sheet.juror_id, sheet.nomination_id) for sheet in _sheets(round_, panel)}
    load = {juror_id: sum(pair[0] == juror_id for pair in there - set(aside)) for juror_id in jurors}
    made = 0
    for code in sorted(codes):
        entry = codes[code]
        able = [juror_id for juror_id in jurors if (juror_id, entry) not in aside]
        lacking = panel.per_entry - sum((juror_id, entry) in there for juror_id in able)
        free = [juror_id for juror_id in able if (juror_id, entry) not in there]
        for juror_id in sorted(free, key=lambda juror_id: (load[juror_id], juror_id))[: max(lacking, 0)]:
            db.session.add(new_sheet(round_, juror_id, entry))
            load[juror_id] += 1
            made += 1
    return made


def take_over(round_: SelectionRound, juror: Juror, aside: Pairs) -> int:
    """Give a juror who comes late into a divided jury an even share of the sheets that nobody has begun, from those
    with the most work; returns how many. Inside the act that seats them.
    """
    sheets = [sheet for sheet in _sheets(round_, juror.panel) if sheet.juror_id in active_jurors(juror.panel)]
    mine: set[int] = set()
    load = dict.fromkeys(active_jurors(juror.panel), 0)
    for sheet in sheets:
        load[sheet.juror_id] += (sheet.juror_id, sheet.nomination_id) not in aside
    while movable := [
        sheet
        for sheet in sheets
        if sheet.revision == 0
        and load[sheet.juror_id] >= len(mine) + 2
        and sheet.nomination_id not in mine
        and (juror.id, sheet.nomination_id) not in aside
        and (sheet.juror_id, sheet.nomination_id) not in aside
    ]:
        sheet = max(movable, key=lambda sheet: (load[sheet.juror_id], -sheet.id))
        load[sheet.juror_id] -= 1
        sheets.remove(sheet)
        mine.add(sheet.nomination_id)
        sheet.juror_id, sheet.key = juror.id, secrets.token_urlsafe(12)
    return len(mine)


def new_sheet(round_: SelectionRound, juror_id: int, nomination_id: int) -> ScoreSheet:
    """An empty sheet of the present pass."""
    return ScoreSheet(
        key=secrets.token_urlsafe(12),
        juror_id=juror_id,
        nomination_id=nomination_id,
        scoring_pass=round_.scoring_pass,
    )


def _sheets(round_: SelectionRound, panel: JuryPanel) -> list[ScoreSheet]:
    """The sheets of a jury in the present pass whose entries are still scored."""
    query = (
        select(ScoreSheet)
        .join(Juror, Juror.id == ScoreSheet.juror_id)
        .join(Nomination, Nomination.id == ScoreSheet.nomination_id)
        .where(
            Juror.panel_id == panel.id,
            ScoreSheet.scoring_pass == round_.scoring_pass,
            ScoreSheet.status != "void",
            Nomination.state.in_(RANKED),
        )
        .order_by(ScoreSheet.id)
    )
    return list(db.session.scalars(query))
