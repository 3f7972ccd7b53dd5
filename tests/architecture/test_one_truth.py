"""What is proved is what runs: no public name of a pure module lives by tests alone."""

import ast
import configparser
import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ("app", "catalog", "voting", "traceability")
EXAMINED = ("app", "voting")


def pure_modules() -> list[Path]:
    """The files of the import contract of pure modules."""
    contracts = configparser.ConfigParser()
    contracts.read(ROOT / ".importlinter")
    modules = contracts["importlinter:contract:pure"]["source_modules"].split()
    names = [name for name in modules if name.split(".")[0] in EXAMINED]
    paths = [ROOT / name.replace(".", "/") for name in names]
    return [
        file
        for path in paths
        for file in (sorted(path.rglob("*.py")) if path.is_dir() else [path.with_suffix(".py")])
    ]


def public_names(source: str) -> list[str]:
    return [
        node.name
        for node in ast.parse(source).body
        if isinstance(node, ast.FunctionDef | ast.ClassDef)
        and not node.name.startswith("_")
        and not node.decorator_list
    ]


def test_no_public_function_of_a_pure_module_lives_by_tests_alone() -> None:
    sources = {
        path: path.read_text("utf-8") for package in PACKAGES for path in (ROOT / package).rglob("*.py")
    }
    words = {path: set(re.findall(r"\w+", text)) for path, text in sources.items()}
    for path in (ROOT / "templates").rglob("*.html"):
        words[path] = set(re.findall(r"\w+", path.read_text("utf-8")))
    idle = [
        f"{path.relative_to(ROOT)}: {name}"
        for path in pure_modules()
        for name in public_names(sources[path])
        if len(re.findall(rf"\b{name}\b", sources[path])) < 2  # its definition is one
        and not any(name in found for other, found in words.items() if other != path)
    ]
    assert sorted(idle) == []
