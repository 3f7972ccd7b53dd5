"""What officers can list of their area: for each kind its columns, the words it is found by, its states and orders.

Every statement joins the facility and its unit, so that one rule (`in_scope`) decides what an officer sees.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, func, literal, or_, select
from sqlalchemy.orm import aliased

from catalog.enums import CheckState, FacilityState, ProductState, TrademarkState, Validity
from catalog.models import AdministrativeUnit, Award, Certificate, Facility, Product, Trademark
from catalog.names import number_key, skeleton
from catalog.validity import EXPIRY_NOTICE
from traceability.enums import LotState
from traceability.models import Lot

Condition = ColumnElement[bool]
ENDLESS = date(9999, 12, 31)
"""Where a paper without an end stands in the order of ends."""
present = aliased(AdministrativeUnit)
_nothing: Any = literal("")


@dataclass(frozen=True, slots=True)
class Kind:
    """rows: the statement without order. key: the primary key. name, since: what it is ordered by; until: None where
    nothing ends. finds: what the words typed are looked for in. states: state -> rule on a day.
    """

    rows: Select[Any]
    key: Any
    name: Any
    since: Any
    finds: Callable[[str], Condition]
    states: Mapping[str, Callable[[date], Condition]]
    until: Any = None
    group: Any = None


def _of(entity: Any, facility: Any, *columns: Any) -> Select[Any]:
    """The columns with those of the facility and of its unit of today."""
    query = select(
        *columns,
        Facility.id.label("facility_id"),
        Facility.name.label("facility"),
        Facility.commune,
        present.name_vi.label("unit_vi"),
        present.name_en.label("unit_en"),
    ).select_from(entity)
    if entity is not Facility:
        query = query.join(Facility, Facility.id == facility)
    query = query.join(AdministrativeUnit, AdministrativeUnit.id == Facility.unit_id)
    return query.join(
        present, present.id == func.coalesce(AdministrativeUnit.successor_id, AdministrativeUnit.id)
    )


def _equal(column: Any, code: str) -> Callable[[date], Condition]:
    return lambda _day: column == code


def _holds(column: Any) -> Callable[[date], Condition]:
    return lambda _day: column.is_not(None)


def _maker(text: str) -> Condition:
    """Part of the facility's name, whatever its marks, case and legal form."""
    words = skeleton(text)
    return Facility.skeleton.contains(words, autoescape=True) if words else literal(False)


def _key(column: Any, text: str) -> Any:
    words = number_key(text)
    return column.contains(words, autoescape=True) if words else literal(False)


def _number(column: Any, text: str) -> Any:
    return column.icontains(text, autoescape=True)


def _over(entity: Any, day: date) -> Any:
    """Taken back by that day."""
    return entity.revoked_on.is_not(None) & (entity.revoked_on <= day)


def _past(entity: Any, day: date) -> Any:
    return entity.valid_until.is_not(None) & (entity.valid_until < day)


def _paused(entity: Any, day: date) -> Any:
    return entity.suspended_on.is_not(None) & (entity.suspended_on <= day)


def _in_force(entity: Any, day: date) -> Any:
    """The same rule as `validity_on`, in SQL."""
    rule = ~_over(entity, day) & ~_past(entity, day) & (entity.issued_on <= day)
    return rule & ~_paused(entity, day) if entity is Award else rule


def _ends_soon(entity: Any, day: date) -> Any:
    return _in_force(entity, day) & (entity.valid_until <= day + EXPIRY_NOTICE)


def _validities(entity: Any) -> dict[str, Callable[[date], Condition]]:
    found: dict[str, Callable[[date], Condition]] = {
        Validity.VALID: lambda day: _in_force(entity, day),
        Validity.EXPIRING: lambda day: _ends_soon(entity, day),
        Validity.EXPIRED: lambda day: ~_over(entity, day) & _past(entity, day),
        Validity.REVOKED: lambda day: _over(entity, day),
    }
    if entity is Award:
        found[Validity.SUSPENDED] = lambda day: ~_over(Award, day) & ~_past(Award, day) & _paused(Award, day)
    return found


def _mark_ends(day: date) -> Condition:
    end = day + EXPIRY_NOTICE
    return (Trademark.state == TrademarkState.GRANTED) & Trademark.valid_until.between(day, end)


