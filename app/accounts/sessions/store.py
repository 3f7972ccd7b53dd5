"""Sessions: anonymous ones in a signed cookie, signed-in ones on the server; public pages have none.

The cookie of a signed-in browser holds a random key only; the row can be ended from elsewhere, and a
request in flight cannot bring it back.
"""

import hashlib
import logging
import secrets
from collections.abc import Callable, Iterator
from copy import deepcopy
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from flask import Flask, Request, Response, request
from flask.sessions import SecureCookieSessionInterface, SessionInterface, SessionMixin
from sqlalchemy import delete, exists, select, update
from sqlalchemy.exc import SQLAlchemyError

from app.accounts.models import Membership, User, UserSession
from app.core.actor import Role
from app.core.clock import utc_now
from app.core.database.base import db
from app.core.database.transaction import transaction
from app.core.errors import DomainError
from app.web.access import PUBLIC_RULE, rule_of

LONG_IDLE_ROLES = frozenset({Role.FACILITY, Role.JUROR})
IDLE = timedelta(hours=4)
SHORT_IDLE = timedelta(minutes=30)
"""For everyone who holds a role beyond LONG_IDLE_ROLES: officers, council, admin."""
LIFETIME = timedelta(hours=14)
TOUCH = timedelta(minutes=2)
WRITE_WAIT = 1.0
"""Seconds that a page waits to keep what its session holds; the time of the visit alone is not waited for."""
MARK = "s1."
_log = logging.getLogger("app.accounts.sessions.store")


class SessionNotAllowed(RuntimeError):
    """A public page touched the session: it would not be the same for everyone any more."""


@dataclass(frozen=True, slots=True)
class Row:
    """What a request knows of its server-side row: a copy, since the row may be ended elsewhere meanwhile."""

    id: int
    key_hash: str
    user_id: int
    seen_at: datetime
    confirmed_at: datetime
    second_factor_at: datetime | None


class Session(SessionMixin):
    """The session of one request, loaded on first use; using it on a public page is an error.

    row: the server-side row, None while anonymous. key: the random key in the cookie.
    """

    def __init__(self, load: Callable[[], tuple[dict[str, Any], Row | None, str]]) -> None:
        self._load = load
        self._values: dict[str, Any] | None = None
        self._before: dict[str, Any] = {}
        self.row: Row | None = None
        self.key = ""
        self.renewed = False
        self.ended = False

    @property
    def values_now(self) -> dict[str, Any]:
        if self._values is None:
            if rule_of(request.endpoint or "") in {None, PUBLIC_RULE}:
                raise SessionNotAllowed("this view is public: declare @access('anyone') to use the session")
            self._values, self.row, self.key = self._load()
            self._before = deepcopy(self._values)  # messages for the next page are appended in place
        return self._values

    @property
    def is_loaded(self) -> bool:
        return self._values is not None

    @property
    def modified(self) -> bool:
        return self._values is not None and self._values != self._before

    @modified.setter
    def modified(self, _value: bool) -> None:
        """Flask-Login sets it; the comparison with the first state is what counts."""

    def __getitem__(self, key: str) -> Any:
        return self.values_now[key]

    def __setitem__(self, key: str, value: Any) -> None:
        self.values_now[key] = value

    def __delitem__(self, key: str) -> None:
        del self.values_now[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self.values_now)

    def __len__(self) -> int:
        return len(self.values_now)


class ServerSessions(SessionInterface):
    def __init__(self) -> None:
        self._cookie = SecureCookieSessionInterface()

    def open_session(self, app: Flask, request: Request) -> Session:
        return Session(lambda: self._load(app, request))

    def _load(self, app: Flask, request: Request) -> tuple[dict[str, Any], Row | None, str]:
        text = request.cookies.get(self.get_cookie_name(app), "")
        if text.startswith(MARK):
            key = text[len(MARK) :]
            row = find_session(key)
            return (dict(row.data), _copy(row), key) if row else ({}, None, "")
        serializer = self._cookie.get_signing_serializer(app)
        if not text or serializer is None:
            return {}, None, ""
        try:
            return dict(serializer.loads(text, max_age=int(LIFETIME.total_seconds()))), None, ""
        except Exception:  # noqa: BLE001  # a cookie of any other shape is no session
            return {}, None, ""

    def save_session(self, app: Flask, session: SessionMixin, response: Response) -> None:
        if not isinstance(session, Session) or not session.is_loaded:
            return
        response.vary.add("Cookie")
        name = self.get_cookie_name(app)
        if session.row is not None:
            self._save_row(session, session.row)
            if session.renewed:
                self._set_cookie(app, response, MARK + session.key)
        elif session.ended and not session.values_now:
            secure = bool(
                app.config["SESSION_COOKIE_SECURE"]
            )  # a __Host- cookie is deleted by a secure one only
            response.delete_cookie(name, path="/", secure=secure, httponly=True, samesite="Lax")
        elif session.modified or session.ended:
            serializer = self._cookie.get_signing_serializer(app)
            assert serializer is not None
            self._set_cookie(app, response, str(serializer.dumps(session.values_now)))

    def _save_row(self, session: Session, row: Row) -> None:
        now = utc_now()
        if not session.modified and now - row.seen_at <= TOUCH:
            return
        values = {"data": dict(session.values_now), "seen_at": now}
        wait = WRITE_WAIT if session.modified else 0.0
        try:
            with transaction(wait=wait, aside=True) as database:  # UPDATE alone: an ended session stays ended
                database.execute(update(UserSession).where(UserSession.id == row.id).values(**values))
        except (DomainError, SQLAlchemyError):  # the page is made, and whoever asked for it gets it
            _log.warning("a session could not be written", exc_info=True)

    def _set_cookie(self, app: Flask, response: Response, value: str) -> None:
        response.set_cookie(
            self.get_cookie_name(app),
            value,
            path="/",
            httponly=True,
            secure=bool(app.config["SESSION_COOKIE_SECURE"]),
            samesite="Lax",
            max_age=int(LIFETIME.total_seconds()),
        )


