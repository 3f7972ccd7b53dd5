"""A facility registers, changes its data, and withdraws."""

from collections.abc import Callable
from dataclasses import asdict, dataclass
from functools import partial
from typing import Any

from app.accounts.models import Membership
from app.core import audit
from app.core.actor import Actor, Role
from app.core.clock import today, utc_now
from app.core.database.base import db
from app.core.database.changes import record_change
from app.core.errors import Conflict, NotAllowed, NotFound, RuleBroken, check_together
from app.core.policy import authorize
from app.core.text import sort_key
from catalog import fields
from catalog.acts import check_version, facility_changed, free_slug, load, move, propose
from catalog.change_rules import FACILITY_RULES, Handling, handling_of
from catalog.enums import FacilityKind, FacilityState
from catalog.facilities.consent import CONSENT_VERSION, needs_consent
from catalog.history import mark_unchecked, note_change
from catalog.lifecycle import FacilityAct, next_facility_state
from catalog.models import AdministrativeUnit, Facility
from catalog.names import skeleton
from catalog.policies import can_manage_facility, can_register_facility, can_withdraw_facility
from catalog.standing import held_by
from catalog.units.communes import commune_key_of
from catalog.validity import AWARD

MAX_FACILITIES = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class FacilityData:
    """The data of a facility, as typed. unit_id: a unit in force today. consent: of this form."""

    name: str
    kind: str
    registration_number: str
    unit_id: int
    commune: str
    address: str
    contact_name: str
    phone: str
    email: str = ""
    website: str = ""
    about_vi: str = ""
    about_en: str = ""
    founded_year: int | None = None
    gln: str = ""
    consent: bool = False


def register_facility(actor: Actor, data: FacilityData, *, is_demo: bool = False) -> Facility:
    """A new facility to be verified by the officer of its province; the person becomes its member."""
    authorize(actor, can_register_facility)
    if len(actor.facilities) >= MAX_FACILITIES:
        raise NotAllowed("too_many_facilities", limit=MAX_FACILITIES)
    values = _stored(data)
    facility = Facility(**values, state=FacilityState.PENDING, is_demo=is_demo)
    facility.slug = free_slug(Facility, facility.name, "co-so")
    facility.created_at = facility.updated_at = utc_now()
    _keep_consent(facility, data.consent)
    db.session.add(facility)
    db.session.flush()
    if actor.user_id is not None:
        add_member(facility, actor.user_id)
    audit.record(actor, "catalog.facility.register", facility, kind=facility.kind)
    return facility


def add_member(facility: Facility, user_id: int) -> Membership:
    """Make a person a member of the facility; authorised and audited by the caller."""
    membership = Membership(
        user_id=user_id, role=Role.FACILITY, facility_id=facility.id, created_at=utc_now(), created_by=user_id
    )
    db.session.add(membership)
    return membership


def edit_facility(
    actor: Actor, facility_id: int, data: FacilityData, *, version: int | None = None
) -> Facility:
    """Change a facility's data. On a public page each change waits for an officer or is marked, by `change_rules`.
    A returned or withdrawn facility is submitted again by `submit_facility`.
    """
    facility = load(Facility, facility_id)
    authorize(actor, can_manage_facility, facility)
    check_version(facility, version)
    values, waiting = _stored(data, facility), dict[str, Any]()
    if facility.state == FacilityState.VERIFIED:
        values, waiting = _apart(facility, values)
    changed = sorted(name for name, value in values.items() if getattr(facility, name) != value)
    if facility.state == FacilityState.VERIFIED:
        _tell_history(facility, values, changed, waiting)
    for name, value in values.items():
        setattr(facility, name, value)
    propose(facility, waiting)
    facility.updated_at = utc_now()
    _keep_consent(facility, data.consent)
    if facility.verified_at is None and "name" in changed:
        facility.slug = free_slug(Facility, facility.name, "co-so", facility.id)
    audit.record(actor, "catalog.facility.edit", facility, changed=changed, proposed=waiting)
    if facility.state == FacilityState.VERIFIED:
        facility_changed(facility)
    return facility


