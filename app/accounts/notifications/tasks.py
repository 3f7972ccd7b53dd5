"""The mail of the day."""

from sqlalchemy import select

from app.accounts.notifications.kinds import Choice
from app.accounts.notifications.models import Notification
from app.accounts.notifications.services import forget_old, write_digests
from app.core.clock import VIETNAM, utc_now
from app.core.database.base import db
from app.core.database.transaction import transaction
from app.core.work.periodic import every

HOUR = 7
"""The hour of the morning in Viet Nam from which the daily mail is sent."""


@every(600)
def send_digests() -> int:
    """Write what has waited since yesterday; anything later waits for tomorrow. Returns how many mails."""
    now = utc_now().astimezone(VIETNAM)
    begin = now.replace(hour=HOUR, minute=0, second=0, microsecond=0)
    if now < begin:
        return 0
    waiting = select(Notification.id).where(
        Notification.mail == Choice.DAILY, Notification.mailed_at.is_(None), Notification.created_at < begin
    )
    due = db.session.scalar(waiting.limit(1)) is not None
    db.session.rollback()
    if not due:
        return 0
    with transaction():
        forget_old()
        return write_digests()
