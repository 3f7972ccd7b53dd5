"""The only place in the program that commits."""

import fcntl
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Protocol, TypeVar

from sqlalchemy.exc import IntegrityError, OperationalError
from sqlalchemy.orm import Session
from sqlalchemy.orm.exc import StaleDataError

from app.core.database.base import WRITE_OPTION, db
from app.core.database.constraints import translate_violation
from app.core.errors import Conflict, Unavailable

_MARK = "tieubieu_transaction"
_LAST = "tieubieu_last_acts"


class LastAct(Protocol):
    def write(self, session: Session) -> None:
        """Send the last statements of a transaction; nothing else is waited for after them."""


Act = TypeVar("Act", bound=LastAct)


@contextmanager
def transaction() -> Iterator[Session]:
    """One write transaction: everything in the block is on disk when it ends, or nothing is.

    Reads made before the block are forgotten, so that rules judge the state they will change. Under
    SQLite writers wait at one file lock before BEGIN IMMEDIATE: its own back-off starves some writer
    for seconds. Does not nest. A broken constraint leaves as the domain error registered for its name.
    """
    session = db.session()
    if session.info.get(_MARK) is not None:  # an empty list of hooks is open too
        raise RuntimeError("transaction() does not nest")
    session.rollback()
    hooks: list[Callable[[], None]] = []
    session.info[_MARK] = hooks
    session.info[_LAST] = {}
    try:
        with _write_lock(session):
            session.connection(execution_options={WRITE_OPTION: True})
            yield session
            session.flush()
            for act in session.info[_LAST].values():
                act.write(session)
            session.commit()
    except IntegrityError as error:
        session.rollback()
        raise translate_violation(error) from error
    except StaleDataError as error:  # a version column found that somebody else was faster
        session.rollback()
        raise Conflict("stale") from error
    except OperationalError as error:
        session.rollback()
        if _is_disk_trouble(error):
            raise Unavailable("storage_unavailable") from error
        raise
    except BaseException:
        session.rollback()
        raise
    finally:
        session.info.pop(_MARK, None)
        session.info.pop(_LAST, None)
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


def in_transaction() -> bool:
    """Whether a `transaction()` block is open on this session."""
    return db.session().info.get(_MARK) is not None


@contextmanager
def _write_lock(session: Session) -> Iterator[None]:
    bind = session.get_bind()
    path = getattr(bind.engine.url, "database", None) if bind.dialect.name == "sqlite" else None
    if not path or path == ":memory:":
        yield
        return
    with Path(path + ".lock").open("a+b") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield


def _is_disk_trouble(error: OperationalError) -> bool:
    text = str(error.orig).lower()
    return any(sign in text for sign in ("disk i/o", "full", "readonly", "unable to open", "locked"))