FACILITIES = Kind(
    rows=_of(
        Facility, None, Facility.id, Facility.name, Facility.kind.label("sort"),
        func.coalesce(Facility.registration_number, "").label("number"), Facility.state,
        Facility.proposed_at.is_not(None).label("waits"), Facility.updated_at.label("since"), Facility.is_demo,
    ),
    key=Facility.id, name=Facility.sort_key, since=Facility.updated_at,
    finds=lambda text: or_(_maker(text), _number(Facility.registration_number, text)),
    states={**{state: _equal(Facility.state, state) for state in FacilityState},
            "changes": _holds(Facility.proposed_at)},
)  # fmt: skip
PRODUCTS = Kind(
    rows=_of(
        Product, Product.facility_id, Product.id, Product.name_vi.label("name"), Product.group.label("sort"),
        func.coalesce(Product.gtin, "").label("number"), Product.state,
        or_(Product.proposed_at.is_not(None), Product.unchecked_at.is_not(None)).label("waits"),
        Product.updated_at.label("since"), Product.is_demo,
    ),
    key=Product.id, name=Product.sort_key, since=Product.updated_at, group=Product.group,
    finds=lambda text: or_(_key(Product.name_key, text), _number(Product.gtin, text), _maker(text)),
    states={**{state: _equal(Product.state, state) for state in ProductState},
            "changes": lambda _day: or_(Product.proposed_at.is_not(None), Product.unchecked_at.is_not(None))},
)  # fmt: skip
RECOGNITIONS = Kind(
    rows=_of(
        Award, Product.facility_id, Award.id, Award.product_name.label("name"), Award.level.label("sort"),
        func.coalesce(Award.number, "").label("number"), Award.year, Award.issued_on, Award.valid_until,
        Award.suspended_on, Award.revoked_on, Award.issued_on.label("since"), Award.valid_until.label("until"),
        Award.is_demo,
    ).join(Product, Product.id == Award.product_id),
    key=Award.id, name=Award.sort_key, since=Award.issued_on, until=Award.valid_until, group=Product.group,
    finds=lambda text: or_(_key(Product.name_key, text), _key(Award.number_key, text), _maker(text)),
    states=_validities(Award),
)  # fmt: skip
PAPERS = Kind(
    rows=_of(
        Certificate, Certificate.facility_id, Certificate.id, Certificate.title.label("name"),
        Certificate.kind.label("sort"), Certificate.number, Certificate.check_state, Certificate.issued_on,
        Certificate.valid_until, Certificate.revoked_on, Certificate.updated_at.label("since"),
        Certificate.valid_until.label("until"), Certificate.is_demo,
    ),
    key=Certificate.id, name=Facility.sort_key, since=Certificate.updated_at,
    until=func.coalesce(Certificate.valid_until, ENDLESS),
    finds=lambda text: or_(_number(Certificate.number, text), _maker(text)),
    states={**{state: _equal(Certificate.check_state, state) for state in CheckState}, **_validities(Certificate)},
)  # fmt: skip
TRADEMARKS = Kind(
    rows=_of(
        Trademark, Trademark.facility_id, Trademark.id, Trademark.name, Trademark.kind.label("sort"),
        Trademark.state, Trademark.registration_number, Trademark.application_number, Trademark.check_state,
        Trademark.registration_date, Trademark.valid_until, Trademark.updated_at.label("since"),
        Trademark.valid_until.label("until"), Trademark.is_demo,
    ),
    key=Trademark.id, name=Trademark.name, since=Trademark.updated_at,
    until=func.coalesce(Trademark.valid_until, ENDLESS),
    finds=lambda text: or_(
        _key(Trademark.name_key, text), _number(Trademark.registration_number, text),
        _number(Trademark.application_number, text), _maker(text),
    ),
    states={**{state: _equal(Trademark.check_state, state) for state in CheckState},
            **{f"mark-{state}": _equal(Trademark.state, state) for state in TrademarkState},
            Validity.EXPIRING: _mark_ends},
)  # fmt: skip
LOTS = Kind(
    rows=_of(
        Lot, Lot.facility_id, Lot.id, func.coalesce(Product.name_vi, Lot.name).label("name"),
        _nothing.label("sort"), Lot.code.label("number"), Lot.state, Lot.created_at.label("since"),
        Lot.best_before.label("until"), Lot.is_demo,
    ).outerjoin(Product, Product.id == Lot.product_id),
    key=Lot.id, name=Lot.code, since=Lot.created_at, until=func.coalesce(Lot.best_before, ENDLESS),
    finds=lambda text: or_(_number(Lot.code, text), _key(Product.name_key, text), _maker(text)),
    states={state: _equal(Lot.state, state) for state in LotState},
)  # fmt: skip

KINDS: Mapping[str, Kind] = {
    "facilities": FACILITIES,
    "products": PRODUCTS,
    "recognitions": RECOGNITIONS,
    "papers": PAPERS,
    "trademarks": TRADEMARKS,
    "lots": LOTS,
}
