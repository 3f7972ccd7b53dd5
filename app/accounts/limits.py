"""How often something may be tried, counted in the database so that all workers count together.

No limit locks a person out for good: every window ends by itself; a browser that has signed in to the account
before (device cookie) has its own count, so strangers cannot use up its tries; and the link of a password
reset makes the browser that opens it such a known one. Strangers share by line (an IPv4 address, an IPv6 /64)
and by network (/24, /48), never all together: someone trying from one network cannot shut out another.
Addresses are kept only as a hash whose key changes each day.
"""

import hashlib
import hmac
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import ClassVar

from sqlalchemy import delete, update

from app.accounts.installation import account_setup
from app.accounts.models import RateCounter
from app.core.clock import utc_now
from app.core.database.base import db
from app.core.database.transaction import transaction
from app.core.errors import Conflict, DomainError
from app.core.ports import Count, Counters, ports


@dataclass(frozen=True, slots=True)
class Limit:
    """At most `count` tries in each window of `seconds`. by_day: the subject is an address, hashed with a new
    key each day.
    """

    purpose: str
    count: int
    seconds: int
    by_day: bool = False


LOGIN_ACCOUNT = Limit("login-account", 10, 300)
LOGIN_DEVICE = Limit("login-device", 10, 300)
LOGIN_ADDRESS = Limit("login-address", 10, 300, by_day=True)
LOGIN_NETWORK = Limit("login-network", 60, 300, by_day=True)
SECOND_FACTOR = (Limit("factor", 5, 300), Limit("factor-hour", 20, 3600))
CONFIRM = Limit("confirm", 10, 300)
RESET_ACCOUNT = Limit("reset-account", 5, 86_400)
RESET_ADDRESS = Limit("reset-address", 20, 86_400, by_day=True)
VERIFY_MAIL = Limit("verify-mail", 3, 21_600)
REGISTER_ADDRESS = Limit("register-address", 10, 3600, by_day=True)
HELD_FORM = Limit("held-form", 30, 3600, by_day=True)
HELD_FORM_NETWORK = Limit("held-form-network", 180, 3600, by_day=True)
HELD_FORM_PERSON = Limit("held-form-person", 60, 3600)


class TooManyTries(DomainError):
    """The limit is reached; `retry_after` seconds remain of the window."""

    status: ClassVar[int] = 429

    def __init__(self, retry_after: int) -> None:
        super().__init__("too_many_tries", minutes=-(-retry_after // 60))
        self.retry_after = retry_after


def spend(*tries: tuple[Limit, object]) -> None:
    """Count one try against each (limit, subject) in a transaction of its own. Raises TooManyTries when one of
    them is used up; then nothing is counted, so that waiting is enough.
    """
    counts = [_count_of(limit, subject) for limit, subject in tries]
    try:
        wait = _counters().spend(counts)
    except ConnectionError:  # the shared counter is unreachable: counts start again in the database
        wait = TABLE.spend(counts)
    if wait:
        raise TooManyTries(wait)


def refund(*tries: tuple[Limit, object]) -> None:
    """Give back one try each, because it was right: only failures use a limit up; inside a transaction."""
    counts = [_count_of(limit, subject) for limit, subject in tries]
    for each in {TABLE, _counters()}:
        each.refund(counts)


def delete_old_counters() -> int:
    """Remove the rows of ended windows; inside a transaction. Returns how many."""
    result = db.session.execute(delete(RateCounter).where(RateCounter.expires_at < utc_now()))
    return int(getattr(result, "rowcount", 0))


def keyed_hash(*parts: object) -> str:
    """A hash that says nothing without the server's secret."""
    text = "\x1f".join(str(part) for part in parts)
    return hmac.new(account_setup().secret, text.encode(), hashlib.sha256).hexdigest()[:32]


class TableCounters:
    """The counts in the database itself."""

    def spend(self, counts: Sequence[Count]) -> int:
        try:
            with transaction(aside=True):
                return _spent(counts)
        except Conflict:  # two workers made the same first row (PostgreSQL)
            with transaction(aside=True):
                return _spent(counts)

    def refund(self, counts: Sequence[Count]) -> None:
        for count in counts:
            here = (
                (RateCounter.key == count.key)
                & (RateCounter.window == count.window)
                & (RateCounter.count > 0)
            )
            db.session.execute(update(RateCounter).where(here).values(count=RateCounter.count - 1))


TABLE = TableCounters()


def _counters() -> Counters:
    return ports().counters or TABLE


def _spent(counts: Sequence[Count]) -> int:
    rows = []
    for count in counts:
        row = db.session.get(RateCounter, (count.key, count.window), with_for_update=True)
        if row is not None and row.count >= count.limit:
            return max(1, count.ends - int(utc_now().timestamp()))
        if row is None:
            ends = datetime.fromtimestamp(count.ends, UTC)
            row = RateCounter(
                key=count.key, window=count.window, count=0, expires_at=ends + timedelta(minutes=1)
            )
        rows.append(row)
    for row in rows:
        db.session.add(row)
        row.count += 1
    return 0


def _count_of(limit: Limit, subject: object) -> Count:
    now = utc_now()
    day = now.date() if limit.by_day else ""
    window = int(now.timestamp()) // limit.seconds
    key = f"{limit.purpose}:{keyed_hash(limit.purpose, day, subject)}"
    return Count(key, window, limit.count, (window + 1) * limit.seconds)
