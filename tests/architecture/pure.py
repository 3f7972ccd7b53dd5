"""Pure modules and policies, and their branch coverage by the unit tests, which is whole: `make pure`."""

import sys
import tempfile
from configparser import ConfigParser
from fnmatch import fnmatchcase
from pathlib import Path

import pytest

from tests.architecture.trees import PROGRAM, ROOT, module_of, python_files

CONTRACT = "importlinter:contract:pure"


def pure_modules() -> tuple[str, ...]:
    """The modules and packages that the import contract holds to be pure; `*` is one part of a name."""
    contracts = ConfigParser()
    contracts.read(ROOT / ".importlinter", "utf-8")
    return tuple(contracts[CONTRACT]["source_modules"].split())


def is_pure(module: str, pure: tuple[str, ...]) -> bool:
    """Whether a module is one of them, or is in one."""
    parts = module.split(".")
    return any(_begins(parts, name.split(".")) for name in pure)


def _begins(parts: list[str], pattern: list[str]) -> bool:
    return len(pattern) <= len(parts) and all(map(fnmatchcase, parts, pattern))


def covered_files() -> list[Path]:
    """What unit tests cover whole."""
    pure = pure_modules()
    return [
        path
        for path in python_files(*PROGRAM)
        if path.name == "policies.py" or is_pure(module_of(path), pure)
    ]


def main() -> int:
    with tempfile.TemporaryDirectory() as folder:
        config = Path(folder, "coverage.ini")
        listed = "\n".join(f"    {path}" for path in covered_files())
        config.write_text(
            f"[run]\nbranch = true\ndata_file = {folder}/data\ninclude =\n{listed}\n", encoding="utf-8"
        )
        report = [f"--cov-config={config}", "--cov-report=term-missing:skip-covered", "--cov-fail-under=100"]
        return int(pytest.main(["-q", "-n", "auto", "--cov", *report, str(ROOT / "tests/unit")]))


if __name__ == "__main__":
    sys.exit(main())
