"""Values as pages show them, and messages: what is not there is a dash, a code has one meaning."""

import pytest

from app.web.filters import datetime_text, exact_total, moment_text, number_text
from app.web.forms import _flatten
from app.web.messages import known_codes, register_messages


@pytest.mark.parametrize("shown", [datetime_text, moment_text, number_text, exact_total])
def test_what_is_not_there_is_a_dash(shown):
    assert shown(None) == "—"


def test_code_has_one_meaning_in_the_whole_program():
    text = known_codes()["required"]
    register_messages({"required": text})
    with pytest.raises(ValueError, match="two messages for required"):
        register_messages({"required": "Something else."})
    assert known_codes()["required"] == text


def test_errors_of_rows_of_fields_are_told_in_their_order():
    assert _flatten([{"amount": ["Write a number."], "unit": []}, {}, {"lot": ("No such lot.",)}]) == [
        "Write a number.",
        "No such lot.",
    ]
