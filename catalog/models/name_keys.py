"""Names as officers type them: kept beside the name, so that a list can be searched without marks and case."""

from typing import Any

from sqlalchemy import event, inspect
from sqlalchemy.engine.default import DefaultExecutionContext
from sqlalchemy.orm import MappedColumn, mapped_column

from catalog.names import number_key


def name_key_column(source: str) -> MappedColumn[str]:
    """A column filled from another one with each new row, however the row is written."""

    def first(context: DefaultExecutionContext) -> str:
        return number_key(str(context.get_current_parameters()[source] or ""))

    return mapped_column(default=first, server_default="")


def keep_name_key(entity: type[Any], source: str) -> None:
    """Follow the name when it is changed."""

    @event.listens_for(entity, "before_update")
    def follow(_mapper: object, _connection: object, row: Any) -> None:
        if inspect(row).attrs[source].history.has_changes():
            row.name_key = number_key(getattr(row, source))
