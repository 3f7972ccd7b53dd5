from flask import Flask

from app.core.database.transaction import transaction
from app.core.sent_forms import end_form, is_ended


def test_form_that_is_ended_twice_is_ended(app: Flask) -> None:
    with transaction() as session:
        assert is_ended(session, "a form") is False
        end_form(session, "a form")
        end_form(session, "a form")
    with transaction() as session:
        end_form(session, "a form")
        assert is_ended(session, "a form") is True
