"""Files for the traceability portals: of one lot, or of all public lots of the person's facilities."""

from functools import cache
from pathlib import Path

from flask import current_app, make_response, render_template
from werkzeug.wrappers import Response as BaseResponse

from app.core.errors import NotFound, RuleBroken
from app.web.access import access, current_actor
from app.web.file_names import disposition
from app.web.i18n import localized
from traceability.blueprint import bp
from traceability.lot_pages import own_lot
from traceability.models import Lot
from traceability.portals.files import BUILT_IN, Profile, ProfileError, read_profiles, write_lots
from traceability.portals.queries import list_portal_facts, list_portal_lots

TYPES = {"csv": "text/csv; charset=utf-8", "xml": "application/xml"}


@localized(bp, "/co-so-cua-toi/lo/cong-truy-xuat", "/my-facility/lots/portals")
@access("trace.manage")
def portals() -> str:
    """The available files, and what they do not guarantee."""
    lots = list_portal_lots(current_actor().facilities)
    return render_template("traceability/portals/portals.html", profiles=_profiles(), lots=lots)


@localized(bp, "/co-so-cua-toi/lo/cong-truy-xuat/<profile>", "/my-facility/lots/portals/<profile>")
@access("trace.manage")
def portal_file(profile: str) -> BaseResponse:
    """All public lots of the person's facilities."""
    return _file(profile, list_portal_lots(current_actor().facilities), "lo-hang")


@localized(
    bp,
    "/co-so-cua-toi/lo/<int:lot_id>/cong-truy-xuat/<profile>",
    "/my-facility/lots/<int:lot_id>/portals/<profile>",
)
@access("trace.manage")
def lot_portal_file(lot_id: int, profile: str) -> BaseResponse:
    """One lot."""
    row = own_lot(lot_id)
    if not row.is_public:
        raise RuleBroken("lot_not_public")
    return _file(profile, [row], f"lo-{row.code}")


def _file(code: str, lots: list[Lot], name: str) -> BaseResponse:
    profile = next((one for one in _profiles() if one.code == code), None)
    if profile is None:
        raise NotFound("not_found")
    response = make_response(write_lots(profile, list_portal_facts(lots)))
    response.content_type = TYPES[profile.format]
    response.headers["Content-Disposition"] = disposition(f"{name}-{code}.{profile.format}")
    return response


def _profiles() -> tuple[Profile, ...]:
    """The built-in ones, then the operator's."""
    path = current_app.extensions["settings"].portal_profiles
    try:
        return (*BUILT_IN, *(_read(path) if path else ()))
    except (ProfileError, OSError) as error:
        raise RuleBroken("portal_profiles_bad", why=str(error)) from error


@cache
def _read(path: str) -> tuple[Profile, ...]:
    return read_profiles(Path(path).read_text(encoding="utf-8"))
