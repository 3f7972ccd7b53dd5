"""An officer's decisions on a facility: verified, returned, suspended, and on changes to verified facts."""

from collections.abc import Iterable

from app.core import audit
from app.core.actor import Actor
from app.core.clock import today, utc_now
from app.core.database.base import db
from app.core.database.changes import record_change
from app.core.errors import Conflict, RuleBroken
from app.core.policy import authorize
from app.core.text import sort_key
from catalog.acts import check_version, facility_changed, load, move, propose, reasons_given, send_letter
from catalog.enums import FacilityReason, FacilityState
from catalog.facilities.consent import needs_consent
from catalog.history import clear_unchecked, note_change
from catalog.lifecycle import FacilityAct, next_facility_state
from catalog.models import AdministrativeUnit, Facility
from catalog.names import skeleton
from catalog.policies import can_review_facility
from catalog.units.communes import commune_key_of


def verify_facility(actor: Actor, facility_id: int, *, version: int | None = None) -> Facility:
    """The officer has verified the facility; its page becomes public."""
    facility = _judged(actor, facility_id, version)
    if needs_consent(facility.kind) and facility.consent_at is None:
        raise RuleBroken("consent_missing")
    facility.state = move(next_facility_state, FacilityState(facility.state), FacilityAct.VERIFY)
    facility.verified_at, facility.verified_by = utc_now(), actor.user_id
    facility.return_reason, facility.return_reasons = "", []
    facility.unchecked, facility.unchecked_at = {}, None
    note_change(facility, "published")
    audit.record(actor, "catalog.facility.verify", facility)
    facility_changed(facility)
    record_change("site", "facilities")
    send_letter("facility_verified", facility)
    return facility


def return_facility(
    actor: Actor,
    facility_id: int,
    reasons: Iterable[FacilityReason] = (),
    text: str = "",
    *,
    version: int | None = None,
) -> Facility:
    """Send a registration back with reasons that the facility reads."""
    facility = _judged(actor, facility_id, version)
    codes = reasons_given(reasons, text)
    facility.state = move(next_facility_state, FacilityState(facility.state), FacilityAct.RETURN)
    facility.return_reasons, facility.return_reason = codes, text
    audit.record(actor, "catalog.facility.return", facility, reasons=codes, text=text)
    send_letter("facility_returned", facility, reasons=codes, text=text)
    return facility


def suspend_facility(actor: Actor, facility_id: int, text: str, *, version: int | None = None) -> Facility:
    """Suspend a verified facility and its products until it is reinstated."""
    facility = _judged(actor, facility_id, version)
    if not text:
        raise RuleBroken("reason_text_required", "reason")
    facility.state = move(next_facility_state, FacilityState(facility.state), FacilityAct.SUSPEND)
    facility.return_reason = text
    audit.record(actor, "catalog.facility.suspend", facility, text=text)
    facility_changed(facility)
    record_change("site", "facilities")
    send_letter("facility_suspended", facility, text=text)
    return facility


def reinstate_facility(actor: Actor, facility_id: int, *, version: int | None = None) -> Facility:
    """End a suspension."""
    facility = _judged(actor, facility_id, version)
    _work_again(facility, FacilityAct.REINSTATE)
    facility.return_reason = ""
    audit.record(actor, "catalog.facility.reinstate", facility)
    _told_all(facility, _letter_of(facility, "facility_reinstated"))
    return facility


def _work_again(facility: Facility, act: FacilityAct) -> None:
    """Public as before; withdrawn where the person has taken their consent back meanwhile."""
    if needs_consent(facility.kind) and facility.consent_at is None:
        act = FacilityAct.RELEASE_UNNAMED
    facility.state = move(next_facility_state, FacilityState(facility.state), act)


def _letter_of(facility: Facility, letter: str) -> str:
    return letter if facility.state == FacilityState.VERIFIED else "facility_unnamed"


def close_facility(actor: Actor, facility_id: int, text: str, *, version: int | None = None) -> Facility:
    """Note that a facility has stopped working: its address says so, its certificates stay."""
    facility = _judged(actor, facility_id, version)
    if not text:
        raise RuleBroken("reason_text_required", "reason")
    before = {"state": facility.state, "reason": facility.return_reason}
    facility.state = move(next_facility_state, FacilityState(facility.state), FacilityAct.CLOSE)
    facility.return_reason, facility.closed_on, facility.closed_from = text, today(), before
    propose(facility, {})
    audit.record(actor, "catalog.facility.close", facility, text=text)
    _told_all(facility, "facility_closed", text)
    return facility


def reopen_facility(actor: Actor, facility_id: int, *, version: int | None = None) -> Facility:
    """A facility that had stopped works again; its pages are public as before, and its suspension goes on if it was
    closed during one.
    """
    facility = _judged(actor, facility_id, version)
    before = facility.closed_from
    was_suspended = before.get("state") == FacilityState.SUSPENDED
    if was_suspended:
        facility.state = move(
            next_facility_state, FacilityState(facility.state), FacilityAct.REOPEN_SUSPENDED
        )
    else:
        _work_again(facility, FacilityAct.REOPEN)
    facility.return_reason = before.get("reason", "") if was_suspended else ""
    facility.closed_on, facility.closed_from = None, {}
    audit.record(actor, "catalog.facility.reopen", facility)
    letter = "facility_reopened_suspended" if was_suspended else _letter_of(facility, "facility_reopened")
    _told_all(facility, letter, facility.return_reason)
    return facility


def _told_all(facility: Facility, letter: str, text: str = "") -> None:
    facility_changed(facility)
    record_change("site", "facilities")
    send_letter(letter, facility, text=text)


def accept_facility_changes(actor: Actor, facility_id: int, *, version: int | None = None) -> Facility:
    """Let proposed values take effect, and remove the marks from those that show already."""
    facility = _judged(actor, facility_id, version)
    proposed = _waiting(facility)
    if needs_consent(str(proposed.get("kind", facility.kind))) and facility.consent_at is None:
        raise RuleBroken("consent_missing")
    for name, value in proposed.items():
        note_change(facility, "accepted", name, getattr(facility, name), value)
        setattr(facility, name, value)
    clear_unchecked(facility)
    facility.sort_key, facility.skeleton = sort_key(facility.name), skeleton(facility.name)
    unit = db.session.get_one(AdministrativeUnit, facility.unit_id)
    facility.commune_key = commune_key_of(facility.commune, unit.present.code)
    propose(facility, {})
    facility.return_reason = ""
    audit.record(actor, "catalog.facility.accept_changes", facility, accepted=proposed)
    facility_changed(facility)
    send_letter("facility_changes_accepted", facility)
    return facility


def refuse_facility_changes(
    actor: Actor, facility_id: int, text: str, *, version: int | None = None
) -> Facility:
    """Drop the proposed changes; the facility reads why."""
    facility = _judged(actor, facility_id, version)
    proposed = _waiting(facility)
    if not text:
        raise RuleBroken("reason_text_required", "reason")
    for name in proposed:
        note_change(facility, "refused", name)
    propose(facility, {})
    facility.return_reason = text
    audit.record(actor, "catalog.facility.refuse_changes", facility, refused=proposed, text=text)
    send_letter("facility_changes_refused", facility, text=text)
    return facility


def _judged(actor: Actor, facility_id: int, version: int | None) -> Facility:
    facility = load(Facility, facility_id)
    authorize(actor, can_review_facility, facility)
    check_version(facility, version)
    return facility


def _waiting(facility: Facility) -> dict[str, object]:
    if not (facility.proposed or facility.unchecked):
        raise Conflict("nothing_proposed")
    return dict(facility.proposed)
