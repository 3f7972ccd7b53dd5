"""The recognition mark for packaging: what a facility may print, its rules, the files."""

from typing import TYPE_CHECKING

from flask import Response, render_template, request, url_for

from app.core.clock import today
from app.core.errors import Conflict
from app.web.access import access, current_actor
from app.web.addresses import absolute_url
from app.web.i18n import localized, translate
from catalog.blueprint import bp
from catalog.enums import Level
from catalog.labels import LEVELS
from catalog.mark.queries import get_award_of_mine, list_own_awards
from catalog.models import Award
from catalog.validity import HOLDING

if TYPE_CHECKING:
    from catalog.mark.drawing import Mark

SVG = "image/svg+xml"


@localized(bp, "/co-so-cua-toi/dau-nhan-dien", "/my-facility/marks")
@access("catalog.manage")
def marks() -> str:
    """Every numbered recognition of one's facilities, and whether its mark may be printed today."""
    awards = list_own_awards(current_actor())
    return render_template("catalog/mark/marks.html", awards=awards, states=_states(awards), levels=LEVELS)


@localized(bp, "/co-so-cua-toi/dau-nhan-dien/<number>", "/my-facility/marks/<number>")
@access("catalog.manage")
def mark(number: str) -> str:
    """The rules of the mark, how it looks, its files."""
    from catalog.mark.drawing import SMALLEST_WIDTH  # noqa: PLC0415  # what draws is loaded when it is wanted

    award = get_award_of_mine(current_actor(), number)
    return render_template(
        "catalog/mark/mark.html",
        award=award,
        state=_states([award])[award.id],
        holds=award.validity_on(today()) in HOLDING,
        level=LEVELS[Level(award.level)],
        smallest=SMALLEST_WIDTH,
        certificate_path=url_for("site.certificate", number=number),
    )


@bp.get("/giay-chung-nhan/<number>/dau-nhan-dien.svg")
@access("catalog.manage")
def mark_as_svg(number: str) -> Response:
    """For its facility, while the certificate is valid. `?ink=black`: in one colour; `?download=1`: as a
    file.
    """
    from catalog.mark.drawing import mark_svg  # noqa: PLC0415  # what draws is loaded when it is wanted

    return _file(mark_svg(_mark(number), black=_asked_black()), SVG, f"{number}.svg")


@bp.get("/giay-chung-nhan/<number>/dau-nhan-dien.pdf")
@access("catalog.manage")
def mark_as_pdf(number: str) -> Response:
    """As the SVG."""
    from catalog.mark.drawing import mark_pdf  # noqa: PLC0415  # what draws is loaded when it is wanted

    return _file(mark_pdf(_mark(number), black=_asked_black()), "application/pdf", f"{number}.pdf")


def _mark(number: str) -> "Mark":
    """Raises Conflict(`mark_not_in_force`) when the certificate is not valid today."""
    from catalog.mark.drawing import Mark  # noqa: PLC0415  # what draws is loaded when it is wanted

    award = get_award_of_mine(current_actor(), number)
    if award.validity_on(today()) not in HOLDING:
        raise Conflict("mark_not_in_force")
    return Mark(
        number,
        translate(LEVELS[Level(award.level)], "vi").upper(),
        award.year,
        absolute_url("site.certificate", locale="vi", number=number),
        award.is_demo,
    )


def _asked_black() -> bool:
    return request.args.get("ink") == "black"


def _file(data: bytes, media_type: str, name: str) -> Response:
    response = Response(data, content_type=media_type)
    kind = "attachment" if request.args.get("download") or media_type != SVG else "inline"
    response.headers["Content-Disposition"] = f'{kind}; filename="dau-nhan-dien-{name}"'
    response.headers["Cache-Control"] = "private, no-store"
    return response


def _states(awards: list[Award]) -> dict[int, str]:
    return {award.id: award.validity_on(today()).value for award in awards}
