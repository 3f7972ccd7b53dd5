"""Only `app.core.database.transaction` commits."""

import ast
from collections.abc import Iterable

from tests.architecture.trees import PROGRAM, nodes, place, python_files

ALLOWED = {
    "app/core/database/transaction.py",  # the one place
    "app/migrations/run.py",  # schema changes, no data of a use case
    "app/adapters/search/whoosh_engine.py",  # an index writer's commit, not the database's
    "app/adapters/search/tantivy_engine.py",  # as above
}


def commits(found: Iterable[ast.AST]) -> list[int]:
    return [
        node.lineno
        for node in found
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "commit"
    ]


def test_commit_guard_finds_a_commit() -> None:
    assert commits(ast.walk(ast.parse("def f(session):\n    session.commit()\n"))) == [2]


def test_no_other_module_commits() -> None:
    found = {place(path): lines for path in python_files(*PROGRAM) if (lines := commits(nodes(path)))}
    assert {name: lines for name, lines in found.items() if name not in ALLOWED} == {}
    assert set(found) | {"app/migrations/run.py"} >= ALLOWED
