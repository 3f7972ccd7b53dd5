"""The job that makes the files of the whole catalogue, and the round that orders it after a change."""

import time
from collections.abc import Iterable, Iterator
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
from app.site.whole_files import sitemap
from app.site.whole_files.models import WholeFile
from app.site.whole_files.queries import is_large
from app.site.whole_files.storing import stored, written
from catalog.register.queries import REGISTER_FILE, iter_register_file

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
    """Make them all; they grow on disk, and all take the place of the old ones together."""
    began, position = time.monotonic(), latest_change()
    db.session.rollback()
    made = list(_files(position))
    db.session.rollback()
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
    for pieces in sitemap.parts():
        count += 1
        yield _stored(sitemap.part_name(count), (piece.encode() for piece in pieces), position)
    yield _stored(sitemap.index_name(), [sitemap.index(count).encode()], position)
    _see_one_moment()
    yield _stored(REGISTER_FILE, iter_register_file(), position)


def _see_one_moment() -> None:
    """From here on as the database was when the next statement began: what a register says fits together."""
    db.session.rollback()
    if db.engine.dialect.name == "postgresql":  # a transaction of SQLite is so by itself
        db.session.connection(execution_options={"isolation_level": "REPEATABLE READ"})


def _stored(name: str, pieces: Iterable[bytes], position: int) -> WholeFile:
    found = stored(written(pieces), name[name.rindex(".") :])
    return WholeFile(
        name=name,
        file=found.file,
        zipped=found.zipped,
        sha256=found.sha256,
        position=position,
        took=0,
        made_at=utc_now(),
    )
