"""The page a scan ends on: the same for everybody, no cookie, no script, counted in front of Flask."""

from flask import Response, make_response, redirect, render_template, request
from werkzeug.wrappers import Response as BaseResponse

from app.web.access import access
from app.web.cache import public
from app.web.i18n import local_url, localized
from app.web.templates.compiler import Page, render_page
from traceability.blueprint import bp
from traceability.codes.code import normalise_code
from traceability.codes.scan_text import read_scan
from traceability.codes.unresolved import unresolved
from traceability.diary.steps import hour_text
from traceability.enums import CodeState
from traceability.recalls.queries import get_lot_codes, list_public_recalls
from traceability.recalls.view import recall_view
from traceability.scan_page.queries import get_scan_rows
from traceability.scan_page.view import scan_page
from traceability.scans.store import count_scans

LONGEST_TYPED = 300


@localized(bp, "/truy-xuat", "/trace")
@access("public")
def scan_typed() -> BaseResponse:
    """For a code that is typed in, or the address of one that is pasted."""
    typed = request.args.get("code", "").strip()[:LONGEST_TYPED]
    if not typed and "code" in request.args:
        return make_response(render_template("traceability/scan_page/typed.html", is_missing=True), 422)
    if not typed:
        return public(make_response(render_template("traceability/scan_page/typed.html")), 300)
    found = read_scan(typed)
    if found.link is not None and not found.is_elsewhere:
        return redirect(found.link.uri(""), 303)
    return redirect(local_url("traceability.scan", code=found.code), 303) if found.code else unresolved(found)


@localized(bp, "/truy-xuat/<code>", "/trace/<code>")
@access("public")
def scan(code: str) -> BaseResponse:
    """What product, who made it, where, when, from what, what is valid today, and what a code does not prove."""
    normal = normalise_code(code)
    if normal is not None and normal != code:
        return redirect(local_url("traceability.scan", code=normal), 307)
    view = get_scan_rows(code)
    if view is None:
        return unresolved(read_scan(code))
    scans, first = count_scans(view.code.code)
    template = (
        "traceability/scan_page/void.html"
        if view.code.state == CodeState.VOID
        else "traceability/scan_page/scan.html"
    )
    page = render_page(template, **scan_page(view), scans=scans, first_scan=hour_text(first))
    return public(Page(page), 0)  # a recall must show at once: caches ask again each time


@localized(bp, "/thu-hoi", "/recalls")
@access("public")
def recall_list() -> Response:
    """Recalls and holds in force."""
    recalls = list_public_recalls()
    codes = get_lot_codes(recall.lot_id for recall in recalls)
    notices = [recall_view(r) | {"recall": r, "code": codes.get(r.lot_id)} for r in recalls]
    return public(
        make_response(render_template("traceability/scan_page/recall_list.html", notices=notices)), 0
    )
