"""The resolver: GS1 Digital Link addresses and `/t/<code>`, the same in both languages."""

import re
from contextlib import suppress
from urllib.parse import quote

from flask import Response, jsonify, render_template, request
from flask.blueprints import BlueprintSetupState
from werkzeug.routing import BaseConverter
from werkzeug.wrappers import Response as BaseResponse

from app.core.errors import NotFound
from app.web.access import access
from app.web.addresses import base_url
from app.web.errors import problem, wants_problem
from app.web.i18n import translate
from traceability.blueprint import resolver_bp
from traceability.codes.code import normalise_code
from traceability.codes.lookup import find_by_code, find_by_link
from traceability.codes.scan_text import RESOLVED_KEYS, read_scan
from traceability.codes.unresolved import Case, unresolved, unresolved_page
from traceability.digital_link import DigitalLink, DigitalLinkError, decompress, parse
from traceability.resolver.answer import (
    CACHE,
    CORS,
    VARY,
    Answer,
    Outcome,
    answer,
    levels_of,
    place_levels,
    redirect_headers,
)
from traceability.resolver.linksets.content_choice import Wanted
from traceability.resolver.linksets.linkset import (
    LINKSET_TYPE,
    build_linkset,
    context_header,
    linkset_context,
    linkset_header,
    resolver_description,
)
from traceability.resolver.messages import BadDigitalLinkError, refusal_of
from traceability.resolver.queries import find_place

METHODS = ("GET", "HEAD", "OPTIONS")
STEM = "https://id.gs1.org"
CONTEXT_PATH = "/linkset-context.jsonld"
LEAST_COMPRESSED = 10
"""Characters of the shortest address that compresses a key of this register."""
_BAD_ESCAPE = re.compile(r"%(?![0-9A-Fa-f]{2})")
NOT_FOUND, MULTIPLE = 404, 300
UNSTATED_LANGUAGE = "vi, en;q=0.5"
"""Without a language in the request, the Vietnamese of two equal links is taken, not a choice."""


class RestConverter(BaseConverter):
    """Whatever follows, also nothing and empty segments: those are bad syntax, not an unknown page."""

    regex = ".*"
    part_isolating = False


@resolver_bp.record_once
def _know_rest(state: BlueprintSetupState) -> None:
    state.app.url_map.converters["rest"] = RestConverter


@resolver_bp.after_request
def open_to_all(response: Response) -> Response:
    """Any page in a browser may read the answers, refusals too."""
    for name, value in CORS:
        response.headers.setdefault(name, value)
    return response


@resolver_bp.route("/01/<rest:rest>", methods=METHODS, provide_automatic_options=False, merge_slashes=False)
@resolver_bp.route("/414/<rest:rest>", methods=METHODS, provide_automatic_options=False, merge_slashes=False)
@access("public")
def primary_key(rest: str) -> BaseResponse:  # noqa: ARG001  # the path is read as it was sent
    """A product, lot or item by GTIN; a place by GLN."""
    return _preflight(_asked_uri()) if request.method == "OPTIONS" else _by_link(_asked_link())


@resolver_bp.route("/t/<code>", methods=METHODS, provide_automatic_options=False)
@resolver_bp.route("/t/<code>/", methods=METHODS, provide_automatic_options=False)
@access("public")
def code(code: str) -> BaseResponse:
    """A lot or item by its trace code, for those without a GTIN."""
    if request.method == "OPTIONS":
        return _preflight(_asked_uri())
    thing = find_by_code(code)
    if thing is None and normalise_code(code) is None:
        return _cached(unresolved(read_scan(code)))
    return _answered(answer(levels_of(thing, None) if thing else (), _wanted(), _query()))


@resolver_bp.route(
    f"/<string(minlength={LEAST_COMPRESSED}):segment>", methods=METHODS, provide_automatic_options=False
)
@access("public")
def compressed(segment: str) -> BaseResponse:  # noqa: ARG001  # as above
    """A compressed Digital Link; any other single segment is no page."""
    try:
        plain = decompress(_asked_uri())
        link = parse(plain)
    except DigitalLinkError:
        raise NotFound("not_found") from None
    if request.method == "OPTIONS":
        return _preflight(plain)
    response = _by_link(link)
    response.headers.add("Link", f'<{link.uri(base_url())}>; rel="owl:sameAs"')
    return response


@resolver_bp.get("/.well-known/gs1resolver")
@access("public")
def description() -> Response:
    """What this resolver can do (GS1 resolver description file 1.2.0)."""
    body = resolver_description(
        base_url(), name="Tiêu Biểu", primary_keys=RESOLVED_KEYS, context_uri=base_url() + CONTEXT_PATH
    )
    return _cached(jsonify(body))


