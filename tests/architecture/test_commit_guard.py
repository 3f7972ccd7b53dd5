"""Only `app.core.database.transaction` commits."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SOURCES = [
    path
    for package in ("app", "catalog", "voting", "traceability")
    for path in sorted((ROOT / package).rglob("*.py"))
    if "versions" not in path.parts
]
ALLOWED = {
    "app/core/database/transaction.py",  # the one place
    "app/migrations/run.py",  # schema changes, no data of a use case
    "app/adapters/search_whoosh.py",  # an index writer's commit, not the database's
    "app/adapters/search_tantivy.py",  # as above
}


def commits(path: Path) -> list[int]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return [
        node.lineno
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "commit"
    ]


def test_commit_guard_finds_a_commit(tmp_path: Path) -> None:
    bad = tmp_path / "bad.py"
    bad.write_text("def f(session):\n    session.commit()\n")
    assert commits(bad) == [2]


@pytest.mark.parametrize("path", SOURCES, ids=lambda p: str(p.relative_to(ROOT)))
def test_module_does_not_commit(path: Path) -> None:
    if str(path.relative_to(ROOT)) not in ALLOWED:
        assert commits(path) == []
