"""Reads of messages to a person."""

from collections.abc import Collection
from typing import Any

from sqlalchemy import BindParameter, Select, bindparam, func, select

from app.accounts.notifications.kinds import FIRST_CHOICES, Choice, Kind
from app.accounts.notifications.models import MailPreference, Notification
from app.core.database.base import db
from app.core.database.reading import PreparedMany, reading

MOST = 100


def list_notifications(user_id: int) -> list[Notification]:
    """The newest messages, the newest first."""
    query = select(Notification).where(Notification.user_id == user_id).order_by(Notification.id.desc())
    return list(db.session.scalars(query.limit(MOST)))


def count_unread(user_id: int) -> int:
    query = select(func.count()).where(Notification.user_id == user_id, Notification.read_at.is_(None))
    return db.session.scalar(query) or 0


def _by_ids(ids: list[BindParameter[Any]]) -> Select[Any]:
    columns: list[Any] = [MailPreference.user_id, MailPreference.choice]
    return select(*columns).where(MailPreference.kind == bindparam("kind"), MailPreference.user_id.in_(ids))


_CHOICES = PreparedMany(_by_ids)


def list_choices(kind: Kind, user_ids: Collection[int]) -> dict[int, Choice]:
    """How a kind comes by mail to those who chose, by user id."""
    with reading() as source:
        return {row.user_id: Choice(row.choice) for row in _CHOICES.all(source, list(user_ids), kind=kind)}


def get_choices(user_id: int) -> dict[Kind, Choice]:
    """How each kind comes by mail."""
    rows = db.session.execute(
        select(MailPreference.kind, MailPreference.choice).where(MailPreference.user_id == user_id)
    )
    chosen = {kind: choice for kind, choice in rows}  # noqa: C416  # rows are not pairs to mypy
    return {kind: Choice(chosen.get(kind, FIRST_CHOICES.get(kind, Choice.EACH))) for kind in Kind}
