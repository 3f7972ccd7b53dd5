"""Lists of everything of an officer's area: one page for each kind, the same rows as a file."""

from collections.abc import Callable
from dataclasses import asdict
from typing import Any

from flask import Response, redirect, render_template, request
from werkzeug.wrappers import Response as BaseResponse

from app.backoffice.blueprint import bp
from app.backoffice.lists.asking import asked_list, facet_fields, question
from app.backoffice.lists.files import FORMS, MAKE, list_file
from app.backoffice.lists.kinds import KINDS
from app.backoffice.lists.labels import AGE_NAMES, PLACES, SORT_NAMES, STATES, TITLES
from app.backoffice.lists.lots import counts_of_lots
from app.backoffice.lists.queries import MOST_COUNTED, Asked, Listed, is_long, list_rows, sorts_of
from app.backoffice.lists.views import row_view
from app.core import audit
from app.core.clock import today
from app.core.database.base import db
from app.core.database.transaction import transaction
from app.core.errors import NotFound
from app.core.ports import ports
from app.core.work.jobs import Job, enqueue
from app.web.access import access, current_actor
from app.web.i18n import current_locale, local_url, localized, translate
from app.web.notices import tell
from app.web.paths import with_question
from app.web.templates.compiler import page_part
from catalog.labels import PRODUCT_GROUPS
from catalog.review.area import served_units


def _page(kind: str) -> str:
    asked, day = asked_list(kind), today()
    found = list_rows(kind, current_actor(), asked)
    path, which = local_url(f"backoffice.list_{kind}"), KINDS[kind]

    def link(**more: Any) -> str:
        return with_question(path, question(asked, **more))

    return render_template(
        "backoffice/lists/list.html",
        kind=kind,
        titles=TITLES,
        title=translate(TITLES[kind]),
        asked=asked,
        path=path,
        rows=[row_view(kind, row, day) for row in found.rows],
        list_rows=page_part("backoffice/lists/_rows.html", "list_rows"),
        total=found.total,
        most=MOST_COUNTED,
        **_neighbours(found, link),
        units=served_units(),
        province=request.args.get("province", ""),
        states=STATES[kind],
        facets=facet_fields(kind, asked),
        counts=counts_of_lots([row.id for row in found.rows]) if kind == "lots" else {},
        groups=PRODUCT_GROUPS if which.group is not None else {},
        ages=AGE_NAMES,
        has_ends=which.until is not None,
        sorts=[
            {"text": translate(SORT_NAMES[sort]), "href": link(sort=sort), "current": sort == asked.sort}
            for sort in sorts_of(which)
        ],
        files=_files(kind, asked, found.is_long),
        is_filtered=any(question(asked, sort=None).values()),
        figures=with_question(local_url(f"backoffice.figures_{kind}"), question(asked, sort=None)),
    )


def _neighbours(found: Listed, link: Callable[..., str]) -> dict[str, str | None]:
    return {
        "before_href": link(before=found.before) if found.before else None,
        "after_href": link(after=found.after) if found.after else None,
    }


def _files(kind: str, asked: Asked, ordered: bool) -> dict[str, Any]:
    """Addresses of the files; `ordered` where a job has to make them: a request makes what is counted."""
    name = f"backoffice.list_{kind}_{'order' if ordered else 'file'}"
    return {
        "ordered": ordered,
        "forms": [
            (form.upper(), with_question(local_url(name, form=form), question(asked))) for form in FORMS
        ],
    }


def _file(kind: str, form: str) -> BaseResponse:
    asked = asked_list(kind)
    if is_long(kind, current_actor(), asked):
        tell("info", translate("This list is long: have its file made with the button above the table."))
        return redirect(with_question(local_url(f"backoffice.list_{kind}"), question(asked)), 303)
    return _sent(list_file(kind, form, current_actor(), asked), form, f"{PLACES[kind][0]}.{form}")


def _order(kind: str, form: str) -> BaseResponse:
    actor, asked = current_actor(), asked_list(kind)
    wanted = {name: value for name, value in asdict(asked).items() if name not in {"after", "back"}}
    with transaction():
        job = enqueue(
            MAKE,
            user_id=actor.user_id,
            list=kind,
            form=form,
            asked=wanted,
            locale=current_locale(),
        )
        db.session.flush()
        audit.record(actor, "backoffice.list.order", job, label=TITLES[kind])
        job_id = job.id
    return redirect(local_url("backoffice.job", job_id=job_id), 303)


@localized(
    bp, "/can-bo/danh-sach/tep/<int:job_id>", "/officer/lists/files/<int:job_id>", endpoint="list_file"
)
@access("catalog.review")
def made_file(job_id: int) -> Response:
    """The finished file, for the officer who ordered it."""
    job = db.session.get(Job, job_id)
    if job is None or job.kind != MAKE or job.user_id != current_actor().user_id or not job.result:
        raise NotFound("not_found")
    form, place = job.payload["form"], PLACES[job.payload["list"]][0]
    return _sent(ports().files.get(job.result["file"]), form, f"{place}-{job_id}.{form}")


def _sent(data: bytes, form: str, name: str) -> Response:
    response = Response(data, content_type=FORMS[form])
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.headers["Cache-Control"] = "private, no-store"
    return response


def _register(kind: str, vi: str, en: str) -> None:
    forms = f"<any({', '.join(FORMS)}):form>"
    base, english = f"/can-bo/danh-sach/{vi}", f"/officer/lists/{en}"

    @localized(bp, base, english, endpoint=f"list_{kind}")
    @access("catalog.review")
    def page() -> str:
        """Rows of the area, found, filtered and ordered."""
        return _page(kind)

    @localized(bp, f"{base}.{forms}", f"{english}.{forms}", endpoint=f"list_{kind}_file")
    @access("catalog.review")
    def file(form: str) -> BaseResponse:
        """The same rows as a file, where they are few."""
        return _file(kind, form)

    @localized(
        bp, f"{base}/tep/{forms}", f"{english}/file/{forms}", methods=("POST",), endpoint=f"list_{kind}_order"
    )
    @access("catalog.review")
    def order(form: str) -> BaseResponse:
        """Order the file of a long list."""
        return _order(kind, form)


for _kind, (_vi, _en) in PLACES.items():
    _register(_kind, _vi, _en)
