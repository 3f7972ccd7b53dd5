"""The jobs: look at a file, enter its products, make the file of all products."""

import json
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import func, or_, select

from app.accounts.models import User
from app.accounts.sessions.actors import actor_of
from app.core.clock import utc_now
from app.core.database.base import db
from app.core.database.transaction import transaction
from app.core.documents.tables.tables import Table, read_table
from app.core.errors import NotAllowed, NotFound, RuleBroken
from app.core.policy import authorize
from app.core.ports import ports
from app.core.work.jobs import Job, JobRun, Queue, task
from app.core.work.made_files import FILE_KINDS
from app.core.work.periodic import every
from app.web.addresses import absolute_url
from catalog.acts import load, lock
from catalog.enums import ImportState
from catalog.models import Facility, Product, ProductImport
from catalog.policies import can_manage_facility
from catalog.product_import.columns import FORM, column_of
from catalog.product_import.judging import JudgedRow, RowState, judge_rows
from catalog.product_import.pictures import PictureArchive
from catalog.product_import.queries import each_product
from catalog.product_import.services import CHECK, ENTER, EXPORT, is_under_way
from catalog.product_import.sheets import errors_file, export_archive, fault_text, head_of
from catalog.product_import.writing import order_keys, write_products
from catalog.products.pictures import StoredPicture, store_picture
from catalog.uploads import clean_picture

SHOWN = 100
"""Rows with errors on the page; the file has them all."""
SAMPLE = 20
KEPT = timedelta(days=30)
"""How long files that were sent, and files made of them, are kept."""
AT_ONCE = 200
LONG = 500
"""More products than that are written by a process beside the server."""
PLAIN = ".json"
_FILES = (ProductImport.table_file, ProductImport.pictures_file, ProductImport.errors_file)
_EXPORTED = Job.result["file"].as_string()
FILE_KINDS.add(EXPORT)


@task(CHECK, Queue.IMPORTS)
def check_task(run: JobRun) -> dict[str, Any]:
    """Judge each row; the page then shows what would be entered."""
    made, table, archive, refusal = _read(run)
    if table is None:
        return _refused(run, refusal)
    rows = judge_rows(made.facility_id, table, archive, lambda number: run.progress(number, len(table.rows)))
    db.session.rollback()
    wrong = [row for row in rows if row.state == RowState.WRONG]
    errors = ports().files.put(errors_file(made.facility, table, rows, made.locale), ".xlsx") if wrong else ""
    report = _report(table, rows, made.locale)
    plain = ports().files.put(json.dumps([table.headings, table.rows], ensure_ascii=False).encode(), PLAIN)
    with transaction():
        kept = _locked(run)
        if kept.state != ImportState.CHECKING:
            return {}
        kept.state, kept.report, kept.errors_file = ImportState.CHECKED, report, errors
        kept.table_file = plain
        kept.rows, kept.wrong = len(rows), len(wrong)
        kept.good = sum(row.state == RowState.NEW for row in rows)
        kept.there = sum(row.state == RowState.THERE for row in rows)
    return {}


@task(ENTER, Queue.IMPORTS)
def enter_task(run: JobRun) -> dict[str, Any]:
    """Judge the rows again, keep the pictures, write everything in one transaction: all of it or nothing."""
    made, table, archive, refusal = _read(run)
    if table is None:
        return _refused(run, refusal)
    facility_id, locale = made.facility_id, made.locale
    rows = [
        row for row in judge_rows(facility_id, table, archive, lambda _number: None) if row.values is not None
    ]
    db.session.rollback()
    kept, notes = _pictures(run, rows, archive, locale)
    keys = order_keys(rows)
    with transaction():
        lock(Facility, facility_id)
        entered = _locked(run)
        if entered.state != ImportState.ENTERING:
            return {}
        entered.made = write_products(entered, rows, kept, keys)
        entered.state, entered.entered_at = ImportState.ENTERED, utc_now()
        entered.report = entered.report | {"notes": notes}
    return {"products": len(rows)}


def _is_long(payload: dict[str, Any]) -> bool:
    query = select(func.count()).where(Product.facility_id == payload["facility_id"])
    return (db.session.scalar(query) or 0) > LONG


@task(EXPORT, Queue.IMPORTS, large=_is_long)
def export_task(run: JobRun) -> dict[str, Any]:
    """The archive of all products of a facility."""
    facility = load(Facility, run.payload["facility_id"])
    data = export_archive(facility, each_product(facility.id), run.payload["locale"])
    db.session.rollback()
    name = ports().files.put(data, ".zip")
    return {
        "file": name,
        "url": absolute_url("catalog.export_file", locale=run.payload["locale"], job_id=run.job_id),
    }


