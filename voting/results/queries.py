"""The frozen count and the council's verdicts; the callers have checked access."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from app.core.database.base import db
from catalog.enums import ProductGroup
from voting.enums import NominationState
from voting.log import records as sealed
from voting.models import (
    CouncilSession,
    CouncilVerdict,
    EntryCode,
    MergedSet,
    MergedSetMember,
    Nomination,
    SelectionRound,
)
from voting.rounds.status import RANKED

LAST = 10**6
"""Stands for the place of an entry that has none."""


_PLACES = {group: place for place, group in enumerate(ProductGroup)}


def group_place(group: str) -> int:
    """The position of a product group in the order of the circular; unknown ones come last."""
    return next((place for known, place in _PLACES.items() if known == group), len(_PLACES))


def result_rows(round_: SelectionRound) -> dict[int, dict[str, Any]]:
    """The frozen count by nomination id: {"total", "by_criterion", "ballots", "verdict", "place", "tie"}."""
    codes = dict(
        db.session.execute(
            select(EntryCode.code, EntryCode.nomination_id).where(EntryCode.round_id == round_.id)
        ).all()
    )
    return {codes[row["entry"]]: row for row in sealed.results(round_)}


def counted_nominations(round_: SelectionRound) -> list[Nomination]:
    """The entries the council has to decide on; a set is decided on through the member that carries it."""
    return [n for n in round_.nominations if n.state in RANKED and n.state != NominationState.MERGED]


def recognised_nominations(round_: SelectionRound) -> list[Nomination]:
    """The entries the council recognises, best place first within their group."""
    rows, verdicts = result_rows(round_), verdicts_of(round_)
    chosen = [n for n in counted_nominations(round_) if n.id in verdicts and verdicts[n.id].recognised]
    return sorted(
        chosen, key=lambda n: (group_place(n.group), rows[n.id]["place"] or LAST, n.product.sort_key)
    )


def verdicts_of(round_: SelectionRound) -> dict[int, CouncilVerdict]:
    """The council's verdicts of a round by nomination id; undecided entries are absent."""
    query = (
        select(CouncilVerdict)
        .join(Nomination, Nomination.id == CouncilVerdict.nomination_id)
        .where(Nomination.round_id == round_.id)
    )
    return {verdict.nomination_id: verdict for verdict in db.session.scalars(query)}


@dataclass(frozen=True, slots=True)
class EntryResult:
    """What a facility sees of its own entry. points: criterion code -> points, exact text; reason: the
    council's. recognised and reason are the set's for an entry that is part of one.
    """

    recognised: bool
    total: str | None
    place: int | None
    points: dict[str, str | None]
    reason: str


def find_entry_result(nomination: Nomination) -> EntryResult | None:
    """The result of an entry for its facility, once the decision is public; None before, and of one that left."""
    return list_entry_results(nomination.round, [nomination]).get(nomination.id)


def list_entry_results(
    round_: SelectionRound, nominations: Iterable[Nomination] | None = None
) -> dict[int, EntryResult]:
    """The results of entries by nomination id, of all of the round when None; none before the decision is public."""
    if round_.published_at is None:
        return {}
    chosen = [n for n in (round_.nominations if nominations is None else nominations) if n.state in RANKED]
    if not chosen:
        return {}
    rows, verdicts, leads = result_rows(round_), verdicts_of(round_), _leads(round_.id)
    found = {}
    for nomination in chosen:
        row, lead = rows.get(nomination.id), leads.get(nomination.id, nomination)
        if row is None:
            continue
        verdict = verdicts.get(lead.id)
        found[nomination.id] = EntryResult(
            lead.state == NominationState.RECOGNISED,
            row["total"],
            row["place"],
            dict(row["by_criterion"]),
            verdict.reason if verdict else "",
        )
    return found


def find_carrying(nomination: Nomination) -> Nomination:
    """The entry that carries the council's decision: of a set its lead, else the entry itself."""
    if nomination.state != NominationState.MERGED:
        return nomination
    return _leads(nomination.round_id)[nomination.id]


def _leads(round_id: int) -> dict[int, Nomination]:
    """The entry that carries a set of the council, by each member's id."""
    query = (
        select(MergedSetMember.nomination_id, Nomination)
        .join(MergedSet, MergedSet.id == MergedSetMember.set_id)
        .join(Nomination, Nomination.id == MergedSet.lead_id)
        .where(MergedSet.round_id == round_id, MergedSet.dissolved_at.is_(None))
    )
    return {member: lead for member, lead in db.session.execute(query)}  # noqa: C416  # rows are not pairs to mypy


def find_session(round_id: int) -> CouncilSession | None:
    """The latest session of the council that was written down, None before the first."""
    query = select(CouncilSession).where(CouncilSession.round_id == round_id)
    return db.session.scalars(query.order_by(CouncilSession.id.desc())).first()


def list_present(round_: SelectionRound) -> list[tuple[int, str]]:
    """(id, name) of the members who are present at the session of the council; none before one is recorded."""
    session = find_session(round_.id)
    return [(m.id, m.name) for m in round_.members if session and m.id in session.present]


def find_verdict(nomination_id: int) -> CouncilVerdict | None:
    """The council's verdict on one entry, None while undecided."""
    return db.session.scalar(select(CouncilVerdict).where(CouncilVerdict.nomination_id == nomination_id))
