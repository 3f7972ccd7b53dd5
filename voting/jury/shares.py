"""Which juror scores which entries: all of them, or even shares where a jury is divided.

What keeps a juror from an entry never gives way; work that somebody cannot do any more goes to those with the least; a
juror who comes late gets what lacks jurors, and nothing that somebody has.
"""

import secrets
from collections import Counter
from collections.abc import Collection, Iterable, Mapping

from sqlalchemy import select

from app.core.database.base import db
from app.core.errors import RuleBroken
from voting.errors import AssignmentError
from voting.jury.assignment import assign_evenly
from voting.models import Juror, JuryPanel, Nomination, PaperSheet, ScoreSheet, SelectionRound
from voting.rounds.queries import load_entries
from voting.rounds.status import IN_SCORING, RANKED

Pairs = Collection[tuple[int, int]]
"""(juror id, nomination id)."""


def codes_in_pass(round_: SelectionRound, group: str) -> dict[str, int]:
    """The entries of a group that are scored in the present pass: nomination ids by code. Entries that ended with the
    first pass have no code for the second.
    """
    return {
        code.code: nomination.id
        for nomination in load_entries(round_)
        if nomination.group == group and nomination.state in RANKED
        for code in nomination.codes
        if code.scoring_pass == round_.scoring_pass
    }


def active_jurors(panel: JuryPanel) -> list[int]:
    return [juror.id for juror in panel.jurors if juror.removed_at is None]


def share_out(
    panel: JuryPanel, codes: Mapping[str, int], aside: Pairs, *, or_fewer: bool
) -> list[tuple[int, int]]:
    """Even shares of a divided jury, each entry with as many jurors as the panel says; in the order of codes, which
    tell nothing of an entry. or_fewer: an entry for which not enough can stand in has all who can.

    Raises RuleBroken(`share_too_few`) naming the entry by its code.
    """
    jurors = {str(juror_id): juror_id for juror_id in active_jurors(panel)}
    blocked = {
        (name, code)
        for name, juror_id in jurors.items()
        for code, nomination_id in codes.items()
        if (juror_id, nomination_id) in aside
    }
    try:
        found = assign_evenly(
            list(jurors), sorted(codes), blocked, per_place=panel.per_entry, or_fewer=or_fewer
        )
    except AssignmentError as error:
        raise RuleBroken(
            "share_too_few", entry=error.params["place"], able=error.params["able"], wanted=panel.per_entry
        ) from error
    return [(jurors[name], codes[code]) for code, names in found.items() for name in names]


def fill_shares(round_: SelectionRound, aside: Pairs) -> int:
    """In divided juries give each entry that lacks a juror to the one with the least work; returns how many sheets
    were given. No sheet ever changes hands. Inside an act, while scoring is open.
    """
    if round_.state not in IN_SCORING:
        return 0
    return sum(_fill(round_, panel, aside) for panel in round_.panels if panel.per_entry)


def list_lacking(round_: SelectionRound, aside: Pairs) -> dict[str, int]:
    """The entries of divided juries that have too few jurors, by code: how many they lack."""
    found: dict[str, int] = {}
    for panel in round_.panels:
        found |= lacking_of(round_, panel, aside)
    return found


def lacking_of(round_: SelectionRound, panel: JuryPanel, aside: Pairs) -> dict[str, int]:
    """The same of one jury, in the order of codes; nothing where all score all."""
    if not panel.per_entry:
        return {}
    counting = _counting(_sheets(round_, panel), panel, aside)
    return _lacking(codes_in_pass(round_, panel.group), counting, panel.per_entry)


def _lacking(codes: Mapping[str, int], counting: Iterable[ScoreSheet], wanted: int) -> dict[str, int]:
    """The entries of one jury that have too few jurors, in the order of codes. counting: its sheets that count."""
    held = Counter(sheet.nomination_id for sheet in counting)
    lacking = {code: wanted - held[codes[code]] for code in sorted(codes)}
    return {code: number for code, number in lacking.items() if number > 0}