def key_hash(key: str) -> str:
    """SHA-256 of a random key, as hexadecimal: what the database keeps of it."""
    return hashlib.sha256(key.encode()).hexdigest()


def find_session(key: str) -> UserSession | None:
    """The valid session row of a cookie key."""
    now = utc_now()
    strict = exists().where(
        Membership.user_id == UserSession.user_id, Membership.role.not_in(LONG_IDLE_ROLES)
    )
    query = (
        select(UserSession, strict)
        .join(User, User.id == UserSession.user_id)
        .where(
            UserSession.key_hash == key_hash(key), UserSession.expires_at > now, User.disabled_at.is_(None)
        )
    )
    found = db.session.execute(query).one_or_none()
    if found is None or now - found[0].seen_at > (SHORT_IDLE if found[1] else IDLE):
        return None
    return found[0]


def person_behind(key: str) -> int | None:
    """The user id of a session row that has expired but is still in the table: whose input to keep."""
    return db.session.scalar(select(UserSession.user_id).where(UserSession.key_hash == key_hash(key)))


def start_session(session: Session, user: User, *, device: str = "") -> UserSession:
    """Make a new server-side session (new key) for a person who just proved who they are; inside a transaction."""
    now: datetime = utc_now()
    key = secrets.token_urlsafe(32)
    row = UserSession(
        key_hash=key_hash(key), user_id=user.id, data={}, created_at=now, seen_at=now,
        expires_at=now + LIFETIME, confirmed_at=now, device=device,
    )  # fmt: skip
    if session.row is not None:
        db.session.execute(delete(UserSession).where(UserSession.id == session.row.id))
    db.session.add(row)
    db.session.flush()  # the cookie is set from this row at the end of the request
    session.clear()
    session.row, session.key, session.renewed = _copy(row), key, True
    return row


def confirm_session(session: Session, *, second_factor: bool) -> None:
    """Note that the person has just proved who they are; inside a transaction. The key is renewed with it."""
    if session.row is None:
        return
    now, key = utc_now(), secrets.token_urlsafe(32)
    shown = now if second_factor else session.row.second_factor_at
    values = {"confirmed_at": now, "second_factor_at": shown, "key_hash": key_hash(key)}
    db.session.execute(update(UserSession).where(UserSession.id == session.row.id).values(**values))
    session.row = replace(session.row, confirmed_at=now, second_factor_at=shown, key_hash=key_hash(key))
    session.key, session.renewed = key, True


def end_session(session: Session) -> None:
    """Log out this browser; inside a transaction."""
    if session.row is not None:
        db.session.execute(delete(UserSession).where(UserSession.id == session.row.id))
    session.clear()
    session.row, session.key, session.ended = None, "", True


def end_sessions_of(user_id: int, *, keep: str = "") -> int:
    """Log a person out everywhere, but for the session whose key hash is `keep`; inside a transaction."""
    query = delete(UserSession).where(UserSession.user_id == user_id, UserSession.key_hash != keep)
    return int(getattr(db.session.execute(query), "rowcount", 0))


def delete_old_sessions() -> int:
    """Remove rows that ended a day ago or more (until then they tell whose typing was kept); inside a transaction."""
    query = delete(UserSession).where(UserSession.expires_at < utc_now() - timedelta(days=1))
    return int(getattr(db.session.execute(query), "rowcount", 0))


def _copy(row: UserSession) -> Row:
    return Row(
        id=row.id,
        key_hash=row.key_hash,
        user_id=row.user_id,
        seen_at=row.seen_at,
        confirmed_at=row.confirmed_at,
        second_factor_at=row.second_factor_at,
    )
