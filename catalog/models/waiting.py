"""Whether a facility or a product waits for an officer: kept with the row, so that no queue looks through them all."""

from typing import Any

from sqlalchemy import event, false
from sqlalchemy.engine.default import DefaultExecutionContext
from sqlalchemy.orm import MappedColumn, mapped_column

from catalog.enums import FacilityState, ProductState

NEW = {FacilityState.PENDING, ProductState.SUBMITTED}
PUBLIC = {FacilityState.VERIFIED, ProductState.PUBLISHED}


def waits(state: str, *, proposed_at: object, unchecked_at: object = None) -> bool:
    """Registered or submitted, with proposed values, or changed on a public page and not looked at since."""
    shows_change = state in PUBLIC and unchecked_at is not None
    return state in NEW or proposed_at is not None or shows_change


def waits_column() -> MappedColumn[bool]:
    """A column filled with each new row, however the row is written."""

    def first(context: DefaultExecutionContext) -> bool:
        given = context.get_current_parameters()
        return waits(
            str(given.get("state", "")),
            proposed_at=given.get("proposed_at"),
            unchecked_at=given.get("unchecked_at"),
        )

    return mapped_column(default=first, server_default=false())


def keep_waiting(entity: type[Any]) -> None:
    """Follow the row when it is changed."""

    @event.listens_for(entity, "before_update")
    def follow(_mapper: object, _connection: object, row: Any) -> None:
        row.waits = waits(row.state, proposed_at=row.proposed_at, unchecked_at=row.unchecked_at)
