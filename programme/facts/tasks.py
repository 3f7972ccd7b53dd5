"""Facts of this site follow what it keeps: added, corrected, taken out when their source is gone."""

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app.core.actor import SYSTEM
from app.core.database.base import db
from app.core.database.transaction import transaction
from app.core.work.periodic import every
from programme.facts.own import own_facts
from programme.facts.services import FactData, add_fact, change_fact, put_back, take_out, why_not_counted
from programme.models import Fact, Target

PERIOD = 300.0
_GONE = "Nguồn không còn được tính"


@every(PERIOD)
def follow_own_facts() -> int:
    """Bring the facts of this site up to date; returns how many changed. Writes nothing when nothing did."""
    wanted = _wanted()
    if not any(_differs(target, kinds) for target, kinds in wanted):
        return 0
    with transaction():
        return sum(_follow(target, kinds) for target, kinds in _wanted())


def _wanted() -> list[tuple[Target, dict[tuple[str, str], FactData]]]:
    """Every target that facts of this site count towards, with those that do."""
    known: dict[str, list[FactData] | None] = {}
    found = []
    query = (
        select(Target).options(joinedload(Target.programme), joinedload(Target.measure)).order_by(Target.id)
    )
    for target in db.session.scalars(query):
        facts: dict[tuple[str, str], FactData] = {}
        is_fed = False
        for kind in target.counts:
            if kind not in known:
                known[kind] = own_facts(kind)
            is_fed = is_fed or known[kind] is not None
            for data in known[kind] or ():
                if why_not_counted(target, data) is None:
                    facts[data.kind, data.key] = data
        if is_fed:
            found.append((target, facts))
    return found


def _differs(target: Target, wanted: dict[tuple[str, str], FactData]) -> bool:
    kept = _kept(target)
    standing = {key for key, fact in kept.items() if fact.withdrawn_at is None}
    return standing != wanted.keys() or any(
        kept[key].day != data.day or kept[key].number != data.number for key, data in wanted.items()
    )


def _follow(target: Target, wanted: dict[tuple[str, str], FactData]) -> int:
    kept, changed = _kept(target), 0
    for key, data in wanted.items():
        fact = kept.get(key)
        if fact is None:
            _add(target, data)
            changed += 1
            continue
        if fact.withdrawn_at is not None:
            put_back(SYSTEM, fact)
            changed += 1
        changed += change_fact(SYSTEM, fact, {"day": data.day, "number": data.number}, "")
    for key, fact in kept.items():
        if key not in wanted and fact.withdrawn_at is None:
            take_out(SYSTEM, fact, _GONE)
            changed += 1
    return changed


def _add(target: Target, data: FactData) -> None:
    """A thing that a person entered before this site knew of it keeps its row."""
    same = Fact.target_id == target.id, Fact.source_kind == data.kind, Fact.source_key == data.key
    entered = db.session.scalar(select(Fact).where(*same))
    if entered is None:
        add_fact(SYSTEM, target, data, own=True)
    else:
        entered.is_own = True


def _kept(target: Target) -> dict[tuple[str, str], Fact]:
    query = select(Fact).where(Fact.target_id == target.id, Fact.is_own)
    return {(fact.source_kind, fact.source_key): fact for fact in db.session.scalars(query)}
