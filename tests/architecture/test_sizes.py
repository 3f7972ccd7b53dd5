"""Files of at most 400 lines, functions of at most 60, templates of at most 200."""

from tests.architecture.trees import (
    PROGRAM,
    TESTS,
    functions_of,
    place,
    python_files,
    source,
    templates,
    tree,
)

PYTHON = python_files(*PROGRAM, *TESTS)


def test_files_stay_under_400_lines() -> None:
    assert {place(path): n for path in PYTHON if (n := len(source(path).splitlines())) > 400} == {}


def test_functions_stay_under_60_lines() -> None:
    long = {
        f"{place(path, node)} {node.name}": lines
        for path in PYTHON
        for node in functions_of(tree(path).body)
        if (lines := (node.end_lineno or 0) - node.lineno + 1) > 60
    }
    assert long == {}


def test_templates_stay_under_200_lines() -> None:
    assert {place(path): n for path in templates("html") if (n := len(source(path).splitlines())) > 200} == {}
