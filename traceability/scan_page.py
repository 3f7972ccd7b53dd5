"""What the scan page shows, in the order of a phone's screen. Drawn from a `ScanView`."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from app.core.clock import VIETNAM, today
from app.web.filters import date_text, number_text
from app.web.i18n import current_locale, local_url, translate
from catalog.enums import CheckState, Validity
from catalog.labels import CERTIFICATE_KINDS, LEVELS
from catalog.models import Award
from catalog.queries.awards import best_award
from catalog.queries.public import shown_papers
from catalog.views import PictureView
from traceability.clone_signals import SignalKind
from traceability.codes import grouped
from traceability.diary_gaps import Gap, Step, find_gaps
from traceability.enums import CodeState, EventKind, RecallKind, RunKind
from traceability.identity import certificate_url, facility_url, product_url
from traceability.labels_text import EVENT_ICONS, EVENT_KINDS, READINGS, unit_text
from traceability.models import Lot, Recall, TraceEvent
from traceability.photos import PhotoView, is_shown, photo_view
from traceability.queries.public import ScanView
from traceability.readings import MEASURES
from traceability.services.diary import LATE
from traceability.signal_pages import PUBLIC_TEXTS


@dataclass(frozen=True, slots=True)
class Said:
    """A text and, where it is not in the page's language, its own."""

    text: str
    lang: str = ""


def said(vi: str, en: str = "") -> Said:
    """The text in the page's language, else the Vietnamese, marked."""
    if current_locale() == "vi":
        return Said(vi)
    return Said(en) if en else Said(vi, "vi" if vi else "")


def quantity_text(quantity: Any, unit: str) -> str:
    """`300 kg`, in the page's language; empty where nothing is stated."""
    return f"{number_text(quantity)} {unit_text(unit, quantity)}".strip() if quantity is not None else ""


def scan_page(view: ScanView) -> dict[str, Any]:
    """The template's context."""
    lot, snapshot = view.lot, view.lot.snapshot
    facility = snapshot["facility"]
    english = current_locale() == "en"
    hidden = translate("A producer who is not named")
    return {
        "view": view,
        "lot": lot,
        "name": said(snapshot["name_vi"], snapshot["name_en"]),
        "picture": _picture(snapshot, english=english),
        "maker": Said(facility["name"], "vi" if english else "") if view.maker_shown else Said(hidden),
        "province": facility["unit_en"] if english else facility["unit_vi"],
        "address": facility["address"] if view.maker_shown else "",
        "past_best_before": lot.best_before is not None and lot.best_before < today(),
        "made_from": _made_from(view),
        "papers": _papers(view),
        "award": _award(view),
        "recalls": [recall_view(recall) for recall in view.recalls],
        "past_recalls": [recall_view(recall) for recall in view.past_recalls],
        "steps": steps_of(view.events, public_only=True, expected=expected_of(lot)),
        "signals": [translate(PUBLIC_TEXTS[SignalKind(signal.kind)]) for signal in view.signals],
        "is_item": view.code.kind == RunKind.ITEM,
        "code_state": view.code.state,
        "grouped_code": grouped(view.code.code),
        "maker_url": facility_url(lot.facility.slug, current_locale()),
        "product_url": product_url(lot.product.slug, current_locale()) if lot.product is not None else "",
        "is_sold": view.code.state == CodeState.SOLD,
    }


def recall_view(recall: Recall) -> dict[str, Any]:
    """One notice, with the lot it was given for."""
    return {
        "is_recall": recall.kind == RecallKind.RECALL,
        "reason": said(recall.reason_vi, recall.reason_en),
        "advice": said(recall.advice_vi, recall.advice_en),
        "on": recall.created_at.astimezone(VIETNAM).date(),
        "until": recall.undone_at.astimezone(VIETNAM).date() if recall.undone_at else None,
        "by_officer": recall.by_officer,
        "lot": recall.lot.code,
        "lot_id": recall.lot_id,
        "name": recall.lot.snapshot["name_vi"],
    }


def expected_of(lot: Lot) -> list[str] | None:
    """The steps that the maker expected of every lot when this one was opened; None for raw material."""
    return list(lot.snapshot.get("diary", ())) if "group" in lot.snapshot else None