def find_surplus(round_: SelectionRound, juror: Juror, nomination_id: int, aside: Pairs) -> ScoreSheet | None:
    """What has to be given up where a juror comes back to an entry of a divided jury that has a replacement: the
    newest sheet while nobody has begun or printed it, else the juror's own. None where the entry has not too many.
    """
    panel = juror.panel
    if not panel.per_entry:
        return None
    counting = _counting(_sheets(round_, panel), panel, aside)
    sheets = {sheet.juror_id: sheet for sheet in counting if sheet.nomination_id == nomination_id}
    own = sheets.pop(juror.id, None)
    if own is None or len(sheets) < panel.per_entry:
        return None
    newest = max(sheets.values(), key=lambda sheet: sheet.id)
    printed = db.session.scalar(select(PaperSheet.id).where(PaperSheet.sheet_id == newest.id))
    return own if newest.revision or printed is not None else newest


def has_sheet(juror: Juror) -> bool:
    """Whether there is anything for this juror to score."""
    query = select(ScoreSheet.id).where(ScoreSheet.juror_id == juror.id, ScoreSheet.status != "void")
    return db.session.scalar(query.limit(1)) is not None


def _fill(round_: SelectionRound, panel: JuryPanel, aside: Pairs) -> int:
    codes, jurors = codes_in_pass(round_, panel.group), active_jurors(panel)
    there = _sheets(round_, panel)
    counting = _counting(there, panel, aside)
    sheets = {(sheet.juror_id, sheet.nomination_id): sheet for sheet in there}
    load = Counter(sheet.juror_id for sheet in counting)
    made = 0
    for code, lacking in _lacking(codes, counting, panel.per_entry).items():
        entry = codes[code]
        free = [
            juror_id
            for juror_id in jurors
            if (juror_id, entry) not in aside and _is_free(sheets.get((juror_id, entry)))
        ]
        for juror_id in sorted(free, key=lambda juror_id: (load[juror_id], juror_id))[:lacking]:
            if given_up := sheets.get((juror_id, entry)):
                given_up.status = "empty"
            else:
                db.session.add(new_sheet(round_, juror_id, entry))
            load[juror_id] += 1
            made += 1
    return made


def _is_free(sheet: ScoreSheet | None) -> bool:
    """Whether an entry may be given to whom this sheet belongs: there is none, or it was given up unbegun."""
    return sheet is None or (sheet.status == "void" and sheet.revision == 0)


def new_sheet(round_: SelectionRound, juror_id: int, nomination_id: int) -> ScoreSheet:
    """An empty sheet of the present pass."""
    return ScoreSheet(
        key=secrets.token_urlsafe(12),
        juror_id=juror_id,
        nomination_id=nomination_id,
        scoring_pass=round_.scoring_pass,
    )


def _counting(sheets: Iterable[ScoreSheet], panel: JuryPanel, aside: Pairs) -> list[ScoreSheet]:
    """Of the sheets of a jury those that count or will: their jurors sit in it and do not stand aside."""
    jurors = active_jurors(panel)
    return [
        sheet
        for sheet in sheets
        if sheet.status != "void"
        and sheet.juror_id in jurors
        and (sheet.juror_id, sheet.nomination_id) not in aside
    ]


def _sheets(round_: SelectionRound, panel: JuryPanel) -> list[ScoreSheet]:
    """The sheets of a jury in the present pass whose entries are still scored, void ones among them."""
    query = (
        select(ScoreSheet)
        .join(Juror, Juror.id == ScoreSheet.juror_id)
        .join(Nomination, Nomination.id == ScoreSheet.nomination_id)
        .where(
            Juror.panel_id == panel.id,
            ScoreSheet.scoring_pass == round_.scoring_pass,
            Nomination.state.in_(RANKED),
        )
        .order_by(ScoreSheet.id)
    )
    return list(db.session.scalars(query))
