"""Browser actions for tests: read the token of a form, send it, follow a mail."""

import re
import time
from collections.abc import Callable
from typing import Any

from flask.testing import FlaskClient
from sqlalchemy import select

from app.core.database.base import db
from app.core.mail import OutboxMail
from tests.factories.accounts import PASSWORD

LINK = re.compile(r"http://127\.0\.0\.1:\d+(/\S+)")


def token_of(client: FlaskClient, path: str) -> str:
    """The CSRF token of the first form of a page."""
    found = re.search(r'name="csrf_token" value="([^"]+)"', client.get(path).text)
    assert found is not None
    return found[1]


def send(client: FlaskClient, path: str, *, page: str | None = None, **values: Any) -> Any:
    """Open a page, fill its form and send it to `path`. page: where the form stands, when elsewhere."""
    return client.post(path, data={"csrf_token": token_of(client, page or path), **values})


def sign_in(client: FlaskClient, email: str, password: str = PASSWORD, path: str = "/dang-nhap") -> Any:
    return send(client, path, email=email, password=password)


def wrong_fields(answer: Any) -> list[str]:
    """The fields with errors of a refused form; [] if it was not refused."""
    return re.findall(r'id="(\w+)-error"', answer.text) if answer.status_code == 422 else []


def only(model: Any) -> Any:
    """The single row of a table, as it is in the database now."""
    db.session.rollback()
    return db.session.scalars(select(model)).one()


def wait_for(condition: Callable[[], Any], seconds: float = 90) -> Any:
    """What `condition` gives as soon as it is something, at the latest after so many seconds on a slow machine."""
    end = time.monotonic() + seconds
    while not (found := condition()) and time.monotonic() < end:
        time.sleep(0.05)
    return found


def mails_to(email: str) -> list[OutboxMail]:
    query = select(OutboxMail).where(OutboxMail.recipient == email).order_by(OutboxMail.id)
    return list(db.session.scalars(query))


def link_in(mail: OutboxMail) -> str:
    """The path of the first address in a mail."""
    found = LINK.search(mail.body)
    assert found is not None
    return found[1]


def session_cookie(client: FlaskClient) -> str:
    cookie = client.get_cookie("tb")
    return cookie.value if cookie else ""
