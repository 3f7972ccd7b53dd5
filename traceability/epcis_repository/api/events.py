"""`/events`: one event in, and every simple event query out."""

import json
from collections.abc import Collection, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any
from urllib.parse import quote

from flask import Response, request

from app.core.clock import utc_now
from app.core.database.transaction import transaction
from app.web.access import access, current_actor
from traceability.epcis import parse
from traceability.epcis.lexical.context import MASTER_DATA_PREFIXES, Namespaces
from traceability.epcis.serialize import time_text
from traceability.epcis.xml.writer import query_document_xml
from traceability.epcis_repository.api.blueprint import (
    CONTEXT,
    PREFIX,
    answer,
    bp,
    one_facility,
    scope,
    wants_xml,
)
from traceability.epcis_repository.api.capture import sent_delivery
from traceability.epcis_repository.api.paging import asked_page, other_parameters, whole, with_next
from traceability.epcis_repository.api.problems import BadRequest, InvalidEvents, NotAcceptable, TooLarge
from traceability.epcis_repository.capture import receive_event
from traceability.epcis_repository.delivery import prepare
from traceability.epcis_repository.queries import Position, count_events, find_events, list_events_named
from traceability.epcis_repository.query import BadQuery, EventQuery, read_query

SIMPLE = "SimpleEventQuery"
_OWN = frozenset(("facility",))
"""Parameters of ours beside those of the standard."""


@bp.post("/events", provide_automatic_options=False)
@access("trace.manage")
def post_event() -> Response:
    """Store a single event; it is in the repository before the answer is sent."""
    facility_id = one_facility()
    delivery = sent_delivery()
    if delivery.head is not None or delivery.is_list:
        raise BadRequest("epcis_one_event")
    (piece,) = delivery.pieces()
    events, issues = prepare(delivery, piece, all_or_none=True)
    if issues:
        raise InvalidEvents(tuple(issues))
    with transaction():
        kept = receive_event(current_actor(), facility_id, events[0])
    response = answer(_alone(kept.body), 201)
    response.headers["Location"] = f"{PREFIX}/events/{quote(kept.event_id, safe='')}"
    return response


@bp.get("/events", provide_automatic_options=False)
@access("trace.manage")
def events() -> Response:
    return queried(scope(), asked_query(), SIMPLE)


@bp.get("/events/<path:event_id>", provide_automatic_options=False, merge_slashes=False)
@access("trace.manage")
def event(event_id: str) -> Response:
    """The event, with what declares it wrong. An unescaped `?ver=CBV2.0` of a hash is taken for what it is."""
    if event_id.startswith("ni:") and "ver" in request.args:
        event_id += f"?ver={request.args['ver']}"
    return _listed(list_events_named(scope(), event_id), SIMPLE)


def asked_query() -> EventQuery:
    """The query in the address. Raises BadRequest, TooLarge."""
    asked: dict[str, list[str]] = {}
    for name, value in other_parameters().items(multi=True):
        if name not in _OWN:
            asked.setdefault(name, []).extend(value.split("|"))
    return understood(asked, declared_names())


def understood(parameters: Mapping[str, Sequence[str]], names: Namespaces) -> EventQuery:
    """The query of parameters. Raises BadRequest, TooLarge."""
    try:
        return read_query(parameters, names)
    except BadQuery as error:
        refusal = TooLarge if error.code == "query_too_complex" else BadRequest
        raise refusal(error.code, error.parameter, parameter=error.parameter, detail=str(error)) from None


def declared_names() -> Namespaces:
    """Prefixes of the header `GS1-Extensions: ex=https://example.vn/, …`."""
    found: dict[str, str] = {}
    for part in request.headers.get("GS1-Extensions", "").split(","):
        prefix, equals, uri = part.strip().partition("=")
        if equals and prefix and uri:
            found[prefix] = uri
    return Namespaces(found)


def queried(facilities: Collection[int], query: EventQuery, name: str) -> Response:
    """One page of what a query finds."""
    asked = asked_page()
    if query.most is not None and count_events(facilities, query, query.most + 1) > query.most:
        raise TooLarge("epcis_too_large_result", "maxEventCount")
    left = whole(asked.state, "f") if asked.state and query.first is not None else query.first
    size = asked.size if left is None else min(asked.size, left)
    if size == 0:
        raise BadRequest("epcis_page_token", "nextPageToken")
    page = find_events(facilities, query, size, _position(query, asked.state))
    response = _listed(page.bodies, name)
    if left is not None:
        left -= len(page.bodies)
    return with_next(response, None if page.next is None or left == 0 else _state(page.next, left))


def _listed(bodies: Sequence[str], name: str) -> Response:
    """The answer to a query in the requested form."""
    text = query_document(bodies, name)
    if not wants_xml():
        return answer(text)
    try:
        xml = query_document_xml(parse(text).events, created=utc_now(), query_name=name)
    except ValueError:
        raise NotAcceptable("epcis_not_acceptable", "Accept") from None
    response = answer(xml)
    response.content_type = "application/xml; charset=utf-8"
    return response


def query_document(bodies: Sequence[str], name: str) -> str:
    """The answer to a query, around events that are JSON text already."""
    head = {
        "@context": [CONTEXT, MASTER_DATA_PREFIXES],
        "type": "EPCISQueryDocument",
        "schemaVersion": "2.0",
        "creationDate": time_text(utc_now()),
    }
    before = json.dumps(head)[:-1]
    listed = ",\n".join(bodies)
    return (
        f'{before}, "epcisBody": {{"queryResults": {{"queryName": {json.dumps(name)}, '
        f'"resultsBody": {{"eventList": [{listed}]}}}}}}}}'
    )


def _alone(body: str) -> str:
    """An event with the context it needs outside a document."""
    own = '{"@context": ['
    declared = f'{own}"{CONTEXT}", {json.dumps(MASTER_DATA_PREFIXES)}'
    return f"{declared}, {body[len(own) :]}" if body.startswith(own) else f"{declared}], {body[1:]}"


def _state(position: Position, left: int | None) -> dict[str, Any]:
    state: dict[str, Any] = {"l": position.last, "t": position.top}
    if position.time is not None:
        state["m"] = int(position.time.timestamp()) * 1_000_000 + position.time.microsecond
    return state if left is None else {**state, "f": left}


def _position(query: EventQuery, state: dict[str, Any] | None) -> Position | None:
    """Decode the paging token into the position of the last row. Raises BadRequest."""
    if state is None:
        return None
    last, top = whole(state, "l"), whole(state, "t")
    assert last is not None
    assert top is not None
    return Position(last, top, _moment(state) if query.order_by else None)


def _moment(state: dict[str, Any]) -> datetime:
    value = state.get("m")
    try:
        if type(value) is int:
            return datetime.fromtimestamp(value // 1_000_000, UTC).replace(microsecond=value % 1_000_000)
    except (ValueError, OverflowError, OSError):
        pass
    raise BadRequest("epcis_page_token", "nextPageToken")
