"""The figures of an officer's area: the board, and every count that a department asks for."""

from collections.abc import Callable
from typing import Any

from flask import render_template, request

from app.backoffice.blueprint import bp
from app.backoffice.figures.labels import MEASURES
from app.backoffice.figures.queries import ROWS, Count
from app.backoffice.figures.questions import QUESTIONS
from app.backoffice.figures.views import columns_of, figure, names_of
from app.backoffice.lists.asking import asked_list, facet_fields, question
from app.backoffice.lists.kinds import KINDS
from app.backoffice.lists.labels import PLACES, STATES, TITLES
from app.backoffice.lists.queries import Asked, count_rows
from app.core.actor import Actor
from app.core.clock import today
from app.web.access import access, current_actor
from app.web.i18n import N_, local_url, localized, translate
from app.web.pagination import Page, asked_page
from app.web.paths import with_question
from catalog.labels import PRODUCT_GROUPS
from catalog.review.area import served_units

PER_PAGE, MOST_ROWS = 50, 12
TILES = (
    (N_("Verified facilities"), "facilities", "verified"),
    (N_("Public products"), "products", "published"),
    (N_("Recognitions in force"), "recognitions", "valid"),
    (N_("Recognitions that end within 90 days"), "recognitions", "expiring"),
    (N_("Trademarks granted"), "trademarks", "mark-granted"),
    (N_("Craft villages"), "villages", "valid"),
)
PLOTS = (
    ("group", N_("In force by product group")),
    ("level", N_("In force by level")),
    ("year", N_("In force by year of recognition")),
)


@localized(bp, "/can-bo/so-lieu", "/officer/figures")
@access("catalog.review")
def figures() -> str:
    """The board: what is there, recognitions in force by place, group, level and year, and the usual questions."""
    units, actor = served_units(), current_actor()
    place = "province" if len(units) > 1 else "commune"
    title = N_("In force by province") if len(units) > 1 else N_("In force by commune")
    asked = Asked(state="valid")
    plots = [_plot(actor, asked, name, text) for name, text in ((place, title), *PLOTS)]
    return render_template(
        "backoffice/figures/board.html",
        day=today(),
        tiles=[
            {
                "label": translate(text),
                "value": count_rows(kind, actor, Asked(state=state)),
                "href": with_question(local_url(f"backoffice.list_{kind}"), {"state": state}),
            }
            for text, kind, state in TILES
        ],
        plots=plots,
        questions=[
            {
                "text": translate(one.text, year=today().year - 1),
                "href": _address(one.kind, one.address),
            }
            for one in QUESTIONS
        ],
    )


def _plot(actor: Actor, asked: Asked, name: str, text: str) -> dict[str, Any]:
    """One plot of the board: the largest rows in the order of the whole."""
    whole = figure(Count("recognitions", actor, asked, name), _link("recognitions", asked))
    least = sorted((row.total.number for row in whole.rows), reverse=True)[:MOST_ROWS][-1:] or [0]
    rows = [row for row in whole.rows if row.total.number >= least[0]][:MOST_ROWS]
    return {
        "title": translate(text),
        "href": _address("recognitions", {"state": "valid", "by": name}),
        "rows": [{"label": row.text, "value": row.total.number, "href": row.total.href} for row in rows],
        "rest": len(whole.rows) - len(rows),
    }


def _address(kind: str, asked: dict[str, str]) -> str:
    return with_question(local_url(f"backoffice.figures_{kind}"), asked)


def _link(kind: str, asked: Asked) -> Callable[..., str]:
    """Gives the address of the list, narrowed to what is asked and more."""
    path = local_url(f"backoffice.list_{kind}")

    def link(**facets: str) -> str:
        return with_question(path, question(asked, sort=None) | facets)

    return link


def _count(kind: str) -> str:
    asked, names, columns = asked_list(kind), names_of(kind), columns_of(kind)
    by = _known(request.args.get("by", ""), names) or next(iter(names))
    across = _known(request.args.get("across", ""), columns)
    across = "" if across == by else across
    measures = MEASURES if kind == "lots" else {}
    measure = _known(request.args.get("measure", ""), measures) or ROWS
    page = asked_page()
    count = Count(kind, current_actor(), asked, by, across, measure=measure)
    shown = figure(count, _link(kind, asked), (page - 1) * PER_PAGE, PER_PAGE)
    path = local_url(f"backoffice.figures_{kind}")
    return render_template(
        "backoffice/figures/count.html",
        kind=kind,
        titles=TITLES,
        title=translate(TITLES[kind]),
        what=translate(measures[measure] if measures else TITLES[kind]),
        asked=asked,
        path=path,
        figure=shown,
        page=Page(list(shown.rows), shown.length, page, PER_PAGE),
        names=names,
        columns=columns,
        by=by,
        across=across,
        measures={name: translate(text) for name, text in measures.items()},
        measure=measure,
        units=served_units(),
        province=request.args.get("province", ""),
        states=STATES[kind],
        groups=PRODUCT_GROUPS if KINDS[kind].group is not None else {},
        facets=facet_fields(kind, asked),
        is_filtered=any(question(asked, sort=None).values()),
        clear=with_question(path, {"by": by, "across": across or None}),
        day=today(),
    )


def _known(value: str, values: Any) -> str:
    return value if value in values else ""


def _register(kind: str, vi: str, en: str) -> None:
    @localized(bp, f"/can-bo/so-lieu/{vi}", f"/officer/figures/{en}", endpoint=f"figures_{kind}")
    @access("catalog.review")
    def count() -> str:
        """Rows of a list counted by one or two of their facets."""
        return _count(kind)


for _kind, (_vi, _en) in PLACES.items():
    _register(_kind, _vi, _en)
