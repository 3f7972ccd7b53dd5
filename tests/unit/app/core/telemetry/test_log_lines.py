"""Lines of the log: what they contain, and that they stay one line each."""

import json
import logging
import sys

from app.core.telemetry.log_lines import JsonLines, TextLines
from app.core.telemetry.request_id import id_from, set_current_id


def record(message="hello %s", args=("Bà Tám",), **extra):
    made = logging.makeLogRecord(
        {"name": "app.x", "levelname": "INFO", "msg": message, "args": args, "created": 0}
    )
    vars(made).update(extra)
    return made


def test_json_line_has_the_id_of_the_request_and_the_fields_of_the_caller():
    set_current_id("abcdef0123456789")
    try:
        line = JsonLines().format(record(ms=12))
    finally:
        set_current_id("")
    assert json.loads(line) == {
        "time": "1970-01-01T00:00:00.000+00:00",
        "level": "info",
        "logger": "app.x",
        "message": "hello Bà Tám",
        "request_id": "abcdef0123456789",
        "ms": 12,
    }


def test_json_line_keeps_a_traceback_in_one_line():
    try:
        int("two\nlines")
    except ValueError:
        line = JsonLines().format(record(exc_info=sys.exc_info()))
    assert "\n" not in line
    assert json.loads(line)["error"].endswith("base 10: 'two\\nlines'")


def test_text_line_ends_with_the_id_only_inside_a_request():
    assert TextLines("%(message)s").format(record()) == "hello Bà Tám"
    set_current_id("abcdef01")
    try:
        assert TextLines("%(message)s").format(record()) == "hello Bà Tám request=abcdef01"
    finally:
        set_current_id("")


def test_id_of_the_proxy_is_taken_when_it_is_one():
    assert id_from("0a1b2c3d4e5f60718293a4b5c6d7e8f9") == "0a1b2c3d4e5f60718293a4b5c6d7e8f9"
    for sent in ("", "short", "with space in it", "x" * 65, 'quote"quote', "line\nline"):
        assert len(id_from(sent)) == 32
        assert id_from(sent) != sent
