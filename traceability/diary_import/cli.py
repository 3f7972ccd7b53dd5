"""`tieubieu diary check`: what a diary spreadsheet contains, without a database."""

import json
from datetime import date, time
from decimal import Decimal
from pathlib import Path
from typing import Any

import click

from app.core.errors import RuleBroken
from app.web.messages import message_for
from traceability import messages  # noqa: F401  # as below, of lots and diaries
from traceability.diary_import import messages as messages_diary  # noqa: F401  # registers what refusals say
from traceability.diary_import.rows import HEADINGS, Column, InputSaid, RowSaid, column_of, read_row
from traceability.diary_import.sheet import read_table

_NAMES = {str(Column.KIND): "act"}


@click.group("diary")
def diary() -> None:
    """The diary of a workshop as a spreadsheet."""


@diary.command("check")
@click.argument("file", metavar="FILE", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def check(file: Path) -> None:
    """Read FILE (XLSX, XLS, ODS, CSV) and write the content of each row as JSON. Nothing is stored."""
    found = checked(file.read_bytes())
    click.echo(json.dumps(found, ensure_ascii=False).encode())
    if found["errors"]:
        raise click.ClickException(found["errors"][0]["message"])


def checked(data: bytes) -> dict[str, Any]:
    """`{"sheet", "rows": [{"line", "values", "errors"}], "errors"}`; numbers as decimal text, days as ISO 8601. Also
    `encoding` where it is an old one, `hidden_rows` where any were left out, and `unknown_columns` that are not read.
    """
    try:
        table = read_table(data)
    except RuleBroken as refusal:
        return {"sheet": "", "rows": [], "errors": [_told(refusal)]}
    rows = [_row(line, read_row(table.headings, cells)) for line, cells in table.rows]
    told: dict[str, Any] = {"encoding": table.encoding} if table.encoding else {}
    told |= {"hidden_rows": table.hidden} if table.hidden else {}
    unknown = [heading for heading in table.headings if heading and column_of(heading) is None]
    told |= {"unknown_columns": unknown} if unknown else {}
    return {"sheet": table.sheet, "rows": rows, "errors": []} | told


def _row(line: int, said: RowSaid) -> dict[str, Any]:
    values = {_name(column): _plain(value) for column, value in said.values.items()}
    return {"line": line, "values": values, "errors": [_told(fault) for fault in said.faults]}


def _told(fault: RuleBroken) -> dict[str, str]:
    if "columns" in fault.params:
        fault.params["names"] = ", ".join(HEADINGS[column][1] for column in fault.params["columns"])
    return {"column": _name(fault.field or ""), "code": fault.code, "message": message_for(fault, "en")}


def _name(column: str) -> str:
    return _NAMES.get(str(column), str(column))


def _plain(value: Any) -> Any:
    if isinstance(value, tuple):
        return [_input(item) for item in value]
    if isinstance(value, Decimal):
        return format(value, "f")
    if isinstance(value, time):
        return value.isoformat(timespec="minutes")
    return value.isoformat() if isinstance(value, date) else value


def _input(item: InputSaid) -> dict[str, str]:
    amount = "" if item.quantity is None else format(item.quantity, "f")
    return {"lot": item.code, "quantity": amount, "unit": item.unit}
