"""The program and its tests, read and parsed once for all tests of a process."""

import ast
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PROGRAM = ("app", "catalog", "voting", "traceability", "programme")
TESTS = ("tests",)
Function = ast.FunctionDef | ast.AsyncFunctionDef


@cache
def python_files(*folders: str) -> tuple[Path, ...]:
    """Every module of ours under the folders but the revisions of the database, which are history."""
    return tuple(
        path
        for folder in folders
        for path in sorted((ROOT / folder).rglob("*.py"))
        if "versions" not in path.parts
    )


@cache
def templates(*endings: str) -> tuple[Path, ...]:
    """Every template with one of the endings."""
    return tuple(path for ending in endings for path in sorted((ROOT / "templates").rglob(f"*.{ending}")))


@cache
def source(path: Path) -> str:
    return path.read_text("utf-8")


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(source(path))


@cache
def nodes(path: Path) -> tuple[ast.AST, ...]:
    """Every node of a module: most tests walk all of it."""
    return tuple(ast.walk(tree(path)))


def place(path: Path, node: ast.AST | None = None) -> str:
    """What a message shows: the path within the repository, and the line of a node."""
    name = str(path.relative_to(ROOT))
    return f"{name}:{node.lineno}" if node is not None and hasattr(node, "lineno") else name


def module_of(path: Path) -> str:
    """The dotted name of a module."""
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def functions_of(body: list[ast.stmt]) -> list[Function]:
    """Those of a module and of its classes: one within another belongs to it."""
    found: list[Function] = []
    for node in body:
        if isinstance(node, Function):
            found.append(node)
        elif isinstance(node, ast.ClassDef):
            found.extend(functions_of(node.body))
    return found
