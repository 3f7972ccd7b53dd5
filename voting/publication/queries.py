"""What the public sees of rounds: calendar, provisional list, frozen result, the bundle."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, cast

from sqlalchemy import Table, bindparam, func, select

from app.core.actor import PUBLIC
from app.core.database.base import db
from app.core.database.reading import PreparedMany, reading
from app.core.errors import NotFound
from voting.log import records as sealed
from voting.models import SelectionRound
from voting.product_sets.queries import set_name_of, sets_by_lead
from voting.results.queries import group_place, recognised_nominations
from voting.rounds.visibility import Fact, may_see


@dataclass(frozen=True, slots=True)
class PublicRound:
    """A round as anyone may see it now. provisional: rows {"group", "product", "facility"} or None; result: the
    frozen document of the decision or None.
    """

    round: SelectionRound
    provisional: list[dict[str, str]] | None
    result: dict[str, Any] | None


def list_public_rounds(
    *, level: str = "", state: str = "", year: int | None = None, limit: int = 50, offset: int = 0
) -> tuple[list[SelectionRound], int]:
    """Announced rounds, newest first, and how many there are."""
    query = select(SelectionRound).where(SelectionRound.announced_at.is_not(None))
    if level:
        query = query.where(SelectionRound.level == level)
    if state:
        query = query.where(SelectionRound.state == state)
    if year:
        query = query.where(SelectionRound.year == year)
    total = db.session.scalar(select(func.count()).select_from(query.subquery())) or 0
    order = (SelectionRound.year.desc(), SelectionRound.announced_at.desc(), SelectionRound.id.desc())
    return list(db.session.scalars(query.order_by(*order).limit(limit).offset(offset))), total


def list_rounds_in_states(states: Sequence[str], limit: int) -> Sequence[Any]:
    """Announced rounds that are in one of some states, the newest first, as columns; one prepared statement."""
    with reading() as source:
        return _IN_STATES.all(source, states, most=limit)


_round = cast("Table", SelectionRound.__table__)
_SHOWN = (
    "id", "slug", "title_vi", "title_en", "level", "year", "region", "unit_name", "state", "is_demo", "entries_from",
    "entries_until", "complaints_until", "announced_at", "published_at",
)  # fmt: skip
_IN_STATES = PreparedMany(
    lambda states: (
        select(*(_round.c[name] for name in _SHOWN))
        .where(_round.c.announced_at.is_not(None), _round.c.state.in_(states))
        .order_by(_round.c.year.desc(), _round.c.announced_at.desc(), _round.c.id.desc())
        .limit(bindparam("most"))
    )
)


def get_public_round(slug: str) -> PublicRound:
    """One round. Raises NotFound while it is only planned."""
    round_ = db.session.scalar(select(SelectionRound).where(SelectionRound.slug == slug))
    if round_ is None or not may_see(PUBLIC, round_, Fact.EXISTENCE):
        raise NotFound("not_found")
    return PublicRound(round_, _provisional(round_), _result(round_))


def get_bundle(slug: str) -> dict[str, Any]:
    """The published bundle. Raises NotFound before publication."""
    round_ = get_public_round(slug).round
    if not may_see(PUBLIC, round_, Fact.RESULT):
        raise NotFound("not_found")
    return sealed.bundle(round_)


def _provisional(round_: SelectionRound) -> list[dict[str, str]] | None:
    if not may_see(PUBLIC, round_, Fact.PROVISIONAL) or may_see(PUBLIC, round_, Fact.RESULT):
        return None
    sets = sets_by_lead(round_.id)
    return [
        {
            "group": n.group,
            "product": set_name_of(n, sets.get(n.id)) or n.product.name_vi,
            "facility": n.facility.name,
        }
        for n in sorted(
            recognised_nominations(round_), key=lambda n: (group_place(n.group), n.product.sort_key)
        )
    ]


def _result(round_: SelectionRound) -> dict[str, Any] | None:
    if not may_see(PUBLIC, round_, Fact.RESULT):
        return None
    decision = sealed.find_decision(round_.id)
    return decision.frozen if decision else None
