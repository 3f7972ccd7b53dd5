"""Enter, confirm, correct and withdraw what counts towards a target."""

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from app.core import audit
from app.core.actor import Actor
from app.core.clock import today, utc_now
from app.core.database.base import db
from app.core.database.changes import record_change
from app.core.errors import Conflict, NotFound, RuleBroken
from app.core.policy import authorize
from app.core.text import slugify
from catalog.enums import Level
from catalog.models import AdministrativeUnit
from programme.enums import Evidence
from programme.facts.areas import unit_on
from programme.facts.rules import Claim, Terms, why_not
from programme.models import Fact, FactChange, Target
from programme.policies import can_confirm_fact, can_enter_fact

ENTERED = "entered"
"""Kind of a source that is no row of this site: a thing described in words."""
_CORRECTED = ("title", "number", "day", "unit_id", "commune_key", "evidence", "document")
HIGHEST = 1_000_000_000


@dataclass(frozen=True, slots=True)
class FactData:
    """What is said of a thing that counts. measure: what `number` is of. unit: the province as it was on the day.
    commune: list and code of a commune of today. is_year_only: nobody knows on which day of its year it was. place: the
    fair or showroom that it is, as `fair:12`.
    """

    kind: str
    key: str
    title: str
    measure: str
    number: int
    day: date
    unit: AdministrativeUnit | None = None
    commune: str = ""
    facility_id: int | None = None
    evidence: Evidence = Evidence.DECLARED
    document: str = ""
    origin: str = ""
    is_year_only: bool = False
    is_demo: bool = False
    place: str = ""


def terms_of(target: Target, day: date) -> Terms:
    """What a target asks of a fact of that day."""
    programme = target.programme
    area = unit_on(programme.unit, day) if programme.unit is not None else None
    return Terms(
        measure=target.measure.code,
        begins=programme.starts_on,
        ends=programme.ends_on,
        area=area.id if area is not None else None,
        counts=target.counts,
    )


def why_not_counted(target: Target, data: FactData) -> tuple[str, str] | None:
    """The first reason why a thing does not count towards a target, and the field at fault."""
    unit = unit_on(data.unit, data.day) if data.unit is not None else None
    claim = Claim(data.measure, data.kind, data.day, unit.id if unit is not None else None)
    return why_not(terms_of(target, data.day), claim)


def enter_fact(actor: Actor, target_id: int, data: FactData) -> Fact:
    """Add a thing that counts, once for a target. One of a kind that this site has no rows of takes its key from its
    words and day.
    """
    target = _target(target_id)
    authorize(actor, can_enter_fact, target.programme, data.unit)
    if not data.title.strip():
        raise RuleBroken("fill_in", "title")
    if not 0 < data.number <= HIGHEST:
        raise RuleBroken("fact_number_low", "number")
    if data.day > today():
        raise RuleBroken("date_in_future", "day")
    if data.evidence != Evidence.DECLARED and not data.document.strip():
        raise RuleBroken("fact_without_document", "document")
    if data.evidence == Evidence.ACCEPTED:
        raise RuleBroken("fact_accepted_by_second", "evidence")
    fact = add_fact(actor, target, replace(data, key=data.key or key_of(data)))
    audit.record(actor, "programme.fact.enter", fact, count=fact.number)
    return fact


def add_fact(actor: Actor, target: Target, data: FactData, *, own: bool = False) -> Fact:
    """As `enter_fact`, for other use cases that have judged the person. Raises what `why_not` finds."""
    reason = why_not_counted(target, data)
    if reason is not None:
        raise RuleBroken(*reason)
    twice = Fact.target_id == target.id, Fact.source_kind == data.kind, Fact.source_key == data.key
    if db.session.query(Fact.id).filter(*twice).first() is not None:
        raise Conflict("fact_counted_already", "title")
    unit = unit_on(data.unit, data.day) if data.unit is not None else None
    now = utc_now()
    fact = Fact(
        target=target, source_kind=data.kind, source_key=data.key, title=data.title.strip(), number=data.number,
        day=data.day, unit=unit, commune_key=data.commune, facility_id=data.facility_id, evidence=data.evidence,
        document=data.document.strip(),
        origin=data.origin.strip(), is_own=own, is_demo=data.is_demo, entered_by=actor.user_id, entered_at=now,
        confirmed_at=now if own else None,
    )  # fmt: skip
    db.session.add(fact)
    db.session.flush()
    record_change("programme", target.programme_id)
    record_change("programme_fact", fact.id)
    return fact


def key_of(data: FactData) -> str:
    """The key of a thing that a person tells of: a selection is known by level, year, province and commune, the rest by
    words and day.
    """
    name, _, level = data.kind.partition(":")
    if name != "selection":
        return f"{slugify(data.title)}-{data.day.isoformat()}"
    of_unit = level in {Level.PROVINCE, Level.COMMUNE} and data.unit is not None
    key = f"{level}:{data.day.year}"
    key += f":{data.unit.list_version}-{data.unit.code}" if of_unit and data.unit else ""
    return f"{key}:{data.commune}" if level == Level.COMMUNE and data.commune else key


