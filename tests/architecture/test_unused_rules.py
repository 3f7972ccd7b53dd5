"""No public name of a pure module is used only by tests: a rule that only tests call decides nothing."""

import ast
from collections.abc import Iterable
from pathlib import Path

from tests.architecture.pure import is_pure, pure_modules
from tests.architecture.trees import PROGRAM, module_of, nodes, place, python_files, tree


def public_names(module: ast.Module) -> dict[str, ast.stmt]:
    """The functions, classes and values of a module that others may use."""
    found: dict[str, ast.stmt] = {}
    for statement in module.body:
        if isinstance(statement, ast.FunctionDef | ast.ClassDef):
            if not _is_command(statement):
                found[statement.name] = statement
        elif isinstance(statement, ast.AnnAssign) and isinstance(statement.target, ast.Name):
            found[statement.target.id] = statement
        elif isinstance(statement, ast.Assign):
            found |= {target.id: statement for target in statement.targets if isinstance(target, ast.Name)}
    return {name: statement for name, statement in found.items() if not name.startswith("_")}


def _is_command(statement: ast.FunctionDef | ast.ClassDef) -> bool:
    """Whether a decorator hands it to a command line, which calls it."""
    made_by = (node for decorator in statement.decorator_list for node in ast.walk(decorator))
    return any(isinstance(node, ast.Attribute) and node.attr == "command" for node in made_by)


def uses(found: Iterable[ast.AST], *, is_face: bool) -> set[str]:
    """Every name that code mentions. is_face: of a package, which hands names on and uses none by that."""
    names: set[str] = set()
    for node in found:
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load):
            names.add(node.id)
        elif isinstance(node, ast.Attribute):
            names.add(node.attr)
        elif isinstance(node, ast.ImportFrom) and not is_face:
            names.update(alias.name for alias in node.names)
    return names


def _own_uses(path: Path, statement: ast.stmt) -> set[str]:
    """What the rest of its own module mentions."""
    rest = [node for other in tree(path).body if other is not statement for node in ast.walk(other)]
    return uses(rest, is_face=path.name == "__init__.py")


def test_every_rule_is_used_by_the_program() -> None:
    pure = pure_modules()
    assert pure
    paths = python_files(*PROGRAM)
    mentioned = {path: uses(nodes(path), is_face=path.name == "__init__.py") for path in paths}
    unused = []
    for path in paths:
        if not is_pure(module_of(path), pure):
            continue
        elsewhere = set().union(*(names for other, names in mentioned.items() if other != path))
        for name, statement in public_names(tree(path)).items():
            if name not in elsewhere and name not in _own_uses(path, statement):
                unused.append(f"{place(path)} {name}")
    assert unused == []


def test_name_that_only_a_face_hands_on_is_unused() -> None:
    face = list(ast.walk(ast.parse("from voting.tally.count import count, draw")))
    assert uses(face, is_face=True) == set()
    assert uses(face, is_face=False) == {"count", "draw"}
    assert list(public_names(ast.parse("A = 1\n_b = 2\ndef c(): pass\nclass _D: pass\ne: int = 3"))) == [
        "A",
        "c",
        "e",
    ]
