"""Facts of this site follow what it keeps: added, corrected, taken out when their source is gone."""

from collections.abc import Collection
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app.core.actor import SYSTEM
from app.core.database.base import db
from app.core.database.changes import kinds_changed, latest_change, record_change
from app.core.database.transaction import transaction
from app.core.work.periodic import every
from programme.enums import Evidence
from programme.facts.own import own_facts, sources_after
from programme.facts.own_places import is_told, told_by_people
from programme.facts.services import FactData, add_fact, change_fact, put_back, take_out, why_not_counted
from programme.models import Fact, Target

PERIOD = 300.0
ROUNDS = 12
"""In so many rounds everything is looked at, whatever the feed says."""
_GONE = "Nguồn không còn được tính"


class _Seen:
    """How far this process has followed the change feed, and how many rounds ago that was."""

    position = -1
    rounds = 0


@every(PERIOD)
def follow_changes() -> int:
    """Look again at the sources that the change feed tells of, and once an hour at all: a new day is no change."""
    position = latest_change()
    _Seen.rounds += 1
    if _Seen.position < 0 or _Seen.rounds >= ROUNDS:
        changed, _Seen.rounds = follow_own_facts(), 0
    else:
        names = sources_after(kinds_changed(_Seen.position))
        changed = follow_own_facts(names) if names else 0
    _Seen.position = position
    return changed


def follow_own_facts(names: Collection[str] | None = None) -> int:
    """Bring the facts of this site up to date; returns how many changed. Writes nothing when nothing did.

    names: of the sources that may have moved; None for all.
    """
    wanted = _wanted(names)
    if not any(_differs(target, kinds, names) for target, kinds in wanted):
        return 0
    with transaction():
        return sum(_follow(target, kinds, names) for target, kinds in _wanted(names))


def _wanted(names: Collection[str] | None) -> list[tuple[Target, dict[tuple[str, str], FactData]]]:
    """Every target that facts of these sources count towards, with those that do."""
    known: dict[str, list[FactData] | None] = {}
    found, told = [], told_by_people()
    query = (
        select(Target).options(joinedload(Target.programme), joinedload(Target.measure)).order_by(Target.id)
    )
    for target in db.session.scalars(query):
        facts: dict[tuple[str, str], FactData] = {}
        is_fed = False
        for kind in target.counts:
            if not _is_of(kind, names):
                continue
            if kind not in known:
                known[kind] = own_facts(kind)
            is_fed = is_fed or known[kind] is not None
            for data in known[kind] or ():
                if why_not_counted(target, data) is None and not is_told(data, told.get(target.id, set())):
                    facts[data.kind, data.key] = data
        if is_fed:
            found.append((target, facts))
    return found


def _is_of(kind: str, names: Collection[str] | None) -> bool:
    return names is None or kind.partition(":")[0] in names


def _differs(target: Target, wanted: dict[tuple[str, str], FactData], names: Collection[str] | None) -> bool:
    kept = _kept(target, names)
    standing = {key for key, fact in kept.items() if fact.withdrawn_at is None}
    return standing != wanted.keys() or any(
        kept[key].is_demo != data.is_demo
        or kept[key].commune_key != data.commune
        or any(getattr(kept[key], name) != value for name, value in _values(kept[key], data).items())
        for key, data in wanted.items()
    )


def _follow(target: Target, wanted: dict[tuple[str, str], FactData], names: Collection[str] | None) -> int:
    kept, changed = _kept(target, names), 0
    for key, data in wanted.items():
        fact = kept.get(key)
        if fact is None:
            _add(target, data)
            changed += 1
            continue
        if fact.withdrawn_at is not None:
            put_back(SYSTEM, fact)
            changed += 1
        changed += change_fact(SYSTEM, fact, _values(fact, data), "")
        if (fact.is_demo, fact.commune_key) != (data.is_demo, data.commune):
            fact.is_demo, fact.commune_key = data.is_demo, data.commune
            record_change("programme_fact", fact.id)
            changed += 1
    for key, fact in kept.items():
        if key not in wanted and fact.withdrawn_at is None:
            take_out(SYSTEM, fact, _GONE)
            changed += 1
    return changed


def _values(fact: Fact, data: FactData) -> dict[str, Any]:
    """What a fact is to say. A better proof takes the place of a worse one, and never the other way round."""
    found: dict[str, Any] = {"day": _day(fact, data), "number": data.number}
    levels = list(Evidence)
    if levels.index(data.evidence) > levels.index(Evidence(fact.evidence)):
        found |= {"evidence": str(data.evidence), "document": data.document}
    return found


def _day(fact: Fact, data: FactData) -> date:
    """A day that a person entered is better than the year of a notice."""
    is_better = data.is_year_only and fact.entered_by is not None and fact.day.year == data.day.year
    return fact.day if is_better else data.day


def _add(target: Target, data: FactData) -> None:
    """A thing that a person entered before this site knew of it keeps its row, proved now by what the site keeps."""
    same = Fact.target_id == target.id, Fact.source_kind == data.kind, Fact.source_key == data.key
    entered = db.session.scalar(select(Fact).where(*same))
    if entered is None:
        add_fact(SYSTEM, target, data, own=True)
        return
    entered.is_own, entered.is_demo, entered.commune_key = True, data.is_demo, data.commune
    if entered.withdrawn_at is not None:
        put_back(SYSTEM, entered)
    change_fact(SYSTEM, entered, _values(entered, data), "")
    record_change("programme_fact", entered.id)


def _kept(target: Target, names: Collection[str] | None) -> dict[tuple[str, str], Fact]:
    query = select(Fact).where(Fact.target_id == target.id, Fact.is_own)
    facts = db.session.scalars(query)
    return {(fact.source_kind, fact.source_key): fact for fact in facts if _is_of(fact.source_kind, names)}