@every(3600)
def clean() -> None:
    """Delete the files of imports and exports that are a month old; an import that nobody entered is dropped."""
    with transaction() as session:
        gone = {*_old_imports(utc_now() - KEPT), *_old_exports(utc_now() - KEPT)}
        session.flush()
        for column in (*_FILES, _EXPORTED):  # a file is stored once, however often it was sent
            gone -= set(session.scalars(select(column).where(column.in_(gone))))
    for name in gone:
        ports().files.delete(name)


def _old_imports(before: datetime) -> Iterator[str]:
    kept = or_(*(column != "" for column in _FILES))
    query = select(ProductImport).where(ProductImport.created_at < before, kept).limit(AT_ONCE)
    for made in db.session.scalars(query.with_for_update(of=ProductImport)):
        if is_under_way(made):
            continue
        yield from filter(None, (made.table_file, made.pictures_file, made.errors_file))
        made.table_file = made.pictures_file = made.errors_file = ""
        if made.state in {ImportState.CHECKING, ImportState.CHECKED, ImportState.ENTERING}:
            made.state = ImportState.CANCELLED


def _old_exports(before: datetime) -> Iterator[str]:
    query = select(Job).where(Job.kind.in_(FILE_KINDS), Job.finished_at < before, _EXPORTED.is_not(None))
    for job in db.session.scalars(query.limit(AT_ONCE)):
        yield (job.result or {})["file"]
        job.result = {}


def _read(run: JobRun) -> tuple[ProductImport, Table | None, PictureArchive, str]:
    """The import, its table and pictures; or why the person who sent it, or the file, is refused."""
    made = load(ProductImport, run.payload["import_id"])
    try:
        user = db.session.get_one(User, made.user_id)
        authorize(actor_of(user), can_manage_facility, made.facility)
        table = _table(made.table_file)
        archive = PictureArchive(ports().files.get(made.pictures_file) if made.pictures_file else None)
    except RuleBroken as error:
        if "columns" in error.params:
            error.params["names"] = ", ".join(
                head_of(column, made.locale) for column in error.params["columns"]
            )
        return made, None, PictureArchive(None), fault_text(error, made.locale)
    except (NotAllowed, NotFound) as error:  # nothing that another try may mend
        return made, None, PictureArchive(None), fault_text(error, made.locale)
    db.session.expunge(made)
    db.session.rollback()
    return made, table, archive, ""


def _table(name: str) -> Table:
    """As chosen, or as it was understood when it was looked at."""
    data = ports().files.get(name)
    if not name.endswith(PLAIN):
        return read_table(data, FORM)
    headings, rows = json.loads(data)
    return Table(tuple(headings), tuple((line, tuple(cells)) for line, cells in rows))


def _locked(run: JobRun) -> ProductImport:
    """The import, then its job: in the order in which whoever cancels it locks them."""
    made = db.session.get_one(ProductImport, run.payload["import_id"], with_for_update=True)
    run.hold()
    return made


def _refused(run: JobRun, text: str) -> dict[str, Any]:
    db.session.rollback()
    with transaction():
        made = _locked(run)
        made.state, made.report = ImportState.REFUSED, {"refusal": text}
    return {}


def _report(table: Table, rows: list[JudgedRow], locale: str) -> dict[str, Any]:
    wrong = [row for row in rows if row.state == RowState.WRONG]
    good = [(row, row.values) for row in rows if row.values is not None]
    return {
        "faults": [
            [row.line, row.name, [fault_text(fault, locale) for fault in row.faults]] for row in wrong[:SHOWN]
        ],
        "sample": [
            [row.line, row.name, values["group"], values["net_content"], len(row.pictures)]
            for row, values in good[:SAMPLE]
        ],
        "unknown": [*filter(lambda heading: heading and column_of(heading) is None, table.headings)],
        "encoding": table.encoding,
        "hidden": table.hidden,
        "pictures": sum(len(row.pictures) for row, _values in good),
    }


def _pictures(
    run: JobRun, rows: list[JudgedRow], archive: PictureArchive, locale: str
) -> tuple[dict[str, StoredPicture], list[str]]:
    """Each named picture, re-encoded and kept; and what is to be said of those that cannot be read."""
    names = list(dict.fromkeys(name for row in rows for name in row.pictures))
    kept: dict[str, StoredPicture] = {}
    notes = []
    for number, name in enumerate(names, start=1):
        run.progress(number - 1, len(names))
        try:
            kept[name] = store_picture(clean_picture(archive.read(name)))
        except RuleBroken as error:
            refusal = RuleBroken("picture_refused", **(error.params | {"name": name, "why": error.code}))
            notes.append(fault_text(refusal, locale))
    run.progress(len(names), len(names))
    return kept, notes
