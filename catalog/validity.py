"""Whether a dated document is valid on a day. Pure."""

from calendar import monthrange
from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any, Protocol

from catalog.enums import Recognition, TrademarkState, Validity

EXPIRY_NOTICE = timedelta(days=90)
FOUR_YEARS_FROM = date(2018, 8, 16)
"""Circular 14/2018/TT-BCT came into force; Circular 26/2014/TT-BCT gave three years before."""

RENEWAL_MONTHS = 6
"""The renewal of a trademark may be asked for in so many months before its end, and late in as many after it."""
TRADEMARK_MONTHS = 120
"""A trademark is protected for ten years from the day of application, and for ten more by each renewal."""

AWARD = "award"
HOLDING = frozenset({Validity.VALID, Validity.EXPIRING})


def validity_on(
    day: date,
    valid_from: date | None,
    valid_until: date | None,
    *,
    suspended_on: date | None = None,
    revoked_on: date | None = None,
) -> Validity:
    """The state of a paper on a day. Both ends are inclusive; None is an open end. Revocation comes first,
    then the end of its term, then a suspension.
    """
    if revoked_on is not None and revoked_on <= day:
        return Validity.REVOKED
    if valid_until is not None and valid_until < day:
        return Validity.EXPIRED
    if suspended_on is not None and suspended_on <= day:
        return Validity.SUSPENDED
    if valid_from is not None and day < valid_from:
        return Validity.NOT_YET
    if valid_until is not None and valid_until - day <= EXPIRY_NOTICE:
        return Validity.EXPIRING
    return Validity.VALID


def award_valid_until(issued_on: date, years: int | None = None) -> date:
    """31 December of the fourth year counted from the year of issue, that year included (2026 -> 2029).

    Third year for what was issued before 16 August 2018. years: another count, at least 1.
    """
    if years is None:
        years = 4 if issued_on >= FOUR_YEARS_FROM else 3
    if years < 1:
        raise ValueError("an award is valid in its year of issue at least")
    return date(issued_on.year + years - 1, 12, 31)


def trademark_validity(
    state: TrademarkState, registered_on: date | None, valid_until: date | None, day: date
) -> Validity | None:
    """Whether a mark is protected on a day; None where it never was (filed, published, refused, withdrawn).

    valid_until: None for a geographical indication, which has no end.
    """
    if state is TrademarkState.CANCELLED:
        return Validity.REVOKED
    if state is TrademarkState.GRANTED:
        return validity_on(day, registered_on, valid_until)
    return None


def protected_until(stated: date | None, filed_on: date | None, renewed_on: Iterable[date]) -> date | None:
    """The last day of a granted trademark: as stated, else ten years after its application, and ten years further for
    each renewal about that end. None where neither day is known.
    """
    until = stated or (months_after(filed_on, TRADEMARK_MONTHS) if filed_on is not None else None)
    for day in sorted(renewed_on):
        if until is not None and months_after(until, -RENEWAL_MONTHS) <= day <= months_after(
            until, RENEWAL_MONTHS
        ):
            until = months_after(until, TRADEMARK_MONTHS)
    return until


class Dated(Protocol):
    """A recognition, as far as its state on a day goes."""

    def validity_on(self, day: date) -> Validity: ...


def held_recognitions(
    awards: Iterable[Dated], papers: Iterable[tuple[str, Dated]], on: date
) -> frozenset[str]:
    """What holds on a day: kinds of certificates, and AWARD for a recognition of the programme. papers: checked
    certificates, each with its kind.
    """
    kinds = {kind for kind, paper in papers if paper.validity_on(on) in HOLDING}
    return frozenset(kinds | {AWARD for award in awards if award.validity_on(on) in HOLDING})


def recognition_of(awards: Iterable[Dated], day: date) -> Recognition:
    """The status of a product on a day: valid recognitions decide, then expired ones, then revoked ones."""
    states = {award.validity_on(day) for award in awards}
    if states & HOLDING:
        return Recognition.IN_FORCE
    for state, standing in (
        (Validity.SUSPENDED, Recognition.SUSPENDED),
        (Validity.EXPIRED, Recognition.EXPIRED),
        (Validity.REVOKED, Recognition.REVOKED),
    ):
        if state in states:
            return standing
    return Recognition.NONE


def months_after(day: date, months: int) -> date:
    """The same day of another month, its last day where that month is shorter."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def state_of(award: Any, day: date) -> Validity:
    """The state of a recognition on a day, as an entity or as its columns."""
    ended = {"suspended_on": award.suspended_on, "revoked_on": award.revoked_on}
    return validity_on(day, award.issued_on, award.valid_until, **ended)
