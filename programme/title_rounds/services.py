"""Announce a round for a title, change it, and say which council judges."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select

from app.core import audit
from app.core.actor import Actor
from app.core.clock import today, utc_now
from app.core.database.base import db
from app.core.database.changes import record_change
from app.core.errors import Conflict, NotFound, RuleBroken, check_together
from app.core.policy import authorize
from catalog import fields
from catalog.enums import Level
from catalog.models import AdministrativeUnit
from programme.artisans.titles import Title
from programme.exhibits.services import check_days, free_slug
from programme.models import TitleCandidate, TitleRound
from programme.title_rounds.policies import can_keep_round
from programme.title_rounds.rules import Base, RoundState, may_give

FIRST_YEAR, LAST_YEAR = 1990, 2200
WHOLE, HIGHEST, MOST_MEMBERS = 100, 1_000_000, 200
FIXED = ("level", "unit_id", "title")
"""What stays as it is once somebody was put forward."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RoundData:
    """A round as typed. gives: it ends in the title itself; see `programme.models.TitleRound`."""

    name_vi: str
    name_en: str = ""
    level: Level
    unit: AdministrativeUnit | None = None
    year: int
    title: Title
    gives: bool
    notice: str
    notice_on: date
    last_day: date
    basis: str = ""
    percent: int | None = None
    base: Base = Base.MEMBERS
    asks_years: int | None = None
    asks_taught: int | None = None


@dataclass(frozen=True, slots=True)
class CouncilData:
    """council: the decision that set it up; members: how many it has."""

    council: str
    met_on: date
    members: int


def create_round(actor: Actor, data: RoundData, *, is_demo: bool = False) -> TitleRound:
    """Announced to everybody at once: candidates may be put forward until the last day."""
    authorize(actor, can_keep_round, data.level, data.unit)
    row = TitleRound(
        **_stored(data), slug=free_slug(TitleRound.slug, data.name_vi, "dot-xet"), is_demo=is_demo,
        created_by=actor.user_id, created_at=utc_now(),
    )  # fmt: skip
    db.session.add(row)
    db.session.flush()
    note_round(actor, row, "add")
    return row


def change_round(actor: Actor, round_id: int, data: RoundData, *, version: int | None = None) -> TitleRound:
    """Until its decision is prepared. Title, level and province stay once somebody was put forward."""
    row = load_round(actor, round_id, version)
    authorize(actor, can_keep_round, data.level, data.unit)
    refuse_unless(row, RoundState.OPEN)
    values = _stored(data)
    is_begun = db.session.scalar(select(TitleCandidate.id).where(TitleCandidate.round_id == row.id).limit(1))
    if is_begun and any(getattr(row, name) != values[name] for name in FIXED):
        raise RuleBroken("title_round_begun", "title")
    changed = sorted(name for name, value in values.items() if getattr(row, name) != value)
    for name in changed:
        setattr(row, name, values[name])
    note_round(actor, row, "edit", changed=changed)
    return row


def call_council(actor: Actor, round_id: int, data: CouncilData, *, version: int | None = None) -> TitleRound:
    """Which council judges, when it meets, how many members it has. It meets after the last day."""
    row = load_round(actor, round_id, version)
    refuse_unless(row, RoundState.OPEN)
    check_together(
        lambda: fields.required(data.council.strip(), "council"),
        lambda: _check_meeting(row, data.met_on),
        lambda: _in_range("members", data.members, 1, MOST_MEMBERS, "title_members"),
    )
    row.council, row.met_on, row.members = data.council.strip(), data.met_on, data.members
    note_round(actor, row, "council", members=data.members)
    return row


def load_round(actor: Actor, round_id: int, version: int | None = None) -> TitleRound:
    """For a change, by who keeps it. version: what the person saw. Raises NotFound, NotAllowed or Conflict."""
    row = db.session.get(TitleRound, round_id, with_for_update=True)
    if row is None:
        raise NotFound("not_found")
    authorize(actor, can_keep_round, row.level, row.unit)
    if version is not None and row.version != version:
        raise Conflict("stale")
    return row


def refuse_unless(row: TitleRound, *states: RoundState) -> None:
    """Raises Conflict where the round is in another state."""
    if row.state not in states:
        raise Conflict("title_round_settled")


def note_round(actor: Actor, row: TitleRound, verb: str, **detail: Any) -> None:
    """Write the act down and tell the caches."""
    audit.record(actor, f"programme.title_round.{verb}", row, **detail)
    record_change("title_round", row.id)


def _stored(data: RoundData) -> dict[str, Any]:
    values: dict[str, Any] = {}

    def keep(name: str, value: str) -> None:
        values[name] = value

    check_together(
        lambda: keep("name_vi", fields.required(data.name_vi.strip(), "name_vi")),
        lambda: _check_level(data),
        lambda: _in_range("year", data.year, FIRST_YEAR, LAST_YEAR, "title_round_year"),
        lambda: keep("notice", fields.required(data.notice.strip(), "notice")),
        lambda: _check_notice(data),
        lambda: _in_range("percent", data.percent, 1, WHOLE, "title_percent"),
        lambda: _in_range("asks_years", data.asks_years, 0, HIGHEST, "title_number"),
        lambda: _in_range("asks_taught", data.asks_taught, 0, HIGHEST, "title_number"),
    )
    plain = (
        "level",
        "year",
        "title",
        "gives",
        "notice_on",
        "last_day",
        "percent",
        "base",
        "asks_years",
        "asks_taught",
    )
    texts = {"name_en": data.name_en.strip(), "basis": data.basis.strip()}
    return (
        values
        | texts
        | {name: getattr(data, name) for name in plain}
        | {"unit_id": data.unit.id if data.unit is not None else None}
    )


def _check_level(data: RoundData) -> None:
    of_nation = data.level == Level.NATIONAL
    if not of_nation and (data.unit is None or data.unit.valid_until is not None):
        raise RuleBroken("title_round_level", "unit_id")
    if of_nation and not data.gives:
        raise RuleBroken("title_round_ends", "ends_in")
    if data.gives and not may_give(data.title, of_nation=of_nation):
        raise RuleBroken("title_round_gives", "ends_in")


def _check_notice(data: RoundData) -> None:
    check_days(notice_on=data.notice_on, last_day=data.last_day)
    if data.notice_on > today():
        raise RuleBroken("date_in_future", "notice_on")
    if data.last_day < data.notice_on:
        raise RuleBroken("title_round_days", "last_day")


def _check_meeting(row: TitleRound, day: date) -> None:
    check_days(met_on=day)
    if day > today():
        raise RuleBroken("date_in_future", "met_on")
    if day <= row.last_day:
        raise RuleBroken("title_before_last_day", "met_on")


def _in_range(field: str, number: int | None, low: int, high: int, code: str) -> None:
    if number is not None and not low <= number <= high:
        raise RuleBroken(code, field)
