"""Mails from templates: `templates/email/<name>.txt`, the subject in the first line, in the reader's language."""

from typing import Any

from flask import current_app

from app.core.mail import OutboxMail, post_mail
from app.core.ports import ports
from app.web.i18n import DEFAULT, using_locale


def mail_travels() -> bool:
    """Whether mails are really sent: without a mail server they stay in the outbox and the log."""
    return ports().mailer.delivers


def post_template(recipient: str, template: str, /, *, locale: str = DEFAULT, **context: Any) -> OutboxMail:
    """Write a mail and put it into the outbox of the surrounding transaction."""
    with using_locale(locale):
        text = current_app.jinja_env.get_template(f"email/{template}.txt").render(**context)
    subject, _, body = text.partition("\n")
    return post_mail(recipient, subject, body.strip() + "\n", locale=locale)