def _apart(facility: Facility, values: dict[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """The new values of a verified facility that show at once, and those that wait for an officer."""
    new = {
        name: value
        for name, value in values.items()
        if name in FACILITY_RULES and getattr(facility, name) != value
    }
    if not new:
        return {}, {}
    held = held_by(facility)
    waiting = {
        name: value
        for name, value in new.items()
        if handling_of(FACILITY_RULES[name], value, in_force=AWARD in held, held=held) is Handling.WAIT
    }
    shown = {
        name: value for name, value in values.items() if name not in waiting and name not in _OF_THE_NAME
    }
    commune = shown.get("commune", facility.commune)
    shown["commune_key"] = commune_key_of(commune, facility.unit.present.code)  # another province waits
    return shown, waiting


def _tell_history(
    facility: Facility, values: dict[str, Any], changed: list[str], waiting: dict[str, Any]
) -> None:
    for name in changed:
        if name in FACILITY_RULES:
            note_change(facility, "changed", name, getattr(facility, name), values[name])
            mark_unchecked(facility, name)
    for name, value in waiting.items():
        if facility.proposed.get(name) != value:
            note_change(facility, "proposed", name, getattr(facility, name))


def submit_facility(actor: Actor, facility_id: int, *, version: int | None = None) -> Facility:
    """Submit a returned or withdrawn facility again."""
    facility = load(Facility, facility_id)
    authorize(actor, can_manage_facility, facility)
    check_version(facility, version)
    if needs_consent(facility.kind) and facility.consent_at is None:
        raise RuleBroken("consent_required", "consent")
    facility.state = move(next_facility_state, FacilityState(facility.state), FacilityAct.SUBMIT)
    facility.return_reason, facility.return_reasons = "", []
    facility.updated_at = utc_now()
    audit.record(actor, "catalog.facility.submit", facility)
    return facility


def withdraw_facility(actor: Actor, facility_id: int, *, version: int | None = None) -> Facility:
    """Withdraw the facility and its products from the site; its consent ends with it. One that is suspended, closed or
    merged stays so: only the consent ends.
    """
    facility = load(Facility, facility_id)
    authorize(actor, can_withdraw_facility, facility)
    check_version(facility, version)
    was_public = facility.state in {FacilityState.VERIFIED, *_STOPPED_BY_OFFICERS}
    if facility.state not in _STOPPED_BY_OFFICERS:
        facility.state = move(next_facility_state, FacilityState(facility.state), FacilityAct.WITHDRAW)
    elif facility.consent_at is None:
        raise Conflict("wrong_state")
    facility.consent_at, facility.consent_text = None, ""
    propose(facility, {})
    facility.updated_at = utc_now()
    audit.record(actor, "catalog.facility.withdraw", facility)
    if was_public:
        facility_changed(facility)
        record_change("site", "facilities")
    if facility.merged_into_id is not None:
        record_change("facility", facility.merged_into_id)  # which is found by this name no longer
    return facility


_STOPPED_BY_OFFICERS = (FacilityState.SUSPENDED, FacilityState.CLOSED, FacilityState.MERGED)
_OF_THE_NAME = ("sort_key", "skeleton")


def _stored(data: FacilityData, facility: Facility | None = None) -> dict[str, Any]:
    """The typed values as they are kept. Raises RuleBroken with every invalid field."""
    values = asdict(data)
    del values["consent"]
    kept: dict[str, Callable[[], object]] = {
        "registration_number": partial(fields.registration_number, data.registration_number),
        "phone": partial(fields.phone, data.phone),
        "email": partial(fields.email, data.email),
        "website": partial(fields.website, data.website),
        "founded_year": partial(fields.year, data.founded_year, today().year),
        "gln": partial(fields.gln, data.gln),
    }
    check_together(
        *(
            partial(fields.required, values[name], name)
            for name in ("name", "commune", "address", "contact_name", "phone")
        ),
        partial(fields.one_of, data.kind, FacilityKind, "kind"),
        partial(_check_unit, data.unit_id, facility),
        partial(_check_consent, data, facility),
        *kept.values(),
    )
    names = {"sort_key": sort_key(data.name), "skeleton": skeleton(data.name)}
    unit = db.session.get_one(AdministrativeUnit, data.unit_id)
    place = {"commune_key": commune_key_of(data.commune, unit.present.code)}
    return values | {name: keep() for name, keep in kept.items()} | names | place


def _check_consent(data: FacilityData, facility: Facility | None) -> None:
    already = facility is not None and facility.consent_at is not None
    if needs_consent(data.kind) and not data.consent and not already:
        raise RuleBroken("consent_required", "consent")


def _check_unit(unit_id: int, facility: Facility | None) -> None:
    """A facility is in a current unit; one that has not moved may keep its former unit."""
    if facility is not None and facility.unit_id == unit_id:
        return
    unit = db.session.get(AdministrativeUnit, unit_id)
    if unit is None:
        raise NotFound("unit_not_found", "unit_id")
    day = today()
    if unit.valid_from > day or (unit.valid_until is not None and unit.valid_until < day):
        raise RuleBroken("unit_not_in_force", "unit_id", unit=unit.name_vi)


def _keep_consent(facility: Facility, consent: bool) -> None:
    if consent and facility.consent_at is None:
        facility.consent_at, facility.consent_text = utc_now(), CONSENT_VERSION
