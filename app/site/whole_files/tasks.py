"""The job that makes the files of the whole catalogue, and the round that orders it after a change."""

import hashlib
import time
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from sqlalchemy import func, select

from app.core.clock import utc_now
from app.core.database.base import db
from app.core.database.changes import latest_change
from app.core.database.transaction import transaction
from app.core.ports import ports
from app.core.work.jobs import JobRun, enqueue, task
from app.core.work.periodic import every
from app.site.open_data.files import zipped
from app.site.whole_files import sitemap
from app.site.whole_files.models import WholeFile
from app.site.whole_files.queries import is_large
from catalog.register.queries import REGISTER_FILE, get_register_file

KIND = "site.whole_files"
ROUND = 60
"""Seconds from a change to its job, at most."""
REST = 50
"""The job rests so many times as long as it took, so that it takes a fiftieth of a processor at most."""


@every(ROUND)
def order_whole_files() -> None:
    """Order the files anew where the feed has moved since the last ones."""
    made = db.session.execute(
        select(func.max(WholeFile.position), func.max(WholeFile.made_at), func.max(WholeFile.took))
    ).one()
    position, made_at, took = made
    if (position is not None and position >= latest_change()) or not is_large():
        return
    if made_at is not None and utc_now() < made_at + timedelta(seconds=REST * took):
        return
    with transaction():
        enqueue(KIND, key=KIND)


@task(KIND, large=lambda _payload: is_large())
def whole_files_task(run: JobRun) -> dict[str, Any]:
    """Make them all; one at a time is in memory, and all take the place of the old ones together."""
    began, position = time.monotonic(), latest_change()
    db.session.rollback()
    made = list(_files(position))
    with transaction() as session:
        run.hold()  # one that was taken over puts no older files in the place of newer ones
        old = session.scalars(select(WholeFile)).all()
        gone = {name for row in old for name in (row.file, row.zipped)}
        for row in old:
            session.delete(row)
        session.flush()
        for row in made:
            row.took = round(time.monotonic() - began)
        session.add_all(made)
        stay = {name for row in made for name in (row.file, row.zipped)}
    for name in gone - stay:
        ports().files.delete(name)
    return {"files": len(made)}


def _files(position: int) -> Iterator[WholeFile]:
    count = 0
    for text in sitemap.parts():
        count += 1
        yield _stored(sitemap.part_name(count), text.encode(), position)
    yield _stored(sitemap.index_name(), sitemap.index(count).encode(), position)
    yield _stored(REGISTER_FILE, get_register_file(), position)


def _stored(name: str, data: bytes, position: int) -> WholeFile:
    suffix, store = name[name.rindex(".") :], ports().files
    return WholeFile(
        name=name,
        file=store.put(data, suffix),
        zipped=store.put(zipped(data), ".gz"),
        sha256=hashlib.sha256(data).hexdigest(),
        position=position,
        took=0,
        made_at=utc_now(),
    )
