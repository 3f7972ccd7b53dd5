"""No private name of the libraries behind pages and tables: any release of theirs may change it. And none of their
readers of numbers: they take `1_0`, `NaN` and other scripts' digits for numbers.
"""

import ast

from tests.architecture.trees import PROGRAM, TESTS, nodes, place, python_files

LIBRARIES = {"flask", "werkzeug", "jinja2", "markupsafe", "sqlalchemy", "flask_sqlalchemy"}


def private_imports(found: tuple[ast.AST, ...]) -> list[tuple[int, str]]:
    """(line, name) of each import of a private name of a library."""
    names: list[tuple[int, str]] = []
    for node in found:
        if isinstance(node, ast.ImportFrom) and node.module and not node.level:
            names += [(node.lineno, f"{node.module}.{alias.name}") for alias in node.names]
        elif isinstance(node, ast.Import):
            names += [(node.lineno, alias.name) for alias in node.names]
    return [(line, name) for line, name in names if _is_private(name.split("."))]


def _is_private(parts: list[str]) -> bool:
    return parts[0] in LIBRARIES and any(part.startswith("_") and not part.endswith("__") for part in parts)


def test_program_and_tests_import_nothing_private() -> None:
    found = {
        place(path): names
        for path in python_files(*PROGRAM, *TESTS)
        if (names := private_imports(nodes(path)))
    }
    assert found == {}


NUMBERS = {"DecimalField", "DecimalRangeField", "FloatField", "IntegerField", "IntegerRangeField"}


def test_numbers_of_forms_are_read_by_fields_of_ours() -> None:
    found = {
        place(path)
        for path in python_files(*PROGRAM)
        for node in nodes(path)
        if isinstance(node, ast.ImportFrom)
        and (node.module or "").startswith("wtforms")
        and not NUMBERS.isdisjoint(alias.name for alias in node.names)
    }
    assert found == set()


def test_private_imports_are_found() -> None:
    source = "from flask.globals import _cv_app\nimport markupsafe._speedups\nfrom sqlalchemy import Table\n"
    assert private_imports(tuple(ast.walk(ast.parse(source)))) == [
        (1, "flask.globals._cv_app"),
        (2, "markupsafe._speedups"),
    ]
