"""The job of the night that makes the files of open data, and the round that orders it."""

from contextlib import ExitStack
from datetime import date, datetime, timedelta
from pathlib import Path
from shutil import copyfileobj
from tempfile import TemporaryDirectory
from typing import Any, BinaryIO

from sqlalchemy import Integer, Select, cast, func, select

from app.core.clock import VIETNAM, today, utc_now
from app.core.database.base import db
from app.core.database.changes import Change, record_change
from app.core.database.transaction import transaction
from app.core.ports import ports
from app.core.storage import PIECE
from app.core.work.jobs import Job, JobRun, JobState, enqueue, task
from app.core.work.periodic import every
from app.site.open_data.changes import write_changes
from app.site.open_data.files import SUMS, Forms, sums_file, write_forms
from app.site.open_data.models import OpenDataFile
from app.site.open_data.queries import last_day
from app.site.open_data.tables import TABLES, Table
from app.site.whole_files.queries import is_large
from app.site.whole_files.storing import folder, half_made, stored, written
from app.web.addresses import base_url
from app.web.i18n import DEFAULT, translate
from catalog.enums import PERSONAL_KINDS, FacilityState, ProductState
from catalog.models import Facility, Product

KIND = "site.open_data"
FIRST_HOUR = 1
"""Of the night, in Viet Nam."""
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
    day, made = today(), []
    for number, table in enumerate(TABLES, start=1):
        made += _table_files(table, day)
        run.progress(number, len(TABLES))
    sums = sums_file({row.name: row.sha256 for row in made})
    made.append(_kept(SUMS, day, written([sums.encode()]), len(made)))
    with transaction() as session:
        for old in session.scalars(select(OpenDataFile).where(OpenDataFile.day == day)):
            session.delete(old)
        session.flush()
        session.add_all(made)
        record_change("site", "open-data")
    _forget_old(day)
    return {"files": len(made), "rows": sum(row.rows for row in made if row.name.endswith(".csv"))}


def _table_files(table: Table, day: date) -> list[OpenDataFile]:
    title, address = translate(table.title, DEFAULT), f"{base_url()}/du-lieu-mo/{table.name}.jsonld"
    with ExitStack() as stack:
        scratch = Path(stack.enter_context(TemporaryDirectory(prefix=".files-", dir=folder())))
        grown, book, linked, changes = (stack.enter_context(half_made()) for _ in range(4))
        forms = Forms(grown, linked, book, scratch)
        write_forms(table, title, address, day, forms)
        db.session.rollback()  # no read stays open while files are written
        before = stack.enter_context(half_made())
        is_first = not _fetch(f"{table.name}.csv", day, before)
        path = str(scratch / "changes.sqlite")
        changed = write_changes(table, None if is_first else before, grown, changes, path)
        return [
            _kept(f"{table.name}.csv", day, grown, forms.rows),
            _kept(f"{table.name}.jsonld", day, linked, forms.rows),
            _kept(f"{table.name}-changes.csv", day, changes, changed),
            _kept(f"{table.name}.xlsx", day, book, forms.rows),
        ]


def _fetch(name: str, day: date, into: BinaryIO) -> bool:
    """Copy the file of an earlier day, which today's is compared with; False where there is none."""
    query = select(OpenDataFile.file).where(OpenDataFile.name == name, OpenDataFile.day < day)
    kept = db.session.scalar(query.order_by(OpenDataFile.day.desc()).limit(1))
    db.session.rollback()
    if kept is None:
        return False
    with ports().files.open(kept) as file:
        copyfileobj(file, into, PIECE)
    return True


def _kept(name: str, day: date, file: BinaryIO, rows: int) -> OpenDataFile:
    found = stored(file, name[name.rindex(".") :])
    return OpenDataFile(
        day=day,
        name=name,
        file=found.file,
        zipped=found.zipped,
        size=found.size,
        sha256=found.sha256,
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
