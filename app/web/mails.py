"""Mails from templates: `templates/email/<name>.txt`, the subject in the first line, in the reader's language."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from flask import current_app, g

from app.core.mail import OutboxMail, post_mail
from app.web.i18n import DEFAULT, LOCALES


@contextmanager
def in_locale(locale: str) -> Iterator[None]:
    """Translate in another language for the length of the block."""
    before = g.get("locale")
    g.locale = locale if locale in LOCALES else DEFAULT
    try:
        yield
    finally:
        if before is None:
            g.pop("locale", None)
        else:
            g.locale = before


def post_template(recipient: str, template: str, /, *, locale: str = DEFAULT, **context: Any) -> OutboxMail:
    """Write a mail and put it into the outbox of the surrounding transaction."""
    with in_locale(locale):
        text = current_app.jinja_env.get_template(f"email/{template}.txt").render(**context)
    subject, _, body = text.partition("\n")
    return post_mail(recipient, subject, body.strip() + "\n", locale=locale)
