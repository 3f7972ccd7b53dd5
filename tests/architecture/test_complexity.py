"""A function has at most twelve paths: each branch, loop, condition and part of a condition adds one."""

import ast

from tests.architecture.trees import PROGRAM, TESTS, Function, functions_of, place, python_files, tree

LIMIT = 12


def ways(function: Function) -> int:
    """One, and one more for everything that can go two ways, except assertions. Functions within count with
    it.
    """
    return 1 + sum(map(_more, ast.walk(function)))


def _more(
    node: ast.AST,
) -> int:  # counted as radon does, which also counts parts of conditions and comprehensions
    if isinstance(node, ast.If | ast.IfExp | ast.ExceptHandler | ast.match_case):
        return 1
    if isinstance(node, ast.For | ast.AsyncFor | ast.While):
        return 1 + bool(node.orelse)
    if isinstance(node, ast.comprehension):
        return 1 + len(node.ifs)
    return len(node.values) - 1 if isinstance(node, ast.BoolOp) else 0


def test_no_function_takes_more_ways() -> None:
    many = {
        f"{place(path)} {function.name}": number
        for path in python_files(*PROGRAM, *TESTS)
        for function in functions_of(tree(path).body)
        if (number := ways(function)) > LIMIT
    }
    assert many == {}


def test_ways_are_counted() -> None:
    source = """
def f(rows, limit):
    for row in rows:
        if row and row > limit or row is None:
            return [x if x else 0 for x in row if x > 1]
    try:
        return 1
    except ValueError:
        return 2
"""
    assert ways(functions_of(ast.parse(source).body)[0]) == 9  # 1, for, if, and, or, if-else, in, if, except
