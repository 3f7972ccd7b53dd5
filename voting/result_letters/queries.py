"""What one facility learns of its entries in a round, once the decision is public."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from sqlalchemy import select

from app.core.actor import Actor
from app.core.database.base import db
from app.core.errors import NotFound
from app.core.text import fold
from catalog.models import Award, Facility
from voting.enums import NominationState
from voting.models import (
    AwardMoney,
    Nomination,
    ReleasedRemark,
    ScoreSheet,
    ScoreSheetRevision,
    SelectionRound,
)
from voting.policies import council_role, is_juror_of
from voting.product_sets.queries import set_name_of, sets_by_lead, sets_by_member
from voting.results.board import BoardRow
from voting.results.queries import EntryResult, find_carrying, list_entry_results
from voting.rounds.queries import load_entries
from voting.rules.bands import Band, find_band
from voting.rules.document import rule_set_from_dict
from voting.rules.rule_set import scored

LONGEST_REMARK = 2000


@dataclass(frozen=True, slots=True)
class Points:
    """Of one criterion. points: exact text; band: the one that holds them, None where the rules have none."""

    name_vi: str
    name_en: str
    maximum: str
    points: str
    band: Band | None


@dataclass(frozen=True, slots=True)
class LetterEntry:
    """One entry of the facility. part_of: the name of the set that it is part of, carried by another entry.

    remark: released by the chair; certificate: its number, empty without one.
    """

    nomination: Nomination
    code: str
    name: str
    part_of: str
    result: EntryResult
    points: Sequence[Points]
    remark: str
    certificate: str
    money: AwardMoney | None


@dataclass(frozen=True, slots=True)
class ResultLetter:
    """A facility's letter on one round."""

    round: SelectionRound
    facility: Facility
    entries: Sequence[LetterEntry]


def get_entry_letter(actor: Actor, nomination_id: int) -> ResultLetter:
    """The letter that tells of this entry, for its facility and for the council. Raises NotFound for others."""
    nomination = db.session.get(Nomination, nomination_id)
    if nomination is None or not _may_read(actor, nomination.round, nomination.facility_id):
        raise NotFound("not_found")
    return make_letter(nomination.round, nomination.facility)


def get_facility_letter(actor: Actor, round_: SelectionRound, slug: str) -> ResultLetter:
    """The letter to a facility, for the council and for itself. Raises NotFound for others, and before the decision."""
    facility = db.session.scalar(select(Facility).where(Facility.slug == slug))
    if facility is None or not _may_read(actor, round_, facility.id):
        raise NotFound("not_found")
    return make_letter(round_, facility)


def make_letter(round_: SelectionRound, facility: Facility) -> ResultLetter:
    """Raises NotFound where the facility has no result in the round, and where that was annulled."""
    if round_.annulled_at is not None:
        raise NotFound("not_found")
    entries = list_letter_entries(round_, facility.id)
    if not entries:
        raise NotFound("not_found")
    return ResultLetter(round_, facility, entries)


def list_letter_entries(round_: SelectionRound, facility_id: int) -> list[LetterEntry]:
    """The facility's entries with their results; none before the decision is public."""
    mine = [nomination for nomination in round_.nominations if nomination.facility_id == facility_id]
    results = list_entry_results(round_, mine)
    found = [(nomination, results[nomination.id]) for nomination in mine if nomination.id in results]
    sets = sets_by_lead(round_.id) if found else {}
    parts = sets_by_member(round_.id) if found else {}
    return [
        LetterEntry(
            nomination,
            nomination.codes[-1].code if nomination.codes else "",
            set_name_of(nomination, sets.get(nomination.id)) or nomination.product.name_vi,
            parts[nomination.id].name_vi if nomination.state == NominationState.MERGED else "",
            result,
            _points(nomination, result),
            remark.text if (remark := find_remark(nomination.id)) else "",
            _certificate(find_carrying(nomination).id),
            find_money(nomination.id),
        )
        for nomination, result in found
    ]


def list_recipients(round_: SelectionRound) -> list[Facility]:
    """Facilities with an entry that was decided on, by name."""
    results = list_entry_results(round_)
    found = {n.facility_id: n.facility for n in load_entries(round_) if n.id in results}
    return sorted(found.values(), key=lambda facility: (facility.sort_key, facility.id))


def find_remark(nomination_id: int) -> ReleasedRemark | None:
    return db.session.scalar(select(ReleasedRemark).where(ReleasedRemark.nomination_id == nomination_id))


def list_remarks(round_id: int) -> dict[int, ReleasedRemark]:
    """What the chair has released in a round, by nomination."""
    query = select(ReleasedRemark).join(Nomination, Nomination.id == ReleasedRemark.nomination_id)
    found = db.session.scalars(query.where(Nomination.round_id == round_id))
    return {row.nomination_id: row for row in found}


