"""Every message id has a Vietnamese text; no message is translated in two ways."""

import ast
import re
from pathlib import Path

from babel.messages.extract import extract
from babel.messages.pofile import read_po
from jinja2.ext import babel_extract

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ("app", "catalog", "voting", "traceability")
KEYWORDS = {
    "_": None,
    "gettext": None,
    "N_": None,
    "translate": None,
    "ngettext": (1, 2),
    "translate_plural": (1, 2),
}
HOLE = re.compile(r"%\((\w+)\)[sd]")
WTFORMS_OWN = {"CSRF token missing."}


def source_messages() -> dict[str, str]:
    """Every message id of code and templates -> where it stands."""
    found: dict[str, str] = {}
    for package in PACKAGES:
        for path in sorted((ROOT / package).rglob("*.py")):
            if "versions" in path.parts:
                continue
            with path.open("rb") as handle:
                for line, message, _c, _x in extract("python", handle, KEYWORDS):
                    found.setdefault(
                        message if isinstance(message, str) else message[0],
                        f"{path.relative_to(ROOT)}:{line}",
                    )
    for path in sorted((ROOT / "templates").rglob("*.html")) + sorted((ROOT / "templates").rglob("*.txt")):
        with path.open("rb") as handle:
            for line, _function, message, _c in babel_extract(
                handle, list(KEYWORDS), [], {"newstyle_gettext": "false"}
            ):
                text = message[0] if isinstance(message, tuple | list) else message
                if text:
                    found.setdefault(str(text), f"{path.relative_to(ROOT)}:{line}")
    return found


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
        f"{path.relative_to(ROOT)}:{node.lineno}"
        for package in PACKAGES
        for path in sorted((ROOT / package).rglob("*.py"))
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "N_"
        if not (node.args and isinstance(node.args[0], ast.Constant))
    ]
    assert wrong == []
