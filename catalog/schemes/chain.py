"""Renewals: a new paper stands for the one that it replaces, and the chain stays readable. Pure."""

from collections.abc import Iterable
from typing import Any

from catalog.enums import CheckState


def renewing(*, pending: bool) -> frozenset[CheckState]:
    """What an officer has said of a paper that takes the place of another. pending: or will say."""
    return frozenset({CheckState.CHECKED, CheckState.UNCHECKED} if pending else {CheckState.CHECKED})


def chains(papers: Iterable[Any], *, pending: bool = False) -> list[tuple[Any, list[Any]]]:
    """The papers that stand, in their order, each with those before it, the latest first.

    A paper stands until an officer has checked the one that replaces it; pending: until that one is there.
    """
    rows = list(papers)
    by_id = {row.id: row for row in rows}
    states = renewing(pending=pending)
    replaced = {row.replaces_id for row in rows if row.check_state in states}
    return [
        (row, _before(row, by_id) if row.check_state in states else [])
        for row in rows
        if row.id not in replaced
    ]


def _before(row: Any, by_id: dict[int, Any]) -> list[Any]:
    found: list[Any] = []
    while row.replaces_id in by_id and by_id[row.replaces_id] not in found:
        row = by_id[row.replaces_id]
        found.append(row)
    return found
