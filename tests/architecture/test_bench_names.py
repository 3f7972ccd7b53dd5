"""Benchmarks import inside their functions and no test runs them: still, what they name must exist."""

import ast
import importlib
import importlib.util
from pathlib import Path

import pytest

FILES = sorted((Path(__file__).parents[1] / "bench").glob("*.py"))
SERVED = {"app.asgi", "app.wsgi"}
"""Their import starts a runner, which would work on beside the other tests."""
OURS = {"app", "catalog", "voting", "traceability", "programme", "tests", "config"}


def missing_names(source: str) -> list[str]:
    """`module.name` of each of our names that a file imports and that does not exist."""
    asked = [
        (node.module, alias.name)
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.ImportFrom) and node.module and node.module.partition(".")[0] in OURS
        for alias in node.names
    ]
    return [f"{module}.{name}" for module, name in asked if not _is_there(module, name)]


def _is_there(module: str, name: str) -> bool:
    if module in SERVED:
        place = importlib.util.find_spec(module)
        return place is not None and f"\n{name} = " in Path(str(place.origin)).read_text(encoding="utf-8")
    found = importlib.import_module(module)
    is_package = hasattr(found, "__path__")
    return hasattr(found, name) or (is_package and importlib.util.find_spec(f"{module}.{name}") is not None)


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_bench_imports_what_is_there(file: Path) -> None:
    assert missing_names(file.read_text(encoding="utf-8")) == []


def test_name_that_moved_is_told() -> None:
    source = "def run():\n    from tests.bench.load import fetch, gone\n    from voting import scoring\n"
    assert missing_names(source) == ["tests.bench.load.gone"]
    assert missing_names("from app.asgi import application, gone\n") == ["app.asgi.gone"]
