"""A list as a file: at once where it is short, else by a job."""

from datetime import date
from typing import Any

from app.accounts.models import User
from app.accounts.sessions.actors import actor_of
from app.backoffice.labels import register_job_kind
from app.backoffice.lists.labels import TITLES
from app.backoffice.lists.queries import Asked, each_row
from app.backoffice.lists.views import RowView, row_view
from app.core.actor import Actor
from app.core.clock import today
from app.core.database.base import db
from app.core.documents.spreadsheets import MEDIA_TYPE, Cell, Sheet, SheetColumn, workbook
from app.core.ports import ports
from app.core.work.jobs import Job, JobRun, Queue, task
from app.core.work.made_files import FILE_KINDS
from app.web.addresses import absolute_url
from app.web.csv_files import csv_lines
from app.web.filters import date_text
from app.web.i18n import N_, current_locale, translate, using_locale

MAKE = "backoffice.list_file"
FORMS = {"csv": "text/csv; charset=utf-8", "xlsx": MEDIA_TYPE}
COLUMNS = (
    (N_("Name"), 36),
    (N_("Number or code"), 20),
    (N_("Kind or group"), 24),
    (N_("Facility"), 30),
    (N_("Commune, province"), 28),
    (N_("State"), 26),
    (N_("Since"), 12),
    (N_("Until"), 12),
    (N_("Page"), 30),
)
FILE_KINDS.add(MAKE)
register_job_kind(MAKE, N_("List of an area as a file"))


def list_file(kind: str, form: str, actor: Actor, asked: Asked) -> bytes:
    """All rows of the list, in its order, in the language of the request."""
    day = today()
    views = (row_view(kind, row, day, _link) for row in each_row(kind, actor, asked))
    head = [translate(text) for text, _width in COLUMNS]
    if form == "csv":
        return "".join(csv_lines(head, (_cells(view, iso=True) for view in views))).encode()
    title = translate(TITLES[kind])
    columns = [SheetColumn(text, width) for text, (_text, width) in zip(head, COLUMNS, strict=True)]
    note = translate("As of %(date)s", date=date_text(day))
    sheet = Sheet(title, [title, note], columns, [_cells(view, iso=False) for view in views])
    return workbook([sheet], title=title, author="Tiêu Biểu")


def _cells(view: RowView, *, iso: bool) -> list[Cell]:
    """Days in ISO form for programs, in the reader's form for people."""
    return [
        view.name,
        view.number,
        view.sort,
        view.facility,
        view.place,
        "; ".join(text for _code, text in view.tags),
        _day(view.since, iso=iso),
        _day(view.until, iso=iso),
        view.href or "",
    ]


def _link(endpoint: str, **values: Any) -> str:
    """A full address: the file is read elsewhere, and a job has no request to begin from."""
    return absolute_url(endpoint, locale=current_locale(), **values)


def _day(day: date | None, *, iso: bool) -> str:
    if day is None:
        return ""
    return day.isoformat() if iso else date_text(day)


@task(MAKE, Queue.IMPORTS, large=lambda _payload: True)  # short lists are made by the request itself
def make_file(run: JobRun) -> dict[str, Any]:
    """The file of a long list, for the officer who ordered it, with what they may see when it is made."""
    wanted = run.payload
    user = db.session.get_one(User, db.session.get_one(Job, run.job_id).user_id)
    actor = actor_of(user, second_factor=True)
    with using_locale(wanted["locale"]):
        asked = Asked(**wanted["asked"] | {"more": tuple(map(tuple, wanted["asked"]["more"]))})
        data = list_file(wanted["list"], wanted["form"], actor, asked)
    db.session.rollback()
    return {
        "file": ports().files.put(data, f".{wanted['form']}"),
        "url": absolute_url("backoffice.list_file", locale=wanted["locale"], job_id=run.job_id),
    }
