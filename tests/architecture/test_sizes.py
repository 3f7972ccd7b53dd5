"""Files of at most 400 lines, functions of at most 60, templates of at most 200."""

import ast
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ("app", "catalog", "voting", "traceability")
PYTHON = [
    p for package in PACKAGES for p in sorted((ROOT / package).rglob("*.py")) if "versions" not in p.parts
]


def test_files_stay_under_400_lines() -> None:
    files = [*PYTHON, *(ROOT / "tests").rglob("*.py")]
    long = {str(p.relative_to(ROOT)): n for p in files if (n := len(p.read_text("utf-8").splitlines())) > 400}
    assert long == {}


def test_functions_stay_under_60_lines() -> None:
    long = {
        f"{path.relative_to(ROOT)}:{node.lineno} {node.name}": lines
        for path in PYTHON
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and (lines := (node.end_lineno or 0) - node.lineno + 1) > 60
    }
    assert long == {}


def test_templates_stay_under_200_lines() -> None:
    templates = sorted((ROOT / "templates").rglob("*.html"))
    long = {
        str(p.relative_to(ROOT)): n for p in templates if (n := len(p.read_text("utf-8").splitlines())) > 200
    }
    assert long == {}
