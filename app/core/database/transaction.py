"""The only place in the program that commits."""

import math
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Protocol, TypeVar

from sqlalchemy.exc import DBAPIError, IntegrityError, SQLAlchemyError
from sqlalchemy.orm import Session
from sqlalchemy.orm.exc import StaleDataError

from app.core.database.base import STANDBY, WRITE_OPTION, db
from app.core.database.constraints import translate_violation
from app.core.database.faults import RETRY_AFTER, fault_of, unavailable
from app.core.database.write_lock import LockHeld, WriteLock
from app.core.errors import Conflict, Unavailable

WAIT = 5.0
"""Seconds that a writer waits for the others."""
_MARK = "tieubieu_transaction"
_LAST = "tieubieu_last_acts"
_AROUND = "tieubieu_around"
TOLD = "tieubieu_told"
"""In `Session.info`: the topics that the transaction will wake others with (`app.core.database.wake`)."""
RECORDED = "tieubieu_recorded"
"""In `Session.info`: the subject of the transaction's first act (`app.core.audit`)."""
Step = Callable[[Session], None]
_locks: dict[str, WriteLock] = {}
_locks_mutex = threading.Lock()


class LastAct(Protocol):
    def write(self, session: Session) -> None:
        """Send the last statements of a transaction; nothing else is waited for after them."""


Act = TypeVar("Act", bound=LastAct)


@contextmanager
def transaction(*, wait: float | None = None, aside: bool = False) -> Iterator[Session]:
    """One write transaction: everything in the block is on disk when it ends, or nothing is.

    Earlier reads are discarded, so that rules check the state that they will change. Under
    SQLite writers wait at one file lock before BEGIN IMMEDIATE: its own back-off starves some writer
    for seconds. Does not nest. A broken constraint leaves as the domain error registered for its name, a
    fault of the storage as Unavailable.

    wait: seconds for the other writers, WAIT when None. aside: a write that is not what somebody asked for (a
    count of tries, the time of a visit): what `commit_with` was given waits for the next one.
    """
    session = db.session()
    session.info.pop(STANDBY, None)
    if session.info.get(_MARK) is not None:  # an empty list of hooks is open too
        raise RuntimeError("transaction() does not nest")
    _undo(session)
    hooks: list[Callable[[], None]] = []
    session.info[_MARK], session.info[_LAST] = hooks, {}
    end = time.monotonic() + (WAIT if wait is None else wait)
    try:
        with _write_lock(session, end):
            # in tenths of a second: the next one on the connection mostly waits as long, and need not say so again
            left = max(1, math.ceil((end - time.monotonic()) * 10)) * 100
            session.connection(execution_options={WRITE_OPTION: left})
            first, last = _NOTHING if aside else session.info.get(_AROUND, _NOTHING)
            first(session)
            yield session
            last(session)
            _commit(session)
    except BaseException as error:
        told = _ended_by(session, error)
        if told is error:
            raise
        raise told from error
    finally:
        for name in (_MARK, _LAST, RECORDED, TOLD):
            session.info.pop(name, None)
    if not aside:
        session.info.pop(_AROUND, None)
    for hook in hooks:
        hook()


def after_commit(hook: Callable[[], None]) -> None:
    """Run `hook` once the surrounding transaction is on disk, never when it is rolled back."""
    hooks = db.session().info.get(_MARK)
    if hooks is None:
        raise RuntimeError("after_commit() outside a transaction")
    hooks.append(hook)


def last_act(name: str, make: Callable[[], Act]) -> Act:
    """What the surrounding transaction does just before it commits, one for each name; made when first asked for."""
    acts = db.session().info.get(_LAST)
    if acts is None:
        raise RuntimeError("last_act() outside a transaction")
    if name not in acts:
        acts[name] = make()
    act: Act = acts[name]
    return act


def commit_with(first: Step, last: Step) -> None:
    """Have `first` run at the beginning and `last` at the end of the next transaction, and be committed with it."""
    db.session().info[_AROUND] = first, last


def in_transaction() -> bool:
    """Whether a `transaction()` block is open on this session."""
    return db.session().info.get(_MARK) is not None


def _do_nothing(_session: Session) -> None:
    pass


_NOTHING = (_do_nothing, _do_nothing)


def _commit(session: Session) -> None:
    session.flush()
    for act in session.info[_LAST].values():
        act.write(session)
    try:
        session.commit()
    except DBAPIError as error:
        if error.connection_invalidated:  # the server may have committed it before it went away
            raise Unavailable("save_uncertain", retry_after=RETRY_AFTER) from error
        raise


def _ended_by(session: Session, error: BaseException) -> BaseException:
    """Undo everything; what to raise in the place of the error."""
    _undo(session)
    if isinstance(error, IntegrityError):
        return translate_violation(error)
    if isinstance(error, StaleDataError):  # a version column showed that somebody else was faster
        return Conflict("stale")
    return fault_of(error) or error


def _undo(session: Session) -> None:
    try:
        session.rollback()
    except SQLAlchemyError:  # the connection is gone, and with it everything that was not committed
        session.invalidate()


@contextmanager
def _write_lock(session: Session, end: float) -> Iterator[None]:
    bind = session.get_bind()
    path = getattr(bind.engine.url, "database", None) if bind.dialect.name == "sqlite" else None
    if not path or path == ":memory:":
        yield
        return
    try:
        give_back = _lock_of(path).take(end - time.monotonic())
    except (LockHeld, OSError) as error:
        raise unavailable() from error
    try:
        yield
    finally:
        give_back()


def _lock_of(path: str) -> WriteLock:
    with _locks_mutex:
        if path not in _locks:
            _locks[path] = WriteLock(Path(path + ".lock"))
        return _locks[path]
