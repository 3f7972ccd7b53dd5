"""Conditions of officers' lists: words in names and numbers, states, what holds on a day."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, case, func, literal

from app.core.clock import today
from catalog.enums import TrademarkState, Validity
from catalog.models import Award, Facility, Trademark
from catalog.names import number_key, skeleton
from catalog.validity import EXPIRY_NOTICE
from programme.models import CraftVillage

Condition = ColumnElement[bool]


def equal(column: Any, code: str) -> Callable[[date], Condition]:
    return lambda _day: column == code


def beside(column: Any) -> Any:
    """The column where no index is to be taken for it: SQLite would begin with all that were never revoked."""
    return func.coalesce(column, column)


def mostly(column: Any, code: str) -> Callable[[date], Condition]:
    """What most rows are, so that its index would be read whole."""
    return lambda _day: beside(column) == code


def states_of(column: Any, codes: Any, usual: str) -> dict[str, Callable[[date], Condition]]:
    return {code: (mostly if code == usual else equal)(column, code) for code in codes}


def is_there(column: Any) -> Callable[[date], Condition]:
    return lambda _day: column.is_not(None)


def in_maker(text: str) -> Condition:
    """Part of the facility's name, whatever its marks, case and legal form."""
    words = skeleton(text)
    return Facility.skeleton.contains(words, autoescape=True) if words else literal(False)


def in_key(column: Any, text: str) -> Any:
    words = number_key(text)
    return column.contains(words, autoescape=True) if words else literal(False)


def in_number(column: Any, text: str) -> Any:
    return column.icontains(text, autoescape=True)


def in_digits(column: Any, text: str) -> Any:
    return column.contains(text, autoescape=True) if text.isdecimal() else literal(False)


def _over(entity: Any, day: date) -> Any:
    """Taken back by that day."""
    return entity.revoked_on.is_not(None) & (entity.revoked_on <= day)


def _past(entity: Any, day: date) -> Any:
    return entity.valid_until.is_not(None) & (entity.valid_until < day)


def _paused(entity: Any, day: date) -> Any:
    return entity.suspended_on.is_not(None) & (entity.suspended_on <= day)


def is_in_force(entity: Any, day: date) -> Any:
    """The same rule as `validity_on`, in SQL."""
    until = entity.valid_until
    holds = until >= day if entity is Award else until.is_(None) | (until >= day)
    rule = ~_over(entity, day) & holds & (beside(entity.issued_on) <= day)
    return rule & ~_paused(entity, day) if entity is Award else rule


def _ends_soon(entity: Any, day: date) -> Any:
    return is_in_force(entity, day) & (entity.valid_until <= day + EXPIRY_NOTICE)


def validities(entity: Any) -> dict[str, Callable[[date], Condition]]:
    found: dict[str, Callable[[date], Condition]] = {
        Validity.VALID: lambda day: is_in_force(entity, day),
        Validity.EXPIRING: lambda day: _ends_soon(entity, day),
        Validity.EXPIRED: lambda day: ~_over(entity, day) & _past(entity, day),
        Validity.REVOKED: lambda day: _over(entity, day),
    }
    if entity is Award:
        found[Validity.SUSPENDED] = lambda day: ~_over(Award, day) & ~_past(Award, day) & _paused(Award, day)
    return found


def stands_as(own: Select[Any]) -> Mapping[str, Callable[[], Condition]]:
    """How something stands by its recognitions: the first rule that holds, in the order of `recognition_of`. own: all
    its recognitions, those taken back too.
    """
    states = validities(Award)

    def has(state: str) -> Callable[[], Condition]:
        return lambda: own.where(states[state](today())).exists()

    return {
        "in-force": has(Validity.VALID),
        "suspended": has(Validity.SUSPENDED),
        "expired": has(Validity.EXPIRED),
        "revoked": has(Validity.REVOKED),
        "not-yet": own.exists,
        "never": lambda: ~own.exists(),
    }


def place_of(own: Select[Any]) -> Any:
    """Of the rule of `stands_as` that holds, in one look at the recognitions for all of its rules."""
    states = validities(Award)
    order = (Validity.VALID, Validity.SUSPENDED, Validity.EXPIRED, Validity.REVOKED)
    day = today()
    at = case(*((states[state](day), place) for place, state in enumerate(order)), else_=len(order))
    return func.coalesce(own.with_only_columns(func.min(at)).scalar_subquery(), len(order) + 1)


def is_recognised_place(day: date) -> Condition:
    """A place taken off the site is no longer held to be there, whatever was written about its recognition."""
    return CraftVillage.withdrawn_at.is_(None) & ~has_lost_recognition(day)


def has_lost_recognition(day: date) -> Condition:
    return CraftVillage.revoked_on.is_not(None) & (CraftVillage.revoked_on <= day)


def mark_ends(day: date) -> Condition:
    end = day + EXPIRY_NOTICE
    return (Trademark.state == TrademarkState.GRANTED) & Trademark.valid_until.between(day, end)