@resolver_bp.get(CONTEXT_PATH)
@access("public")
def context() -> Response:
    """How to read a linkset as JSON-LD."""
    response = jsonify(linkset_context())
    response.content_type = "application/ld+json"
    return _cached(response)


def _by_link(link: DigitalLink) -> BaseResponse:
    key, value = link.key
    if key == "414":
        facility = find_place(value)
        levels = place_levels(facility, link) if facility is not None else ()
        return _answered(answer(levels, _wanted(), _query()))
    thing = find_by_link(link)
    if thing is None:
        return _answered(Answer(Outcome.NOT_LISTED))
    notice = "lot=unknown" if thing.lot_unknown else ""
    levels = levels_of(thing, link)
    if not levels and not thing.serial_unknown:
        return _answered(Answer(Outcome.NOT_LISTED))
    return _answered(answer(levels, _wanted(), _query(), notice=notice))


def _answered(found: Answer) -> BaseResponse:
    if found.outcome == Outcome.REDIRECT:
        return Response(status=307, headers=redirect_headers(found.location, found.anchor))
    if found.outcome == Outcome.LINKSET:
        return _linkset(found)
    if found.outcome == Outcome.CHOICE:
        return _choice(found)
    return _not_found(found)


def _not_found(found: Answer) -> Response:
    if found.outcome != Outcome.NO_SUCH_TYPE:
        never = found.outcome == Outcome.NEVER_ISSUED
        return _cached(unresolved_page(Case.NEVER_ISSUED if never else Case.NOT_LISTED))
    if wants_problem():
        detail = translate("There is no link of the requested kind.")
        return problem(NOT_FOUND, "link_type_not_found", detail)
    return _page("traceability/resolver/no_link.html", NOT_FOUND, found)


def _linkset(found: Answer) -> Response:
    response = jsonify(build_linkset(found.levels))
    response.content_type = LINKSET_TYPE
    response.headers.add("Link", context_header(base_url() + CONTEXT_PATH))
    return _cached(response)


def _choice(found: Answer) -> Response:
    response = _page("traceability/resolver/choice.html", MULTIPLE, found)
    if wants_problem():
        choices = [
            {"href": link.href, "title": link.title, "hreflang": list(link.languages)} for link in found.links
        ]
        response = jsonify({"choices": choices})
        response.status_code = MULTIPLE
    response.headers.add("Link", linkset_header(found.anchor))
    return _cached(response)


def _page(template: str, status: int, found: Answer) -> Response:
    return _cached(Response(render_template(template, found=found), status))


def _cached(response: Response) -> Response:
    response.headers["Cache-Control"] = CACHE
    response.headers["Vary"] = VARY
    return response


def _preflight(uri: str) -> Response:
    """What may be asked here. uri: as asked; its linkset is named where it is a Digital Link."""
    response = Response(status=204)
    response.headers["Allow"] = "GET, HEAD, OPTIONS"
    response.headers["Access-Control-Allow-Headers"] = "Accept, Accept-Language"
    response.headers["Access-Control-Max-Age"] = "86400"
    with suppress(DigitalLinkError):
        response.headers["Link"] = linkset_header(base_url() + parse(uri).levels()[0])
    return response


def _wanted() -> Wanted:
    return Wanted(
        link_type=request.args.get("linkType") or None,
        accept=request.headers.get("Accept", ""),
        accept_language=request.headers.get("Accept-Language") or UNSTATED_LANGUAGE,
        context=request.args.get("context", ""),
    )


def _query() -> str:
    """The query as it was sent."""
    return str(request.environ.get("QUERY_STRING", ""))


def _asked_link() -> DigitalLink:
    """The Digital Link of the request. Raises BadDigitalLinkError."""
    uri = _asked_uri()
    try:
        return parse(uri)
    except DigitalLinkError as error:
        try:
            return parse(decompress(uri))
        except DigitalLinkError:
            raise refusal_of(error, uri) from error


def _asked_uri() -> str:
    """The address as it was sent, one trailing slash of the path aside. Raises BadDigitalLinkError on a bad
    escape.

    Servers decode PATH_INFO; where they keep the raw address too, that is read, else the path is encoded
    again.
    """
    raw = request.environ.get("REQUEST_URI", "")
    if not raw.startswith("/"):
        path = quote(request.environ["PATH_INFO"].encode("latin-1"), safe="/-._~:@!$&'()*+,;=")
        raw = f"{path}?{_query()}" if _query() else path
    path, mark, query = raw.partition("?")
    if _BAD_ESCAPE.search(path):
        raise BadDigitalLinkError("digital_link_address")
    return f"{STEM}{path.removesuffix('/')}{mark}{query}"
