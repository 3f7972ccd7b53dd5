"""Telling a person something: always on their page of messages, by mail as they chose."""

import hmac
from collections.abc import Sequence
from datetime import timedelta
from hashlib import sha256
from typing import Any, Protocol

from sqlalchemy import delete, insert, select, update

from app.accounts.installation import account_setup
from app.accounts.models import User
from app.accounts.notifications.kinds import FIRST_CHOICES, Choice, Kind
from app.accounts.notifications.models import MailPreference, Notification
from app.accounts.notifications.queries import list_choices
from app.core.actor import Actor
from app.core.clock import utc_now
from app.core.database.base import db
from app.core.errors import NotFound
from app.core.mail import Letter, post_mail, post_mails
from app.web.addresses import absolute_url
from app.web.i18n import N_, translate

KEPT = timedelta(days=400)
ID_DIGITS = 18
"""More is no number of a row in any database."""
FOOT = N_("Fewer mails of this kind: %(url)s")


class Reader(Protocol):
    """A user, or a row with these columns of one."""

    id: Any
    email: Any
    locale: Any


def notify(user: Reader, kind: Kind, subject: str, body: str) -> None:
    """Tell a person, in their language; inside a transaction."""
    notify_all(kind, [(user, subject, body)])


def notify_all(kind: Kind, messages: Sequence[tuple[Reader, str, str]]) -> None:
    """Tell people, each a subject and a text in their language; the number of statements does not grow with them.

    Inside a transaction.
    """
    choices, now = list_choices(kind, {user.id for user, *_text in messages}), utc_now()
    rows, letters = [], []
    for user, subject, body in messages:
        choice = choices.get(user.id, FIRST_CHOICES.get(kind, Choice.EACH))
        at_once = choice is Choice.EACH
        rows.append(
            {
                "user_id": user.id, "kind": kind, "subject": " ".join(subject.split()), "body": body.strip(),
                "mail": choice, "created_at": now, "mailed_at": now if at_once else None,
            }
        )  # fmt: skip
        if at_once:
            stop = stop_address(user, kind)
            foot = translate(FOOT, user.locale, url=stop)
            letters.append(Letter(user.email, subject, f"{body.strip()}\n\n--\n{foot}\n", user.locale, stop))
    if rows:
        db.session.execute(insert(Notification), rows)
    if letters:
        post_mails(letters)


def choose(actor: Actor, choices: dict[Kind, Choice]) -> None:
    """Set how kinds of messages come by mail; inside a transaction."""
    assert actor.user_id is not None
    for kind, choice in choices.items():
        db.session.merge(MailPreference(user_id=actor.user_id, kind=kind, choice=choice))


def read_all(actor: Actor) -> None:
    """Note that the person has seen what there is; inside a transaction."""
    mine = (Notification.user_id == actor.user_id) & Notification.read_at.is_(None)
    db.session.execute(update(Notification).where(mine).values(read_at=utc_now()))


def stop_mails(key: str) -> Kind:
    """End the mails of a kind by the link in each of them; inside a transaction. Raises NotFound."""
    user_id, kind = read_stop_key(key)
    db.session.merge(MailPreference(user_id=user_id, kind=kind, choice=Choice.OFF))
    waiting = (Notification.user_id == user_id) & (Notification.kind == kind)
    db.session.execute(
        update(Notification).where(waiting, Notification.mailed_at.is_(None)).values(mail=Choice.OFF)
    )
    return kind


def stop_address(user: Reader, kind: Kind) -> str:
    key = f"{user.id}-{kind}-{_seal(user.id, kind)}"
    return absolute_url("accounts.stop_mails", locale=user.locale, key=key)


def read_stop_key(key: str) -> tuple[int, Kind]:
    """Whose mails of which kind the link ends. Raises NotFound for a link that is not ours."""
    number, _, rest = key.partition("-")
    kind, _, seal = rest.partition("-")
    is_number = number.isascii() and number.isdigit() and len(number) <= ID_DIGITS
    if not (is_number and kind in set(Kind)):
        raise NotFound("not_found")
    user_id = int(number)
    if not hmac.compare_digest(seal.encode(), _seal(user_id, kind).encode()):
        raise NotFound("not_found")
    if db.session.get(User, user_id) is None:
        raise NotFound("not_found")
    return user_id, Kind(kind)


def write_digests() -> int:
    """One mail to each person for what has waited for it; inside a transaction. Returns how many mails."""
    waiting = select(Notification).where(Notification.mail == Choice.DAILY, Notification.mailed_at.is_(None))
    waiting = waiting.order_by(Notification.id).with_for_update()  # another runner waits, and then finds none
    by_person: dict[int, list[Notification]] = {}
    for row in db.session.scalars(waiting):
        by_person.setdefault(row.user_id, []).append(row)
    for user_id, rows in by_person.items():
        user = db.session.get_one(User, user_id)
        _write_digest(user, rows)
        for row in rows:
            row.mailed_at = utc_now()
    return len(by_person)


def forget_old() -> None:
    """Delete what is older than a year and a month; inside a transaction."""
    db.session.execute(delete(Notification).where(Notification.created_at < utc_now() - KEPT))


def _write_digest(user: User, rows: list[Notification]) -> None:
    say, count = user.locale, len(rows)
    subject = translate(N_("Tiêu Biểu: %(count)s messages of the day"), say, count=count)
    parts = [f"{number}. {row.subject}\n{row.body}" for number, row in enumerate(rows, start=1)]
    page = absolute_url("accounts.notifications", locale=say)
    parts.append(translate(N_("All messages, and how they come by mail: %(url)s"), say, url=page))
    post_mail(user.email, subject, "\n\n".join(parts) + "\n", locale=say)


def _seal(user_id: int, kind: str) -> str:
    return hmac.new(account_setup().secret, f"stop mails {user_id} {kind}".encode(), sha256).hexdigest()[:32]
