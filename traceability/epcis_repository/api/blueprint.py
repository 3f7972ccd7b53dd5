"""The blueprint of `/epcis/v2`, and what every request and answer of it has in common."""

import re
from typing import IO

from flask import Blueprint, Response, g, request

from app.web.access import current_actor
from app.web.errors import problem
from app.web.messages import message_for
from traceability.epcis_repository.api.problems import (
    MOST_ISSUES,
    AddressTooLong,
    BadRequest,
    InvalidEvents,
    NotAcceptable,
    Unauthorised,
    WrongMediaType,
    in_words_of_epcis,
)
from traceability.epcis_repository.queries import find_facility_id

PREFIX = "/epcis/v2"
VERSION = "2.0.0"
JSON = "application/json"
TYPES = (JSON, "application/ld+json")
XML_TYPES = ("application/xml", "text/xml")
LONGEST_QUERY = 16_000
CONTEXT = "https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld"
_VERSION = re.compile(r"[0-9]{1,4}(?:\.[0-9]{1,4}){0,3}")
_SEEN_BY_SCRIPTS = "Location, Link, GS1-EPCIS-Version, GS1-CBV-Version, GS1-Next-Page-Token-Expires"
_OUR_FORMATS = frozenset(("No_Preference", "Never_Translates"))

bp = Blueprint("epcis", __name__, url_prefix=PREFIX)


@bp.before_request
def check_request() -> None:
    """What holds for every request but discovery: token for writing, readable address, kind of answer, versions."""
    if request.method == "OPTIONS":
        return
    if request.method not in {"GET", "HEAD"}:
        current_actor()
        if not g.get("by_token", False):  # a cookie alone never writes: it needs no form token here
            raise Unauthorised("epcis_token_required")
    if len(request.query_string) > LONGEST_QUERY:
        raise AddressTooLong("epcis_uri_too_long")
    if request.accept_mimetypes and request.accept_mimetypes.best_match(_offered()) is None:
        raise NotAcceptable("epcis_not_acceptable", "Accept")
    _check_versions()
    if request.headers.get("GS1-EPC-Format", "No_Preference") not in _OUR_FORMATS:
        raise NotAcceptable("epcis_not_acceptable", "GS1-EPC-Format")


def _offered() -> tuple[str, ...]:
    """Kinds of answers: lists of events come in XML too."""
    gives_events = request.method in {"GET", "HEAD"} and (f"{request.path}/").find("/events/") > 0
    return (*TYPES, *XML_TYPES) if gives_events else TYPES


def wants_xml() -> bool:
    """Whether the caller would rather have XML."""
    return request.accept_mimetypes.best_match(_offered()) in XML_TYPES


def _check_versions() -> None:
    for standard in ("EPCIS", "CBV"):
        exact = request.headers.get(f"GS1-{standard}-Version")
        low = request.headers.get(f"GS1-{standard}-Min", exact or VERSION)
        high = request.headers.get(f"GS1-{standard}-Max", exact or VERSION)
        if not _number(low, standard) <= _number(VERSION, standard) <= _number(high, standard):
            raise NotAcceptable("epcis_not_acceptable", f"GS1-{standard}-Version")


def _number(text: str, standard: str) -> tuple[int, ...]:
    """A version to compare; 2 and 2.0 are 2.0.0."""
    if _VERSION.fullmatch(text) is None:
        raise NotAcceptable("epcis_not_acceptable", f"GS1-{standard}-Version")
    numbers = [int(part) for part in text.split(".")]
    return tuple([*numbers, 0, 0][: max(3, len(numbers))])


@bp.errorhandler(InvalidEvents)
def refuse_events(error: InvalidEvents) -> Response:
    issues = [issue.as_dict() for issue in error.issues[:MOST_ISSUES]]
    return problem(400, error.code, message_for(error), issues=issues, issue_count=len(error.issues))


@bp.errorhandler(Unauthorised)
def ask_token(error: Unauthorised) -> Response:
    answer = problem(401, error.code, message_for(error))
    answer.headers["WWW-Authenticate"] = 'Bearer realm="tieubieu"'
    return answer


@bp.after_app_request
def finish(response: Response) -> Response:
    """Versions on every answer, open to scripts that hold a token, refusals in the words of EPCIS."""
    if not request.path.startswith(PREFIX):
        return response
    headers = response.headers
    headers["GS1-EPCIS-Version"] = headers["GS1-CBV-Version"] = VERSION
    headers["Access-Control-Allow-Origin"] = "*"
    headers["Access-Control-Expose-Headers"] = _SEEN_BY_SCRIPTS
    return in_words_of_epcis(response)


def scope() -> frozenset[int]:
    """The facilities whose events the caller may see: their own, or the one named by `facility`."""
    own = current_actor().facilities
    slug = request.args.get("facility")
    return own if slug is None else frozenset((find_facility_id(own, slug),))


def one_facility() -> int:
    """The facility a request writes for. Raises BadRequest when there are several."""
    found = scope()
    if len(found) != 1:
        raise BadRequest("epcis_facility_needed", "facility")
    return next(iter(found))


def sent_json() -> bytes:
    """The body of a POST in JSON. Raises WrongMediaType."""
    _check_type(TYPES)
    return request.get_data(cache=False)


def sent_events() -> IO[bytes]:
    """The body of a POST of events, in JSON or XML. Raises WrongMediaType."""
    _check_type((*TYPES, *XML_TYPES))
    return request.stream


def _check_type(types: tuple[str, ...]) -> None:
    if request.mimetype not in types:
        raise WrongMediaType("epcis_type", "Content-Type")


def answer(text: str, status: int = 200) -> Response:
    """JSON that is for the caller alone."""
    response = Response(text, status, content_type=JSON)
    response.headers["Cache-Control"] = "no-store"
    return response
