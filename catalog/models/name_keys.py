"""Columns made from other columns of their row, so that lists are ordered as a dictionary is and searched without marks
and case.
"""

from collections.abc import Callable
from typing import Any

from sqlalchemy import event, inspect
from sqlalchemy.engine.default import DefaultExecutionContext
from sqlalchemy.orm import MappedColumn, mapped_column

from app.core.text import sort_key
from catalog.names import number_key, search_key


def name_key_column(source: str) -> MappedColumn[str]:
    """A column filled from another one with each new row, however the row is written: the name without marks and
    case.
    """
    return _made_column(number_key, source)


def sort_key_column(source: str) -> MappedColumn[str]:
    """The same: what orders rows by the name."""
    return _made_column(sort_key, source)


def search_key_column(*sources: str) -> MappedColumn[str]:
    """The same: several texts without marks and case, in one."""
    return _made_column(search_key, *sources)


def _made_column(make: Callable[..., str], *sources: str) -> MappedColumn[str]:
    def first(context: DefaultExecutionContext) -> str:
        given = context.get_current_parameters()
        return make(*(str(given.get(source) or "") for source in sources))

    return mapped_column(default=first, server_default="")


def keep_name_key(entity: type[Any], source: str) -> None:
    """Follow the name when it is changed."""
    _keep(entity, "name_key", number_key, source)


def keep_sort_key(entity: type[Any], source: str) -> None:
    _keep(entity, "sort_key", sort_key, source)


def keep_search_key(entity: type[Any], *sources: str) -> None:
    _keep(entity, "search_key", search_key, *sources)


def _keep(entity: type[Any], target: str, make: Callable[..., str], *sources: str) -> None:
    @event.listens_for(entity, "before_update")
    def follow(_mapper: object, _connection: object, row: Any) -> None:
        attrs = inspect(row).attrs
        if any(attrs[source].history.has_changes() for source in sources):
            setattr(row, target, make(*(getattr(row, source) or "" for source in sources)))