@dataclass(frozen=True, slots=True)
class Unreleased:
    """An entry on whose sheets jurors remarked and of which nothing is released. text: their remarks, a line each;
    named: a juror whom they name, so that the chair has to put it in other words; released: taken back, where it was.
    """

    row: BoardRow
    text: str
    named: str
    released: ReleasedRemark | None

    @property
    def is_too_long(self) -> bool:
        return len(self.text) > LONGEST_REMARK

    @property
    def is_ready(self) -> bool:
        """Whether it may be released as it stands."""
        return not self.named and not self.is_too_long


@dataclass(frozen=True, slots=True)
class Remarked:
    """An entry of the board with what jurors wrote on its sheets and what the chair released."""

    row: BoardRow
    written: Sequence[str]
    released: ReleasedRemark | None


def list_remarked(round_: SelectionRound, board: Sequence[BoardRow]) -> list[Remarked]:
    """Every entry of the board, in its order."""
    written, released = list_jury_remarks(round_) if board else {}, list_remarks(round_.id)
    return [
        Remarked(row, written.get(row.nomination.id, ()), released.get(row.nomination.id)) for row in board
    ]


def list_unreleased(round_: SelectionRound, entries: Iterable[Remarked]) -> list[Unreleased]:
    """The entries whose remarks wait for the chair, in their order."""
    names = _names_of(round_)
    waiting = [
        (one, "\n".join(one.written))
        for one in entries
        if one.written and not (one.released and one.released.text)
    ]
    return [Unreleased(one.row, text, _first_name(names, text), one.released) for one, text in waiting]


def find_juror_name(round_: SelectionRound, text: str) -> str:
    """The first juror whose whole name stands in a text, removed ones among them; empty where none does.

    A name of one word may be any word of a sentence and is not looked for.
    """
    return _first_name(_names_of(round_), text)


def _names_of(round_: SelectionRound) -> list[tuple[str, re.Pattern[str]]]:
    """The jurors of more than one word, by name, each with what finds it in a folded text."""
    names = sorted({juror.name for panel in round_.panels for juror in panel.jurors})
    return [
        (name, re.compile(rf"(?<!\w){re.escape(fold(name))}(?!\w)")) for name in names if " " in name.strip()
    ]


def _first_name(names: Iterable[tuple[str, re.Pattern[str]]], text: str) -> str:
    folded = fold(text)
    return next((name for name, pattern in names if pattern.search(folded)), "")


def find_money(nomination_id: int) -> AwardMoney | None:
    return db.session.scalar(select(AwardMoney).where(AwardMoney.nomination_id == nomination_id))


def list_money(round_id: int) -> dict[int, AwardMoney]:
    """Grades and money of a round, by nomination."""
    query = select(AwardMoney).join(Nomination, Nomination.id == AwardMoney.nomination_id)
    return {
        row.nomination_id: row for row in db.session.scalars(query.where(Nomination.round_id == round_id))
    }


def list_jury_remarks(round_: SelectionRound) -> dict[int, list[str]]:
    """What jurors wrote on sheets that count, by nomination; without who wrote it."""
    query = (
        select(ScoreSheet.nomination_id, ScoreSheetRevision.comment)
        .join(ScoreSheetRevision, ScoreSheetRevision.sheet_id == ScoreSheet.id)
        .join(Nomination, Nomination.id == ScoreSheet.nomination_id)
        .where(
            Nomination.round_id == round_.id,
            ScoreSheet.status == "submitted",
            ScoreSheetRevision.revision == ScoreSheet.revision,
            ScoreSheetRevision.comment != "",
        )
        .order_by(ScoreSheet.scoring_pass, ScoreSheetRevision.comment)
    )
    remarks: dict[int, list[str]] = {}
    for nomination_id, comment in db.session.execute(query):
        remarks.setdefault(nomination_id, []).append(comment)
    return remarks


def _certificate(nomination_id: int) -> str:
    """The number of the certificate in force or to come: a corrected one has replaced the first."""
    query = select(Award.number).where(Award.nomination_id == nomination_id, Award.revoked_on.is_(None))
    return db.session.scalars(query.order_by(Award.id.desc())).first() or ""


def _may_read(actor: Actor, round_: SelectionRound, facility_id: int) -> bool:
    if facility_id in actor.facilities:
        return True
    return council_role(actor, round_) is not None and not is_juror_of(actor, round_)


def _points(nomination: Nomination, result: EntryResult) -> list[Points]:
    rules = rule_set_from_dict(nomination.round.rule_set.body)
    return [
        Points(row.name_vi, row.name_en, str(row.maximum), text, find_band(Fraction(text), row.anchors))
        for criterion in rules.criteria
        for row in scored(criterion)
        if (text := result.points.get(row.code)) is not None
    ]
