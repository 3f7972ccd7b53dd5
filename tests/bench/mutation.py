"""Mutation testing of the pure rules: `make mutation`. Every mutant changes one thing; the tests must notice.

Each mutant runs in a fork of one process that has imported tests and modules, so that it costs a second, not ten.
Survivors are printed with their line and written to var/bench/mutation.json.
"""

import ast
import copy
import importlib
import importlib.abc
import importlib.machinery
import importlib.util
import json
import os
import signal
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import hypothesis
import pytest

ROOT = Path(__file__).parents[2]
_LINK = "traceability/digital_link"
_GS1 = f"{_LINK}/test_vectors"
TARGETS = {
    "voting.tally.exact": ["voting/tally/test_exact", "voting/tally/test_count"],
    "voting.tally.ties": [
        "voting/tally/test_ties",
        "voting/tally/test_count",
        "voting/tally/test_properties",
    ],
    "voting.rules.bands": ["voting/rules/test_bands"],
    "voting.tally.spread": ["voting/tally/test_spread"],
    "voting.tally.count": ["voting/tally/test_count", "voting/tally/test_properties"],
    "voting.tally.caps": ["voting/tally/test_caps", "voting/tally/test_count"],
    "voting.tally.score_table": ["voting/tally/test_score_table"],
    "voting.tally.input": [
        "voting/tally/test_input",
        "voting/tally/test_published_sheets",
        "voting/tally/test_count",
    ],
    "voting.rounds.lifecycle": ["voting/rounds/test_lifecycle"],
    "traceability.genealogy.closure": ["traceability/genealogy/test_closure"],
    "traceability.digital_link.identifiers": [
        f"{_LINK}/test_values",
        f"{_LINK}/test_parse",
        f"{_LINK}/uris/test_build",
        _GS1,
    ],
    "traceability.digital_link.values": [f"{_LINK}/test_values", f"{_LINK}/test_parse", _GS1],
    "traceability.digital_link.uris.build": [f"{_LINK}/uris/test_build", _GS1],
    "traceability.digital_link.uris.compression": [f"{_LINK}/uris/test_compression", _GS1],
    "traceability.digital_link.uris.link": [f"{_LINK}/test_parse", f"{_LINK}/uris/test_build", _GS1],
    "traceability.digital_link.uris.percent": [f"{_LINK}/test_parse", f"{_LINK}/uris/test_build", _GS1],
    "traceability.digital_link.uris.uri": [f"{_LINK}/test_parse", _GS1],
    "traceability.digital_link.value_checks.checks": [f"{_LINK}/test_values", _GS1],
    "traceability.digital_link.value_checks.codelists": [
        f"{_LINK}/value_checks/test_codelists",
        f"{_LINK}/test_values",
        _GS1,
    ],
    "traceability.digital_link.value_checks.coupons": [f"{_LINK}/test_values", _GS1],
    "traceability.digital_link.value_checks.dates": [
        f"{_LINK}/value_checks/test_dates",
        f"{_LINK}/test_values",
        _GS1,
    ],
}
LONGER = 5
"""Times the processor seconds of the unchanged rule, and one second more, after which a mutant is taken for one that
never ends."""
LONGEST = 20.0
"""Those seconds for the unchanged rule."""
QUICK = [
    "-q",
    "-x",
    "-W",
    "ignore",
    "--noconftest",
    "--assert=plain",
    "-p",
    "no:cacheprovider",
    "-k",
    "not grows",
]
"""Pure tests need neither fixtures nor a told reason: a run is a quarter of what it would be."""
PROGRAM = ("voting.", "traceability.")
FORMAL = {"frozen", "slots", "kw_only"}
"""Arguments of dataclass that change no result."""
COMPARE = {
    ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt, ast.Eq: ast.NotEq, ast.NotEq: ast.Eq,
    ast.In: ast.NotIn, ast.NotIn: ast.In, ast.Is: ast.IsNot, ast.IsNot: ast.Is,
}  # fmt: skip
BINARY = {
    ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.FloorDiv, ast.Div: ast.Mult, ast.FloorDiv: ast.Mult,
    ast.Mod: ast.FloorDiv, ast.BitOr: ast.BitAnd, ast.BitAnd: ast.BitOr,
}  # fmt: skip


def variants(node: ast.AST) -> Iterator[tuple[str, ast.AST]]:
    """Each changed copy of one node with what was changed."""
    yield from _other_operators(node)
    yield from _other_values(node)
    match node:
        case ast.IfExp(body=body, orelse=orelse):
            yield "if/else", _with(node, body=orelse, orelse=body)
        case ast.If(test=test):
            yield "if not", _with(node, test=ast.UnaryOp(ast.Not(), test))
        case ast.Return(value=value) if value is not None and ast.unparse(value) != "None":
            yield "return", _with(node, value=ast.Constant(None))


def _other_operators(node: ast.AST) -> Iterator[tuple[str, ast.AST]]:
    match node:
        case ast.Compare(ops=[op, *rest]) if type(op) in COMPARE:
            yield "compare", _with(node, ops=[COMPARE[type(op)](), *rest])
        case ast.BinOp(op=op) if type(op) in BINARY:
            yield "operator", _with(node, op=BINARY[type(op)]())
        case ast.BoolOp(op=op):
            yield "and/or", _with(node, op=ast.Or() if isinstance(op, ast.And) else ast.And())
        case ast.UnaryOp(op=ast.Not(), operand=operand):
            yield "not", operand
        case ast.UnaryOp(op=ast.USub(), operand=operand):
            yield "sign", operand
        case ast.Call(func=ast.Name(id="min" | "max" as name)):
            other = ast.Name("max" if name == "min" else "min", ast.Load())
            yield "min/max", _with(node, func=other)


