"""The job of the night that makes the files of open data, and the round that orders it."""

import hashlib
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import Integer, Select, cast, func, select

from app.core.clock import VIETNAM, today, utc_now
from app.core.database.base import db
from app.core.database.changes import Change, record_change
from app.core.database.transaction import transaction
from app.core.ports import ports
from app.core.work.jobs import Job, JobRun, JobState, enqueue, task
from app.core.work.periodic import every
from app.site.open_data import files
from app.site.open_data.models import OpenDataFile
from app.site.open_data.queries import last_day
from app.site.open_data.tables import TABLES, Row, Table
from app.site.whole_files.queries import is_large
from app.web.addresses import base_url
from app.web.i18n import DEFAULT, translate
from catalog.enums import PERSONAL_KINDS, FacilityState, ProductState
from catalog.models import Facility, Product
from catalog.search.tasks import catch_up_index

KIND = "site.open_data"
FIRST_HOUR = 1
"""Of the night, in Viet Nam: what turned at midnight is in the index by then."""
KEPT = timedelta(days=2)
"""How long files of earlier nights stay, for who is downloading them."""
ROUND = 120


@every(ROUND)
def order_files() -> None:
    """Order the files of this night once; the first ones as soon as there is a database."""
    now, last = utc_now().astimezone(VIETNAM), last_day()
    gone = last is not None and _left_since(last)
    if last is not None and not gone and (last >= now.date() or now.hour < FIRST_HOUR):
        return
    open_states = (JobState.QUEUED, JobState.RUNNING)
    since = utc_now() - (timedelta() if gone else timedelta(hours=6))
    waiting = select(Job.id).where(Job.kind == KIND, Job.state.in_(open_states) | (Job.created_at > since))
    if db.session.scalar(waiting.limit(1)) is None:
        with transaction():
            enqueue(KIND)


def _left_since(day: date) -> bool:
    """Whether a facility or product has left the public since the files of a day: they must leave the files too."""
    made = db.session.scalar(select(func.min(OpenDataFile.made_at)).where(OpenDataFile.day == day))
    person = Facility.kind.in_([str(kind) for kind in PERSONAL_KINDS]) & Facility.consent_at.is_(None)
    off = Facility.state.in_(
        (FacilityState.SUSPENDED, FacilityState.WITHDRAWN, FacilityState.CLOSED, FacilityState.MERGED)
    )
    verified = Facility.state == FacilityState.VERIFIED
    facilities = select(Facility.id).where(
        off | (verified & person), Facility.id.in_(_changed("facility", made))
    )
    products = select(Product.id).where(
        Product.state.in_((ProductState.WITHDRAWN, ProductState.MERGED)),
        Product.id.in_(_changed("product", made)),
    )
    return any(db.session.scalar(query.limit(1)) is not None for query in (facilities, products))


def _changed(kind: str, since: datetime | None) -> Select[int]:
    """A statement of the things of a kind that the feed names since a moment."""
    return select(cast(Change.key, Integer)).where(Change.kind == kind, Change.at > since)


@task(KIND, large=lambda _payload: is_large())
def open_data_task(run: JobRun) -> dict[str, Any]:
    """Make the files of today; safe to run again, for a file of a day is replaced."""
    catch_up_index()
    day, made = today(), []
    for number, table in enumerate(TABLES, start=1):
        made += _table_files(table, day)
        run.progress(number, len(TABLES))
    sums = files.sums_file({row.name: row.sha256 for row in made})
    made.append(_kept(files.SUMS, day, sums, len(made)))
    with transaction() as session:
        for old in session.scalars(select(OpenDataFile).where(OpenDataFile.day == day)):
            session.delete(old)
        session.flush()
        session.add_all(made)
        record_change("site", "open-data")
    _forget_old(day)
    return {"files": len(made), "rows": sum(row.rows for row in made if row.name.endswith(".csv"))}


def _table_files(table: Table, day: date) -> list[OpenDataFile]:
    rows: list[Row] = list(table.rows())
    db.session.rollback()  # no read stays open while files are written
    address = f"{base_url()}/du-lieu-mo/{table.name}.jsonld"
    data = files.csv_file(table, rows)
    change, changed = files.changes_file(table, _before(f"{table.name}.csv", day), data)
    made = [
        _kept(f"{table.name}.csv", day, data, len(rows)),
        _kept(f"{table.name}.jsonld", day, files.jsonld_file(table, rows, address, day), len(rows)),
        _kept(f"{table.name}-changes.csv", day, change, changed),
    ]
    book = files.xlsx_file(table, translate(table.title, DEFAULT), rows)
    if book is not None:
        made.append(_kept(f"{table.name}.xlsx", day, book, len(rows)))
    return made


def _before(name: str, day: date) -> bytes | None:
    """The file of an earlier day, which today's is compared with."""
    query = select(OpenDataFile.file).where(OpenDataFile.name == name, OpenDataFile.day < day)
    kept = db.session.scalar(query.order_by(OpenDataFile.day.desc()).limit(1))
    db.session.rollback()
    return ports().files.get(kept) if kept is not None else None


def _kept(name: str, day: date, data: bytes, rows: int) -> OpenDataFile:
    suffix, store = name[name.rindex(".") :], ports().files
    return OpenDataFile(
        day=day,
        name=name,
        file=store.put(data, suffix),
        zipped=store.put(files.zipped(data), ".gz"),
        size=len(data),
        sha256=hashlib.sha256(data).hexdigest(),
        rows=rows,
        made_at=utc_now(),
    )


def _forget_old(day: date) -> None:
    """Delete what is older than yesterday's, unless a file that stays has the same bytes."""
    with transaction() as session:
        old = session.scalars(select(OpenDataFile).where(OpenDataFile.day < day - KEPT)).all()
        gone = {name for row in old for name in (row.file, row.zipped)}
        for row in old:
            session.delete(row)
        session.flush()
        stay = session.execute(select(OpenDataFile.file, OpenDataFile.zipped)).all()
    for name in gone - {name for row in stay for name in row}:
        ports().files.delete(name)
