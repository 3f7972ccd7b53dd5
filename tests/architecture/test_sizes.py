"""Files of at most 400 lines, functions of at most 60, templates of at most 200."""

import ast
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ("app", "catalog", "voting", "traceability", "tests")
PYTHON = [
    p for package in PACKAGES for p in sorted((ROOT / package).rglob("*.py")) if "versions" not in p.parts
]


def test_files_stay_under_400_lines() -> None:
    long = {
        str(p.relative_to(ROOT)): n for p in PYTHON if (n := len(p.read_text("utf-8").splitlines())) > 400
    }
    assert long == {}


def functions_of(body: list[ast.stmt]) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    """Those of a module and of its classes: one within another is shorter than it."""
    for node in body:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node
        elif isinstance(node, ast.ClassDef):
            yield from functions_of(node.body)


def test_functions_stay_under_60_lines() -> None:
    long = {
        f"{path.relative_to(ROOT)}:{node.lineno} {node.name}": lines
        for path in PYTHON
        for node in functions_of(ast.parse(path.read_text("utf-8")).body)
        if (lines := (node.end_lineno or 0) - node.lineno + 1) > 60
    }
    assert long == {}


def test_templates_stay_under_200_lines() -> None:
    templates = sorted((ROOT / "templates").rglob("*.html"))
    long = {
        str(p.relative_to(ROOT)): n for p in templates if (n := len(p.read_text("utf-8").splitlines())) > 200
    }
    assert long == {}
