"""The digital product passport of a lot or item, for programs; open to all."""

import json

from flask import Response, make_response
from werkzeug.wrappers import Response as BaseResponse

from app.web.access import access
from app.web.cache import public
from app.web.errors import problem
from app.web.i18n import localized, translate
from traceability.blueprint import bp
from traceability.enums import CodeState
from traceability.lots.public import get_scan_view
from traceability.passport.document import MEDIA_TYPE, passport

NOT_FOUND, GONE = 404, 410


@localized(bp, "/truy-xuat/<code>/ho-chieu.jsonld", "/trace/<code>/passport.jsonld")
@access("public")
def lot_passport(code: str) -> BaseResponse:
    """The passport as JSON-LD; 404 for an invalid code, 410 for one that its maker has voided."""
    view = get_scan_view(code)
    if view is None:
        return _open(problem(NOT_FOUND, "not_in_register", translate("This site has not issued this code.")))
    if view.code.state == CodeState.VOID:
        return _open(problem(GONE, "code_void", translate("The maker has withdrawn this code.")))
    response = make_response(json.dumps(passport(view), ensure_ascii=False, indent=1))
    response.content_type = MEDIA_TYPE
    return _open(public(response, 0))  # a recall must show at once


def _open(response: Response) -> Response:
    """Any page in a browser may read it."""
    response.headers["Access-Control-Allow-Origin"] = "*"
    return response