def _other_values(node: ast.AST) -> Iterator[tuple[str, ast.AST]]:
    match node:
        case ast.Constant(value=bool(value)):
            yield "constant", ast.Constant(not value)
        case ast.Constant(value=int(value)):
            yield "constant", ast.Constant(value + 1)


def _with(node: ast.AST, **changes: object) -> ast.AST:
    changed = copy.copy(node)
    for name, value in changes.items():
        setattr(changed, name, value)
    return changed


class Swap(ast.NodeTransformer):
    """Puts one node in the place of another, found by its number in the walk of the tree."""

    def __init__(self, old: ast.AST, new: ast.AST) -> None:
        self.old, self.new = old, new

    def visit(self, node: ast.AST) -> ast.AST:
        return ast.copy_location(self.new, node) if node is self.old else self.generic_visit(node)


def mutants(module: ModuleType) -> Iterator[tuple[int, str, str]]:
    """(line, what was changed, source) of every mutant of a module."""
    source = Path(str(module.__file__)).read_text()
    tree = ast.parse(source)
    formal = [one.value for one in ast.walk(tree) if isinstance(one, ast.keyword) and one.arg in FORMAL]
    for position, node in enumerate(ast.walk(tree)):
        if any(node is one for one in formal):
            continue
        for kind, changed in variants(node):
            fresh = ast.parse(source)
            same = list(ast.walk(fresh))[position]
            mutated = ast.fix_missing_locations(Swap(same, changed).visit(fresh))
            before, after = ast.unparse(node).splitlines()[0], ast.unparse(changed).splitlines()[0]
            yield getattr(node, "lineno", 0), f"{kind}: {before}  ->  {after}", ast.unparse(mutated)


def is_killed(module: ModuleType, source: str, tests: list[str], limit: float) -> tuple[bool, float]:
    """Whether a test fails with this source of the module, and the seconds of the processor it took.

    A mutant that does not end within the limit counts as noticed.
    """
    child = os.fork()
    if child == 0:
        signal.setitimer(
            signal.ITIMER_PROF, limit
        )  # by the processor: a busy machine must not look like a test
        with Path(os.devnull).open("w") as nothing:
            os.dup2(nothing.fileno(), 1)
            os.dup2(nothing.fileno(), 2)
        os._exit(_run(module, source, tests))
    _, status, used = os.wait4(child, 0)
    return status != 0, used.ru_utime + used.ru_stime


class LiteralFirst:
    """Puts tests of many made-up examples behind those of literal values, which notice most mutants sooner."""

    @staticmethod
    def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
        items.sort(key=lambda item: hasattr(getattr(item, "obj", None), "hypothesis"))


class Mutated(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Loads one module from the source of the mutant."""

    def __init__(self, name: str, file: str, source: str) -> None:
        self.name, self.file, self.source = name, file, source

    def find_spec(self, fullname: str, *_: object) -> importlib.machinery.ModuleSpec | None:
        if fullname != self.name:
            return None
        return importlib.util.spec_from_file_location(fullname, self.file, loader=self)

    def exec_module(self, module: ModuleType) -> None:
        exec(compile(self.source, self.file, "exec"), module.__dict__)


def _run(module: ModuleType, source: str, tests: list[str]) -> int:
    for name in [name for name in sys.modules if name.startswith(PROGRAM)]:
        del sys.modules[name]  # all that used the module use the mutant
    sys.meta_path.insert(0, Mutated(module.__name__, str(module.__file__), source))
    files = [str(ROOT / "tests/unit" / f"{name}.py") for name in tests]
    return int(pytest.main([*QUICK, *files], [LiteralFirst()]))


def main() -> None:
    """Run all, or the modules named on the command line."""
    os.chdir(ROOT)
    os.environ["PYTEST_DISABLE_PLUGIN_AUTOLOAD"] = "1"  # to look for plugins takes longer than most tests
    sys.path.insert(0, str(ROOT))
    names = sys.argv[1:] or list(TARGETS)
    found = hypothesis.settings(
        database=None,
        derandomize=True,
        deadline=None,
        phases=(hypothesis.Phase.explicit, hypothesis.Phase.generate),
    )  # one example that fails is enough: no time for making it smaller
    hypothesis.settings.register_profile("mutation", found)
    hypothesis.settings.load_profile("mutation")
    for name in ("voting.tally.count", "tests.helpers.vectors", *names):  # what every fork has
        importlib.import_module(name)
    for name in names:
        module = importlib.import_module(name)
        fails, seconds = is_killed(module, Path(str(module.__file__)).read_text(), TARGETS[name], LONGEST)
        if fails:
            sys.exit(f"{name}: its tests fail without any mutant")
        limit = 1 + LONGER * seconds
        results = [
            (line, what, is_killed(module, source, TARGETS[name], limit)[0])
            for line, what, source in mutants(module)
        ]
        alive = [{"line": line, "what": what} for line, what, killed in results if not killed]
        _write(name, {"mutants": len(results), "survivors": alive})
        lines = [f"{name}: {len(results) - len(alive)} of {len(results)} noticed"]
        lines += [f"  {name}:{row['line']}  {row['what']}" for row in alive]
        sys.stdout.write("\n".join(lines) + "\n")
        sys.stdout.flush()


def _write(name: str, told: dict[str, object]) -> None:
    """Put a module's figures beside those of other runs."""
    target = ROOT / "var/bench/mutation.json"
    target.parent.mkdir(parents=True, exist_ok=True)
    earlier = json.loads(target.read_text()) if target.exists() else {}
    target.write_text(json.dumps({**earlier, name: told}, ensure_ascii=False, indent=1))


if __name__ == "__main__":
    main()
