"""Only `app.core.database.transaction` commits."""

import ast

from tests.architecture.trees import PROGRAM, place, python_files, tree

ALLOWED = {
    "app/core/database/transaction.py",  # the one place
    "app/migrations/run.py",  # schema changes, no data of a use case
    "app/adapters/search/whoosh_engine.py",  # an index writer's commit, not the database's
    "app/adapters/search/tantivy_engine.py",  # as above
}


def commits(module: ast.Module) -> list[int]:
    return [
        node.lineno
        for node in ast.walk(module)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "commit"
    ]


def test_commit_guard_finds_a_commit() -> None:
    assert commits(ast.parse("def f(session):\n    session.commit()\n")) == [2]


def test_no_other_module_commits() -> None:
    found = {place(path): lines for path in python_files(*PROGRAM) if (lines := commits(tree(path)))}
    assert {name: lines for name, lines in found.items() if name not in ALLOWED} == {}
    assert set(found) | {"app/migrations/run.py"} >= ALLOWED
