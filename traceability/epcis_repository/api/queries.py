"""`/queries`: named queries. Subscriptions are not offered."""

import json
import re
from typing import Any
from urllib.parse import quote

from flask import Response

from app.core.database.transaction import transaction
from app.web.access import access, current_actor
from traceability.epcis import InvalidEpcis, Issue, load
from traceability.epcis.lexical.context import Namespaces
from traceability.epcis.lexical.formats import Number, number_text
from traceability.epcis.serialize import to_text
from traceability.epcis_repository.api.blueprint import PREFIX, answer, bp, one_facility, scope, sent_json
from traceability.epcis_repository.api.events import queried, understood
from traceability.epcis_repository.api.paging import asked_page, other_parameters, whole, with_next
from traceability.epcis_repository.api.problems import BadRequest, InvalidEvents, NotOffered, TooLarge
from traceability.epcis_repository.named_queries import create_query, delete_query
from traceability.epcis_repository.queries import get_named_query, list_named_queries
from traceability.epcis_repository.query import EventQuery
from traceability.models import EpcisQuery

LARGEST = 256 * 1024
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,99}")
_SUBSCRIBING = frozenset(("stream", "second", "minute", "hour", "dayOfMonth", "month", "dayOfWeek"))


@bp.post("/queries", provide_automatic_options=False)
@access("trace.manage")
def post_query() -> Response:
    """Keep a query under a name; it is read in full before."""
    facility_id, (name, query) = one_facility(), _sent_query()
    read_definition(query)
    with transaction():
        create_query(current_actor(), facility_id, name, query)
    response = answer("", 201)
    response.headers["Location"] = f"{PREFIX}/queries/{quote(name, safe='')}"
    return response


@bp.get("/queries", provide_automatic_options=False)
@access("trace.manage")
def named_queries() -> Response:
    asked = asked_page()
    rows = list_named_queries(scope(), asked.size + 1, whole(asked.state, "a") or 0)
    listed = rows[: asked.size]
    response = answer(json.dumps([_shown(row) for row in listed], ensure_ascii=False))
    return with_next(response, {"a": listed[-1].id} if len(rows) > len(listed) else None)


@bp.get("/queries/<name>", provide_automatic_options=False)
@access("trace.manage")
def named_query(name: str) -> Response:
    return answer(json.dumps(_shown(get_named_query(scope(), name)), ensure_ascii=False))


@bp.delete("/queries/<name>", provide_automatic_options=False)
@access("trace.manage")
def remove_query(name: str) -> Response:
    query_id = get_named_query(scope(), name).id
    with transaction():
        delete_query(current_actor(), query_id)
    return answer("", 204)


@bp.get("/queries/<name>/events", provide_automatic_options=False)
@access("trace.manage")
def query_events(name: str) -> Response:
    """What a named query finds now."""
    row = get_named_query(scope(), name)
    if any(part in _SUBSCRIBING for part in other_parameters()):
        raise NotOffered("epcis_subscriptions")
    return queried(scope(), read_definition(row.query), name)


@bp.route("/queries/<name>/events", methods=["GET"], websocket=True, provide_automatic_options=False)
@bp.route("/queries/<name>/subscriptions", methods=["GET", "POST"], provide_automatic_options=False)
@bp.route(
    "/queries/<name>/subscriptions/<subscription>", methods=["GET", "DELETE"], provide_automatic_options=False
)
@access("trace.manage")
def subscriptions(**_parts: str) -> Response:
    raise NotOffered("epcis_subscriptions")


@bp.delete("/nextPageToken/<token>", provide_automatic_options=False)
@access("trace.manage")
def withdraw_token(**_parts: str) -> Response:
    raise NotOffered("epcis_token_kept")


def read_definition(query: dict[str, Any]) -> EventQuery:
    """A query as JSON. Raises BadRequest, TooLarge, InvalidEvents (of its context)."""
    issues: list[Issue] = []
    names = Namespaces()
    if "@context" in query:
        names = names.extended(query["@context"], "$.query['@context']", issues)
    if issues:
        raise InvalidEvents(tuple(issues))
    asked = {name: _texts(name, value) for name, value in query.items() if name != "@context"}
    return understood(asked, names)


def _texts(name: str, value: Any) -> list[str]:
    """A JSON value as a list of texts: null is none, a scalar one."""
    if value is None:
        return []
    return [_text(name, item) for item in value] if isinstance(value, list) else [_text(name, value)]


def _text(name: str, value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return value
    if isinstance(value, Number):
        return number_text(value)
    if isinstance(value, float):  # as the database gives it back
        return repr(value)
    detail = "Write a text, a number, true or false, or a list of them."
    raise BadRequest("query_parameter_value", name, parameter=name, detail=detail)


def _sent_query() -> tuple[str, dict[str, Any]]:
    data = sent_json()
    if len(data) > LARGEST:
        raise TooLarge("query_too_complex", "query", parameter="query")
    try:
        value = load(data)
    except InvalidEpcis as error:
        raise InvalidEvents(error.issues) from None
    if not isinstance(value, dict) or not isinstance(value.get("query"), dict):
        raise BadRequest("epcis_query_form")
    name = value.get("name")
    if not isinstance(name, str) or not _NAME.fullmatch(name):
        raise BadRequest("epcis_query_name", "name")
    return name, json.loads(to_text(value["query"]))


def _shown(row: EpcisQuery) -> dict[str, Any]:
    return {"name": row.name, "query": row.query}
