"""`/capture`: takes documents and reports on them."""

import json
from typing import Any

from flask import Response, request
from werkzeug.exceptions import RequestEntityTooLarge

from app.core.database.transaction import transaction
from app.core.work.jobs import JobState
from app.web.access import access, current_actor
from app.web.requests.security import MAX_CAPTURE
from traceability.epcis import InvalidEpcis, Issue
from traceability.epcis.serialize import time_text
from traceability.epcis_repository.api.blueprint import PREFIX, answer, bp, one_facility, scope, sent_events
from traceability.epcis_repository.api.paging import asked_page, whole, with_next
from traceability.epcis_repository.api.problems import TYPES, BadRequest, InvalidEvents, TooLarge
from traceability.epcis_repository.capture import PROCEED, ROLLBACK, judge, receive
from traceability.epcis_repository.delivery import MOST_EVENTS, Delivery, TooManyEvents, open_delivery
from traceability.epcis_repository.queries import get_capture_job, list_capture_jobs
from traceability.models import CaptureJob

LARGEST = MAX_CAPTURE
"""Bytes of one delivery."""


@bp.post("/capture", provide_automatic_options=False)
@access("trace.manage")
def capture() -> Response:
    """Take a document. All-or-nothing deliveries that are short are checked at once and refused as a whole."""
    behaviour = request.headers.get("GS1-Capture-Error-Behaviour", ROLLBACK).strip().lower()
    if behaviour not in {ROLLBACK, PROCEED}:
        raise BadRequest("epcis_capture_behaviour", "GS1-Capture-Error-Behaviour")
    facility_id, delivery = one_facility(), sent_delivery()
    is_whole = behaviour == ROLLBACK or delivery.head is None  # an event alone has no others to proceed with
    judged = judge(delivery, all_or_none=is_whole)
    if is_whole and judged is not None and judged.issues:
        raise InvalidEvents(tuple(judged.issues))
    with transaction():
        key = receive(current_actor(), facility_id, delivery, behaviour, judged).key
    response = answer("", 202)
    response.headers["Location"] = f"{PREFIX}/capture/{key}"
    response.headers["GS1-Capture-Error-Behaviour"] = behaviour
    return response


@bp.get("/capture", provide_automatic_options=False)
@access("trace.manage")
def capture_jobs() -> Response:
    asked = asked_page()
    jobs = list_capture_jobs(scope(), asked.size + 1, whole(asked.state, "b"))
    listed = jobs[: asked.size]
    response = answer(json.dumps([_shown(job) for job in listed], ensure_ascii=False))
    return with_next(response, {"b": listed[-1].id} if len(jobs) > len(listed) else None)


@bp.get("/capture/<key>", provide_automatic_options=False)
@access("trace.manage")
def capture_job(key: str) -> Response:
    return answer(json.dumps(_shown(get_capture_job(scope(), key)), ensure_ascii=False))


def sent_delivery() -> Delivery:
    """The body of a capture, taken apart. Raises WrongMediaType, InvalidEvents, TooLarge."""
    request.max_content_length = LARGEST
    if (request.content_length or 0) > LARGEST:
        raise _too_large()
    try:
        return open_delivery(sent_events())
    except InvalidEpcis as error:
        raise InvalidEvents(error.issues) from None
    except (TooManyEvents, RequestEntityTooLarge):
        raise _too_large() from None


def _too_large() -> TooLarge:
    return TooLarge("epcis_capture_too_large", events=MOST_EVENTS, megabytes=LARGEST // 1024 // 1024)


def _shown(job: CaptureJob) -> dict[str, Any]:
    """A job as the standard shows it; how far it is, and what it doubted, beside that."""
    failed = job.finished_at is None and job.job is not None and job.job.state in _ENDED
    done = job.done if job.finished_at is not None or job.job is None else max(job.done, job.job.done)
    shown: dict[str, Any] = {
        "captureID": job.key,
        "createdAt": time_text(job.created_at),
        "running": job.finished_at is None and not failed,
        "success": job.error_count == 0 and not failed,
        "captureErrorBehaviour": job.behaviour,
        "errors": [_error(Issue(**error)) for error in job.errors] + ([_BROKEN] if failed else []),
        "errorCount": job.error_count + failed,
        "warnings": job.warnings,
        "eventCount": job.total,
        "processedCount": done,
        "capturedCount": job.captured,
    }
    if job.finished_at is not None:
        shown["finishedAt"] = time_text(job.finished_at)
    return shown


_ENDED = frozenset((JobState.FAILED, JobState.CANCELLED))
_BROKEN = {
    "type": f"epcisException:{TYPES[500]}",
    "title": "The capture could not be finished; nothing more of it will be kept. Send it again.",
    "status": 500,
    "code": "internal_error",
}


def _error(issue: Issue) -> dict[str, Any]:
    return {
        "type": f"epcisException:{TYPES[400]}",
        "title": issue.message,
        "status": 400,
        "code": issue.code,
        "path": issue.path,
    }
