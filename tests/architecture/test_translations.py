"""Every message id has a Vietnamese text; no message is translated in two ways."""

import ast
import re
from collections.abc import Iterator
from functools import cache
from itertools import chain
from pathlib import Path

import flask_wtf
import wtforms
from babel.messages.pofile import read_po
from jinja2.ext import babel_extract

from tests.architecture.trees import PROGRAM, ROOT, nodes, place, python_files, templates

KEYWORDS = {"_", "gettext", "N_", "translate", "ngettext", "translate_plural"}
HOLE = re.compile(r"%\((\w+)\)[sd]")
WTFORMS_OWN = {"CSRF token missing."}


def calls(path: Path) -> Iterator[tuple[ast.Call, str]]:
    """Every call of a module that takes a message, with the name it is called by."""
    for node in nodes(path):
        if isinstance(node, ast.Call):
            name = getattr(node.func, "id", "") or getattr(node.func, "attr", "")
            if name in KEYWORDS:
                yield node, name


def literal(node: ast.Call) -> str:
    """The message of a call; empty where it is computed."""
    first = node.args[0] if node.args else None
    return first.value if isinstance(first, ast.Constant) and isinstance(first.value, str) else ""


def source_messages() -> dict[str, str]:
    """Every message id of code and templates -> its place."""
    found: dict[str, str] = {}
    for path in python_files(*PROGRAM):
        for node, _ in calls(path):
            if message := literal(node):
                found.setdefault(message, place(path, node))
    for path in templates("html", "txt"):
        with path.open("rb") as handle:
            for line, _function, message, _c in babel_extract(
                handle, list(KEYWORDS), [], {"newstyle_gettext": "false"}
            ):
                text = message[0] if isinstance(message, tuple | list) else message
                if text:
                    found.setdefault(str(text), f"{place(path)}:{line}")
    return found


@cache
def catalogues() -> dict[Path, dict[str, str]]:
    found: dict[Path, dict[str, str]] = {}
    for path in sorted((ROOT / "app/translations/vi").glob("*.po")):
        with path.open("rb") as handle:
            found[path] = {
                str(m.id[0] if isinstance(m.id, tuple | list) else m.id): str(
                    m.string[0] if isinstance(m.string, tuple | list) else m.string
                )
                for m in read_po(handle, locale="vi")
                if m.id and m.string and not m.fuzzy
            }
    return found


def test_every_message_has_a_vietnamese_text() -> None:
    known = {message for catalogue in catalogues().values() for message in catalogue}
    missing = {message: place for message, place in source_messages().items() if message not in known}
    assert missing == {}


def test_every_vietnamese_text_is_of_a_message_that_something_shows() -> None:
    forms = [path for package in (wtforms, flask_wtf) for path in Path(package.__file__).parent.rglob("*.py")]
    of_forms = (node for path in forms for node in ast.walk(ast.parse(path.read_bytes())))
    ours = (node for path in python_files(*PROGRAM) for node in nodes(path))
    shown = {node.value for node in chain(of_forms, ours) if isinstance(node, ast.Constant)}
    shown |= set(source_messages())
    stale = {path.name: sorted(set(catalogue) - shown) for path, catalogue in catalogues().items()}
    assert {name: messages for name, messages in stale.items() if messages} == {}


def test_no_message_is_translated_in_two_ways() -> None:
    seen: dict[str, tuple[str, str]] = {}
    clashes: list[str] = []
    for path, catalogue in catalogues().items():
        for message, text in catalogue.items():
            before = seen.setdefault(message, (text, path.name))
            if before[0] != text:
                clashes.append(f"{message!r}: {before} / {(text, path.name)}")
    assert clashes == []


def test_translations_keep_the_holes_of_their_message() -> None:
    wrong = {
        message: text
        for catalogue in catalogues().values()
        for message, text in catalogue.items()
        if set(HOLE.findall(text)) - {"num"} != set(HOLE.findall(message)) - {"num"}
    }
    assert wrong == {}


def test_message_ids_are_literals() -> None:
    """A computed message id cannot be extracted; enum labels go through N_ tables instead."""
    wrong = [
        place(path, node)
        for path in python_files(*PROGRAM)
        for node, name in calls(path)
        if name == "N_" and isinstance(node.func, ast.Name)
        if not (node.args and isinstance(node.args[0], ast.Constant))
    ]
    assert wrong == []
