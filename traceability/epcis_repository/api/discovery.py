"""The description of the interface: the list of its parts, and OPTIONS at every address."""

import json

from flask import Response, current_app, request

from app.web.access import access
from traceability.epcis_repository.api.blueprint import CONTEXT, PREFIX, VERSION, answer, bp
from traceability.epcis_repository.api.capture import LARGEST
from traceability.epcis_repository.delivery import MOST_EVENTS

PARTS = (
    "events", "eventTypes", "epcs", "bizSteps", "bizLocations", "readPoints", "dispositions", "capture", "queries",
)  # fmt: skip
COLLECTIONS = "any(eventTypes, epcs, bizSteps, bizLocations, readPoints, dispositions)"
ADDRESSES = (
    "/",
    "/capture",
    "/capture/<part>",
    "/events",
    "/events/<path:part>",
    f"/<{COLLECTIONS}:part>",
    f"/<{COLLECTIONS}:part>/<path:value>",
    f"/<{COLLECTIONS}:part>/<path:value>/events",
    "/queries",
    "/queries/<part>",
    "/queries/<part>/events",
    "/queries/<part>/subscriptions",
    "/queries/<part>/subscriptions/<value>",
    "/nextPageToken/<part>",
)
_ASKED_BY_SCRIPTS = (
    "Authorization, Content-Type, GS1-Capture-Error-Behaviour, GS1-CBV-Max, GS1-CBV-Min, GS1-CBV-Version, "
    "GS1-EPC-Format, GS1-EPCIS-Max, GS1-EPCIS-Min, GS1-EPCIS-Version, GS1-Extensions"
)


@bp.get("/", provide_automatic_options=False, strict_slashes=False)
@access("trace.manage")
def top() -> Response:
    """The parts of the interface."""
    return answer(json.dumps({"@context": CONTEXT, "type": "Collection", "member": PARTS}))


@access("public")
def discover(**_parts: str) -> Response:
    """Versions, formats and limits, for everybody; whatever is there or not."""
    path = f"{PREFIX}/" if request.path == PREFIX else request.path
    allowed = current_app.url_map.bind("").allowed_methods(path)
    methods = ", ".join(sorted(set(allowed) - {"HEAD"}))
    response = Response(status=204)
    response.headers.update(
        {
            "Allow": methods,
            "Access-Control-Allow-Methods": methods,
            "Access-Control-Allow-Headers": _ASKED_BY_SCRIPTS,
            "Access-Control-Max-Age": "86400",
            "GS1-EPCIS-Min": VERSION,
            "GS1-EPCIS-Max": VERSION,
            "GS1-CBV-Min": VERSION,
            "GS1-CBV-Max": VERSION,
            "GS1-EPC-Format": "Never_Translates",
            "GS1-Vendor-Version": "tieubieu-1",
        }
    )
    if request.path.endswith("/capture"):
        response.headers["GS1-EPCIS-Capture-Limit"] = str(MOST_EVENTS)
        response.headers["GS1-EPCIS-Capture-File-Size-Limit"] = str(LARGEST)
        response.headers["GS1-Capture-Error-Behaviour"] = "all"
    del response.headers["Content-Type"]
    return response


for _address in ADDRESSES:
    bp.add_url_rule(
        _address, "discover", discover, methods=["OPTIONS"], merge_slashes=False, strict_slashes=False
    )
