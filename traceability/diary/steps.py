"""The diary as the scan page shows it."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from app.core.clock import VIETNAM
from app.web.filters import date_text, number_text
from app.web.i18n import translate
from traceability.diary.entries.measures import MEASURES
from traceability.diary.gaps import Gap, Step, find_gaps
from traceability.diary.photos.files import PhotoView, is_shown, photo_view
from traceability.diary.services import LATE
from traceability.diary_claims.rules import is_held
from traceability.enums import ClaimState, EventKind
from traceability.models import Lot, TraceEvent
from traceability.terms import CLAIM_STATES, EVENT_ICONS, EVENT_KINDS, READINGS, quantity_text


def expected_of(lot: Lot) -> list[str] | None:
    """The steps required for every lot when this one was opened; None for raw material."""
    return list(lot.snapshot.get("diary", ())) if "group" in lot.snapshot else None


def steps_of(
    events: list[TraceEvent], *, public_only: bool, expected: Sequence[str] | None
) -> list[dict[str, Any]]:
    """The diary as steps: a correction is shown at the entry it declares wrong, late entries say so, and a
    missing required step has a line that says between which days. expected: as of `expected_of`.
    """
    corrections = {event.corrects_id: event for event in events if event.kind == EventKind.CORRECT}
    entries = [e for e in events if e.kind != EventKind.CORRECT]
    shown = [e for e in entries if e.is_public or not public_only]
    steps = [_step(event, corrections.get(event.id), public_only=public_only) for event in shown]
    if expected is not None:
        standing = [e for e in entries if e.id not in corrections]
        _tell_gaps(steps, shown, standing, expected)
    return steps


def _tell_gaps(
    steps: list[dict[str, Any]],
    shown: list[TraceEvent],
    standing: list[TraceEvent],
    expected: Sequence[str],
) -> None:
    """steps: of the entries shown. standing: entries, shown or not, that no correction declares wrong."""
    at = {event.id: place for place, event in enumerate(shown)}
    places = [at[e.id] for e in standing if e.id in at]
    told = [Step(e.kind, _day(e), shown=e.id in at) for e in standing]
    for gap in find_gaps(told, expected):
        steps[places[gap.before]]["gaps"].append(_gap_text(gap))


def _gap_text(gap: Gap) -> str:
    what = " / ".join(translate(EVENT_KINDS[EventKind(kind)]) for kind in gap.kinds)
    until = date_text(gap.until)
    if gap.since is None:
        return translate("No entry “%(what)s” before %(until)s.", what=what, until=until)
    if gap.since == gap.until:
        return translate("No entry “%(what)s” on %(until)s or before.", what=what, until=until)
    since = date_text(gap.since)
    return translate(
        "No entry “%(what)s” between %(since)s and %(until)s.", what=what, since=since, until=until
    )


def _day(event: TraceEvent) -> date:
    return event.happened_at.astimezone(VIETNAM).date()


def _step(event: TraceEvent, correction: TraceEvent | None, *, public_only: bool) -> dict[str, Any]:
    days = (event.recorded_at - event.happened_at).days
    kind = EventKind(event.kind)
    return {
        "event": event,
        **_words(event, correction, public_only=public_only),
        "title": translate(EVENT_KINDS[kind]),
        "icon": EVENT_ICONS[kind],
        "at": _when(event),
        "quantity": quantity_text(event.quantity, event.unit),
        "party_is_source": kind == EventKind.RECEIVE,
        "late_days": days if event.recorded_at - event.happened_at > LATE else 0,
        "correction": correction,
        "hash": event.event_hash,
        "picture": _event_photo(event, correction, public_only=public_only),
        "gaps": [],
    }


def _words(event: TraceEvent, correction: TraceEvent | None, *, public_only: bool) -> dict[str, Any]:
    """What the maker wrote; the public does not read claims before an officer has accepted it.
    held: what stands there instead. claims: how such words stand, for maker and officer.
    """
    found = {"note": event.note, "place": event.place, "party": event.party, "readings": _readings(event)}
    found |= {"held": "", "reason": correction.note if correction is not None else ""}
    if not public_only:
        return found | {"claims": translate(CLAIM_STATES[ClaimState(event.claims)]) if event.claims else ""}
    held = translate("The maker's words are not shown: they make claims that no officer has accepted.")
    if is_held(event):
        found |= {"note": "", "place": "", "party": "", "held": held}
        found["readings"] = _readings(event, measured_only=True)
    if correction is not None and is_held(correction):
        found["reason"] = translate("reason not shown")
    return found


def _when(event: TraceEvent) -> str:
    local = event.happened_at.astimezone(VIETNAM)
    day = date_text(local.date())
    return f"{local:%H:%M}, {day}" if event.happened_precision == "minute" else day


def _readings(event: TraceEvent, *, measured_only: bool = False) -> list[str]:
    found = []
    for reading in event.readings:
        kind, value = reading["kind"], str(reading["value"])
        if kind == "conforms":
            found.append(translate("Result: passed") if value == "yes" else translate("Result: not passed"))
        elif kind == "confirmed":
            if measured_only:
                continue
            found.append(translate("Saved anyway: %(reason)s", reason=value))
        elif kind == "since":
            found.append(f"{translate(READINGS[kind])} {date_text(date.fromisoformat(value))}")
        else:
            found.append(f"{translate(READINGS[kind])} {number_text(value)}{MEASURES[kind].sign}")
    return found


def _event_photo(event: TraceEvent, correction: TraceEvent | None, *, public_only: bool) -> PhotoView | None:
    """The public sees a photo that the maker shows, of a valid entry."""
    picture = event.picture
    if not picture or (public_only and (correction is not None or not is_shown(picture))):
        return None
    alt = translate("Photo: %(what)s", what=translate(EVENT_KINDS[EventKind(event.kind)]))
    return photo_view(event.id, picture, alt, private=not public_only)


def hour_text(at: datetime | None) -> str:
    """The day of the first scan."""
    return date_text(at.astimezone(VIETNAM).date()) if at else ""
