"""Every code of a refusal has its own message; without it a person would read about missing rights."""

import ast

import app.factory  # noqa: F401  # registers the messages of every package
from app.web.messages import known_codes
from tests.architecture.trees import PROGRAM, nodes, place, python_files

REFUSALS = {"RuleBroken", "Conflict", "NotFound", "NotAllowed", "Unavailable", "Denied"}


def raised_codes() -> dict[str, str]:
    """Every code written into a refusal -> its place."""
    found: dict[str, str] = {}
    for path in python_files(*PROGRAM):
        for node in nodes(path):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") in REFUSALS and node.args:
                code = node.args[0]
                if isinstance(code, ast.Constant) and isinstance(code.value, str):
                    found.setdefault(code.value, place(path, node))
    return found


def test_every_refusal_has_words() -> None:
    known = known_codes()
    assert {code: place for code, place in raised_codes().items() if code not in known} == {}
