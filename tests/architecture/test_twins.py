"""No two functions of the program have the same body: duplicates drift apart."""

import ast
from collections import defaultdict
from collections.abc import Iterable

from tests.architecture.trees import PROGRAM, Function, place, python_files, source, tree

LEAST = 12
"""Nodes of a body that says something: below are `return None`, `return self.name` and the like."""
BY_ITSELF = {
    "voting/verification/verify_bundle.py": "handed out as one file, which recounts without a line of the program",
}


def functions(module: ast.Module) -> Iterable[Function]:
    """Every function, those within others too."""
    return (node for node in ast.walk(module) if isinstance(node, Function))


def body_of(function: Function) -> str:
    """What a function does with its arguments, whatever its name and its docstring are; empty when that is little."""
    body = function.body[1:] if ast.get_docstring(function, clean=False) is not None else function.body
    if sum(1 for statement in body for _ in ast.walk(statement)) < LEAST:
        return ""
    arguments = [argument.arg for argument in ast.walk(function.args) if isinstance(argument, ast.arg)]
    return "\n".join([*arguments, *(ast.dump(statement) for statement in body)])


def twins(modules: dict[str, ast.Module]) -> list[list[str]]:
    """The places of functions that do the same, by what they do."""
    found: dict[str, list[str]] = defaultdict(list)
    for name, module in modules.items():
        for function in functions(module):
            if body := body_of(function):
                found[body].append(f"{name} {function.name}")
    return [places for places in found.values() if len(places) > 1]


def test_no_two_functions_do_the_same() -> None:
    modules = {place(path): tree(path) for path in python_files(*PROGRAM)}
    found = twins({name: module for name, module in modules.items() if name not in BY_ITSELF})
    assert found == []


def test_files_that_stand_by_themselves_import_nothing_of_ours() -> None:
    ours = tuple(f"from {package}" for package in PROGRAM)
    lines = {
        place(path): [line for line in source(path).splitlines() if line.startswith(ours)]
        for path in python_files(*PROGRAM)
        if place(path) in BY_ITSELF
    }
    assert lines == {name: [] for name in BY_ITSELF}


def test_twins_are_found_whatever_their_names() -> None:
    one = ast.parse(
        'def day(text):\n    """A."""\n    parts = text.split("/")\n    return int(parts[0]), int(parts[1])'
    )
    two = ast.parse(
        'class Form:\n    def read(text):\n        parts = text.split("/")\n        return int(parts[0]), int(parts[1])'
    )
    assert twins({"a.py": one, "b.py": two}) == [["a.py day", "b.py read"]]
