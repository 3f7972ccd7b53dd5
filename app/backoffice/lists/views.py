"""What a row of a list shows, on the page and in files."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from flask import has_request_context

from app.backoffice.lists.labels import OFF_SITE, SORTS_OF_THINGS, WAITS
from app.core.clock import VIETNAM
from app.web.access import may_open
from app.web.i18n import current_locale, local_url, translate
from catalog.enums import CertificateKind, CheckState, TrademarkState, Validity
from catalog.labels import CHECK_STATES, FACILITY_STATES, PRODUCT_STATES, TRADEMARK_STATES, VALIDITIES
from catalog.validity import state_of, trademark_validity, validity_on
from programme.activities.labels import STATES as ACTIVITY_STATES
from programme.activities.rules import ActivityState
from traceability.terms import LOT_STATES

Tags = list[tuple[str, str]]
"""(code, words), the code being that of a tag of the design system."""


@dataclass(frozen=True, slots=True)
class RowView:
    """sort: kind, group or level in words. since: the day of the last change, or of issue; until: the last day."""

    id: int
    name: str
    number: str
    sort: str
    facility: str
    place: str
    tags: Tags
    since: date
    until: date | None
    href: str | None
    is_demo: bool


def row_view(kind: str, row: Any, day: date, link: Callable[..., str] = local_url) -> RowView:
    """A row as a person reads it, in the language of the request. link: how addresses are made."""
    sort = SORTS_OF_THINGS[kind].get(row.sort, row.sort)
    if current_locale() == "en":
        sort = getattr(row, "sort_en", "") or sort
    unit = row.unit_en if current_locale() == "en" else row.unit_vi
    return RowView(
        id=row.id,
        name=_name(kind, row),
        number=_number(kind, row),
        sort=translate(sort) if sort else "",
        facility=row.facility,
        place=", ".join(part for part in (row.commune, unit) if part),
        tags=[(code, translate(text)) for code, text in _STATES[kind](row, day)],
        since=row.since.astimezone(VIETNAM).date() if isinstance(row.since, datetime) else row.since,
        until=getattr(row, "until", None),
        href=_address(kind, row, link),
        is_demo=row.is_demo,
    )


def _name(kind: str, row: Any) -> str:
    if kind != "papers":
        return str(row.name)
    of_a_kind = translate(SORTS_OF_THINGS["papers"].get(row.sort, row.sort))
    return row.name if row.sort == CertificateKind.OTHER and row.name else of_a_kind


def _number(kind: str, row: Any) -> str:
    if kind == "trademarks":
        return str(row.registration_number or row.application_number)
    return str(row.number)


def _address(kind: str, row: Any, link: Callable[..., str]) -> str | None:
    if kind == "recognitions":
        return link("catalog.review_award", number=row.number) if row.number else None
    if kind == "support":
        return _if_open("programme.activity", link, activity_id=row.activity_id)
    if kind == "villages":
        return _if_open("programme.village_edit", link, slug=row.slug)
    endpoint, name, more = _PAGES[kind]
    return link(endpoint, **{name: row.id}, **more)


def _if_open(endpoint: str, link: Callable[..., str], **values: Any) -> str | None:
    """Not every officer who sees the row keeps the thing."""
    return link(endpoint, **values) if not has_request_context() or may_open(endpoint) else None


_PAGES: Mapping[str, tuple[str, str, dict[str, Any]]] = {
    "facilities": ("catalog.review_facility", "facility_id", {}),
    "products": ("catalog.review_product", "product_id", {}),
    "papers": ("catalog.review_paper", "paper_id", {"kind": "certificate"}),
    "trademarks": ("catalog.review_paper", "paper_id", {"kind": "trademark"}),
    "lots": ("traceability.overseen_lot", "lot_id", {}),
}


def _listing(words: Mapping[Any, str]) -> Callable[[Any, date], Tags]:
    def tags(row: Any, _day: date) -> Tags:
        return [(row.state, words[row.state]), *([("pending", WAITS)] if row.waits else [])]

    return tags


def _recognition(row: Any, day: date) -> Tags:
    state = state_of(row, day)
    return [(str(state), VALIDITIES[state])]


def _paper(row: Any, day: date) -> Tags:
    state = validity_on(day, row.issued_on, row.valid_until, revoked_on=row.revoked_on)
    return [_check(row), (str(state), VALIDITIES[state])]


def _mark(row: Any, day: date) -> Tags:
    state = trademark_validity(TrademarkState(row.state), row.registration_date, row.valid_until, day)
    about = (str(state), VALIDITIES[state]) if state in _TOLD else (row.state, TRADEMARK_STATES[row.state])
    return [_check(row), about]


_TOLD = {Validity.EXPIRING, Validity.EXPIRED}


def _check(row: Any) -> tuple[str, str]:
    return _CHECK_TAGS[row.check_state], CHECK_STATES[row.check_state]


_CHECK_TAGS: Mapping[str, str] = {
    CheckState.UNCHECKED: "unverified",
    CheckState.CHECKED: "verified",
    CheckState.REFUSED: "refused",
}


def _lot(row: Any, _day: date) -> Tags:
    return [(row.state, LOT_STATES[row.state])]


def _support(row: Any, _day: date) -> Tags:
    return [(_ACTIVITY_TAGS[row.state], ACTIVITY_STATES[row.state])]


_ACTIVITY_TAGS: Mapping[str, str] = {
    ActivityState.PLANNED: "draft",
    ActivityState.HELD: "submitted",
    ActivityState.ACCEPTED: "verified",
    ActivityState.CANCELLED: "withdrawn",
}


def _village(row: Any, day: date) -> Tags:
    is_over = row.revoked_on is not None and row.revoked_on <= day
    withdrawn = [("withdrawn", OFF_SITE)] if row.withdrawn_at else []
    if is_over:
        return [(str(Validity.REVOKED), VALIDITIES[Validity.REVOKED]), *withdrawn]
    return withdrawn or [(str(Validity.VALID), VALIDITIES[Validity.VALID])]


_STATES: Mapping[str, Callable[[Any, date], Tags]] = {
    "facilities": _listing(FACILITY_STATES),
    "products": _listing(PRODUCT_STATES),
    "recognitions": _recognition,
    "papers": _paper,
    "trademarks": _mark,
    "lots": _lot,
    "support": _support,
    "villages": _village,
}
