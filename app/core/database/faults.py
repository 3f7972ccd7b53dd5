"""Faults of the storage: a full disk, a database that is unreachable or locked. Distinguished from faults of
the program.
"""

import errno
import sqlite3

from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from app.core.errors import Unavailable

RETRY_AFTER = 5
_ERRNOS = frozenset(
    {errno.ENOSPC, errno.EROFS, errno.EIO, errno.EDQUOT, errno.EMFILE, errno.ENFILE, errno.ENOMEM}
)
_SQLITE = ("disk i/o", "is full", "readonly", "unable to open", "locked", "busy")
_POSTGRES_CLASSES = ("08", "53", "57", "58")
"""SQLSTATE: connection, resources, operator's intervention (a restart), the system beneath."""
_POSTGRES = frozenset({"55P03", "40001", "40P01", "25006"})
"""A lock not given in time, a serialisation to be tried again, a deadlock, a standby that takes no writes."""


def fault_of(error: BaseException) -> Unavailable | None:
    """The answer to an error that the storage has caused; None for any other."""
    if isinstance(error, Unavailable):
        return error
    if isinstance(error, OSError):
        is_fault = error.errno in _ERRNOS
    elif isinstance(error, DBAPIError):
        is_fault = error.connection_invalidated or _is_driver_fault(error.orig)
    else:
        is_fault = isinstance(error, PoolTimeout) or _is_driver_fault(error)
    return unavailable() if is_fault else None


def unavailable() -> Unavailable:
    return Unavailable("storage_unavailable", retry_after=RETRY_AFTER)


def _is_driver_fault(error: BaseException | None) -> bool:
    if isinstance(error, sqlite3.OperationalError):
        text = str(error).lower()
        return any(sign in text for sign in _SQLITE)
    if type(error).__module__.partition(".")[0] != "psycopg":
        return False
    state = getattr(error, "sqlstate", None)
    if state is None:  # nothing came from a server: there was none, or it went
        return type(error).__name__ in {"OperationalError", "InterfaceError", "ConnectionTimeout"}
    return state in _POSTGRES or state.startswith(_POSTGRES_CLASSES)