def confirm_fact(actor: Actor, fact_id: int) -> Fact:
    """A second person says that it is as entered: what has a document is then accepted."""
    fact = _fact(fact_id)
    authorize(actor, can_confirm_fact, fact)
    _refuse_followed(fact)
    if fact.evidence == Evidence.ACCEPTED or fact.withdrawn_at is not None:
        raise Conflict("fact_settled")
    if fact.evidence == Evidence.DECLARED:
        raise RuleBroken("fact_without_document", "document")
    change_fact(actor, fact, {"evidence": str(Evidence.ACCEPTED)}, "")
    fact.confirmed_by, fact.confirmed_at = actor.user_id, utc_now()
    audit.record(actor, "programme.fact.confirm", fact)
    return fact


def correct_fact(actor: Actor, fact_id: int, data: FactData, reason: str) -> Fact:
    """Put right what was entered. What stood there is kept, and a signed report stays as it was signed."""
    fact = _fact(fact_id)
    authorize(actor, can_enter_fact, fact.target.programme, fact.unit)
    authorize(actor, can_enter_fact, fact.target.programme, data.unit)
    _refuse_followed(fact)
    if fact.withdrawn_at is not None:
        raise Conflict("fact_settled")
    if not reason.strip():
        raise RuleBroken("reason_needed", "reason")
    if not 0 < data.number <= HIGHEST:
        raise RuleBroken("fact_number_low", "number")
    if data.day > today():
        raise RuleBroken("date_in_future", "day")
    refused = why_not_counted(fact.target, data)
    if refused is not None:
        raise RuleBroken(*refused)
    unit = unit_on(data.unit, data.day) if data.unit is not None else None
    values = {
        "title": data.title.strip() or fact.title, "number": data.number, "day": data.day,
        "unit_id": unit.id if unit is not None else None, "commune_key": data.commune,
        "document": data.document.strip(),
    }  # fmt: skip
    values["evidence"] = str(Evidence.DOCUMENT if values["document"] else Evidence.DECLARED)
    if change_fact(actor, fact, values, reason.strip()):
        fact.confirmed_by = fact.confirmed_at = None
    audit.record(actor, "programme.fact.correct", fact, reason=reason.strip())
    return fact


def withdraw_fact(actor: Actor, fact_id: int, reason: str) -> Fact:
    """It counts no more; it stays in the list with its reason."""
    fact = _fact(fact_id)
    authorize(actor, can_enter_fact, fact.target.programme, fact.unit)
    _refuse_followed(fact)
    if fact.withdrawn_at is not None:
        raise Conflict("fact_settled")
    if not reason.strip():
        raise RuleBroken("reason_needed", "reason")
    take_out(actor, fact, reason.strip())
    audit.record(actor, "programme.fact.withdraw", fact, reason=reason.strip())
    return fact


def take_out(actor: Actor, fact: Fact, reason: str) -> None:
    """As `withdraw_fact`, for other use cases that have judged the person."""
    fact.withdrawn_at = utc_now()
    _note(actor, fact, {"number": fact.number}, {"number": 0}, reason)


def put_back(actor: Actor, fact: Fact) -> None:
    """A thing that was taken out counts again."""
    fact.withdrawn_at = None
    _note(actor, fact, {"number": 0}, {"number": fact.number}, "")


def change_fact(actor: Actor, fact: Fact, values: dict[str, Any], reason: str) -> bool:
    """Set what differs and keep what stood there; whether anything differed."""
    before = {name: getattr(fact, name) for name in _CORRECTED if name in values}
    moved = {name: value for name, value in values.items() if before.get(name) != value}
    if not moved:
        return False
    for name, value in moved.items():
        setattr(fact, name, value)
    _note(actor, fact, _as_json({name: before[name] for name in moved}), _as_json(moved), reason)
    return True


def _refuse_followed(fact: Fact) -> None:
    """What follows a source is put right, confirmed and taken out there."""
    if fact.is_own:
        raise Conflict("fact_of_this_site")
    if fact.activity_id is not None:
        raise Conflict("fact_of_activity")


def _note(actor: Actor, fact: Fact, before: dict[str, Any], after: dict[str, Any], reason: str) -> None:
    db.session.add(
        FactChange(
            fact_id=fact.id, before=before, after=after, reason=reason, changed_by=actor.user_id, changed_at=utc_now()
        )
    )  # fmt: skip
    record_change("programme", fact.target.programme_id)
    record_change("programme_fact", fact.id)


def _as_json(values: dict[str, Any]) -> dict[str, Any]:
    return {name: value.isoformat() if isinstance(value, date) else value for name, value in values.items()}


def _target(target_id: int) -> Target:
    target = db.session.get(Target, target_id)
    if target is None:
        raise NotFound("not_found")
    return target


def _fact(fact_id: int) -> Fact:
    fact = db.session.get(Fact, fact_id, with_for_update=True)
    if fact is None:
        raise NotFound("not_found")
    return fact
