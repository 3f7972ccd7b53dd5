"""Reads of messages to a person."""

from collections.abc import Collection

from sqlalchemy import func, select

from app.accounts.notifications.kinds import FIRST_CHOICES, Choice, Kind
from app.accounts.notifications.models import MailPreference, Notification
from app.core.database.base import db

MOST = 100


def list_notifications(user_id: int) -> list[Notification]:
    """The newest messages, the newest first."""
    query = select(Notification).where(Notification.user_id == user_id).order_by(Notification.id.desc())
    return list(db.session.scalars(query.limit(MOST)))


def count_unread(user_id: int) -> int:
    query = select(func.count()).where(Notification.user_id == user_id, Notification.read_at.is_(None))
    return db.session.scalar(query) or 0


def list_choices(kind: Kind, user_ids: Collection[int]) -> dict[int, Choice]:
    """How a kind comes by mail to those who chose, by user id."""
    query = select(MailPreference.user_id, MailPreference.choice).where(
        MailPreference.kind == kind, MailPreference.user_id.in_(user_ids)
    )
    return {user_id: Choice(choice) for user_id, choice in db.session.execute(query)}


def get_choices(user_id: int) -> dict[Kind, Choice]:
    """How each kind comes by mail."""
    rows = db.session.execute(
        select(MailPreference.kind, MailPreference.choice).where(MailPreference.user_id == user_id)
    )
    chosen = {kind: choice for kind, choice in rows}  # noqa: C416  # rows are not pairs to mypy
    return {kind: Choice(chosen.get(kind, FIRST_CHOICES.get(kind, Choice.EACH))) for kind in Kind}
