"""Published decisions with their frozen results: for results of past years and for feeds."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, cast

from sqlalchemy import Table, func, select

from app.core.actor import PUBLIC
from app.core.clock import today
from app.core.database.base import db
from app.core.database.reading import Prepared, reading
from catalog.award_orders.queries import list_last_orders
from catalog.awards.queries import group_out_of_force
from catalog.enums import Validity
from voting.models import RecognitionDecision, SelectionRound
from voting.rounds.visibility import Fact, may_see

MOST_LINES = 100


@dataclass(frozen=True, slots=True)
class PublishedDecision:
    """A round whose decision anyone may see. frozen: as `voting.publication.services.freeze_result` wrote it.

    out: certificates that were taken back or are suspended today, by number; out_at: when that last changed.
    """

    round: SelectionRound
    frozen: dict[str, Any]
    out: Mapping[str, Validity] = field(default_factory=dict)
    out_at: datetime | None = None

    @property
    def entered(self) -> int:
        return int(self.frozen["entered"])

    @property
    def recognised(self) -> int:
        return len(self.frozen["recognised"])


def list_decision_lines() -> Sequence[Any]:
    """The newest published decisions in a line each: the columns of the round, the decision's number, how many were
    entered and recognised; one prepared statement, or none where nobody has written since the last one.
    """
    with reading() as source:
        return _LINES.lasting(source)


def _lines() -> Prepared:
    round_, decision = cast("Table", SelectionRound.__table__), cast("Table", RecognitionDecision.__table__)
    names = (
        "slug", "title_vi", "title_en", "level", "year", "region", "unit_id", "unit_name", "state", "is_demo",
        "published_at",
    )  # fmt: skip
    recognised = func.json_array_length(decision.c.frozen["recognised"])
    return Prepared(
        select(
            *(round_.c[name] for name in names),
            decision.c.number,
            decision.c.frozen["entered"].as_integer().label("entered"),
            recognised.label("recognised"),
        )
        .join(decision, decision.c.round_id == round_.c.id)
        .where(round_.c.published_at.is_not(None), decision.c.published_at.is_not(None))
        .order_by(round_.c.published_at.desc(), round_.c.id.desc())
        .limit(MOST_LINES)
    )


_LINES = _lines()


def list_published_decisions(
    *, level: str = "", year: int | None = None, slug: str = "", limit: int = 100
) -> list[PublishedDecision]:
    """The newest first; annulled rounds too, since their decision was public."""
    query = (
        select(SelectionRound, RecognitionDecision)
        .join(RecognitionDecision, RecognitionDecision.round_id == SelectionRound.id)
        .where(SelectionRound.published_at.is_not(None))
    )
    for column, value in (
        (SelectionRound.level, level),
        (SelectionRound.year, year),
        (SelectionRound.slug, slug),
    ):
        if value:
            query = query.where(column == value)
    query = query.order_by(SelectionRound.published_at.desc(), SelectionRound.id.desc()).limit(limit)
    found = [
        (round_, decision.frozen)
        for round_, decision in db.session.execute(query)
        if decision.frozen is not None and may_see(PUBLIC, round_, Fact.RESULT)
    ]
    ids = [round_.id for round_, _ in found]
    out, changed = group_out_of_force(ids, today()), list_last_orders(ids)
    return [
        PublishedDecision(round_, frozen, out.get(round_.id, {}), changed.get(round_.id))
        for round_, frozen in found
    ]