def steps_of(
    events: list[TraceEvent], *, public_only: bool, expected: Sequence[str] | None
) -> list[dict[str, Any]]:
    """The diary as steps: a correction shows at the entry it declares wrong, late entries say so, and where an
    expected step has no entry a line says between which days. expected: as of `expected_of`.
    """
    corrections = {event.corrects_id: event for event in events if event.kind == EventKind.CORRECT}
    entries = [e for e in events if e.kind != EventKind.CORRECT]
    shown = [e for e in entries if e.is_public or not public_only]
    steps = [_step(event, corrections.get(event.id), public_only=public_only) for event in shown]
    standing = [e for e in entries if e.id not in corrections]
    at = {event.id: place for place, event in enumerate(shown)}
    places = [at[e.id] for e in standing if e.id in at]
    told = [Step(e.kind, _day(e), shown=e.id in at) for e in standing]
    for gap in find_gaps(told, expected) if expected is not None else ():
        steps[places[gap.before]]["gaps"].append(_gap_text(gap))
    return steps


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
        "title": translate(EVENT_KINDS[kind]),
        "icon": EVENT_ICONS[kind],
        "at": _when(event),
        "quantity": quantity_text(event.quantity, event.unit),
        "readings": _readings(event),
        "party_is_source": kind == EventKind.RECEIVE,
        "late_days": days if event.recorded_at - event.happened_at > LATE else 0,
        "correction": correction,
        "hash": event.event_hash,
        "picture": _event_photo(event, correction, public_only=public_only),
        "gaps": [],
    }


def _when(event: TraceEvent) -> str:
    local = event.happened_at.astimezone(VIETNAM)
    day = date_text(local.date())
    return f"{local:%H:%M}, {day}" if event.happened_precision == "minute" else day


def _readings(event: TraceEvent) -> list[str]:
    found = []
    for reading in event.readings:
        kind, value = reading["kind"], str(reading["value"])
        if kind == "conforms":
            found.append(translate("Result: passed") if value == "yes" else translate("Result: not passed"))
        elif kind == "since":
            found.append(f"{translate(READINGS[kind])} {date_text(date.fromisoformat(value))}")
        else:
            found.append(f"{translate(READINGS[kind])} {number_text(value)}{MEASURES[kind].sign}")
    return found


def _picture(snapshot: dict[str, Any], *, english: bool) -> PictureView | None:
    picture = snapshot.get("picture")
    if not picture:
        return None
    alt = (picture["alt_en"] if english else "") or picture["alt_vi"] or snapshot["name_vi"]
    lang = "vi" if english and picture["alt_vi"] and not picture["alt_en"] else ""
    return PictureView(
        picture["files"], picture["width"], picture["height"], alt, picture["is_illustration"], lang
    )


def _event_photo(event: TraceEvent, correction: TraceEvent | None, *, public_only: bool) -> PhotoView | None:
    """The public sees a photo that the maker shows, of an entry that stands."""
    picture = event.picture
    if not picture or (public_only and (correction is not None or not is_shown(picture))):
        return None
    alt = translate("Photo: %(what)s", what=translate(EVENT_KINDS[EventKind(event.kind)]))
    return photo_view(event.id, picture, alt, private=not public_only)


def _made_from(view: ScanView) -> list[dict[str, Any]]:
    """The inputs that the diary names; where it names none, nothing."""
    return [
        {
            "name": source.snapshot["name_vi"],
            "supplier": source.supplier,
            "code": source.code,
            "quantity": quantity_text(edge.quantity, edge.unit),
            "href": local_url("traceability.scan", code=page) if page else "",
        }
        for edge, source, page in view.inputs
    ]


def _papers(view: ScanView) -> list[dict[str, Any]]:
    """Papers of the product as they stand today, holding ones first."""
    product = view.lot.product
    found = []
    for paper in shown_papers(product.certificates) if product is not None else []:
        validity = paper.validity_on(today())
        checked = paper.check_state == CheckState.CHECKED
        found.append(
            {
                "title": paper.title or translate(CERTIFICATE_KINDS.get(paper.kind, paper.kind)),  # type: ignore[call-overload]  # keys are str enums
                "number": paper.number,
                "issuer": paper.issuer,
                "until": paper.valid_until,
                "on": paper.revoked_on,
                "checked": checked,
                "status": str(validity)
                if checked or validity in {Validity.EXPIRED, Validity.REVOKED}
                else "unverified",
                "holds": checked and validity in {Validity.VALID, Validity.EXPIRING},
            }
        )
    return sorted(found, key=lambda paper: not paper["holds"])


def _award(view: ScanView) -> dict[str, Any] | None:
    """The recognition that holds today."""
    product = view.lot.product
    award: Award | None = best_award(product.awards, today()) if product is not None else None
    if award is None:
        return None
    return {
        "text": translate(LEVELS[award.level]),  # type: ignore[index]  # keys are str enums
        "year": award.year,
        "url": certificate_url(award.number, current_locale()) if award.number else None,
        "until": award.valid_until,
        "issuer": award.issuer,
    }


def hour_text(at: datetime | None) -> str:
    """The day of the first scan."""
    return date_text(at.astimezone(VIETNAM).date()) if at else ""
