"""How many may be recognised or sent up, and whether the council may decide. It only proposes; people decide."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from voting.enums import CapKind, Verdict


@dataclass(frozen=True, slots=True)
class Cap:
    """At most a number of entries, or at most a share of those entered (rounded down)."""

    kind: CapKind
    value: Fraction

    def limit(self, entered: int) -> int:
        return int(self.value if self.kind is CapKind.COUNT else self.value * entered)


@dataclass(frozen=True, slots=True)
class Proposal:
    """`tied` share one place across the line: the council breaks that tie, never the order of rows."""

    inside: tuple[str, ...]
    tied: tuple[str, ...]
    outside: tuple[str, ...]


def get_proposal(results: Sequence[Mapping[str, Any]], limit: int | None) -> Proposal:
    """Entries that pass, cut at `limit` (None for no limit). `results` are rows of a tally result."""
    passing = sorted(
        (row for row in results if row["verdict"] == Verdict.PASS), key=lambda row: int(row["place"])
    )
    names = [str(row["entry"]) for row in passing]
    if limit is None or limit >= len(names):
        return Proposal(tuple(names), (), ())
    edge = passing[limit]["place"]
    first = next(n for n, row in enumerate(passing) if row["place"] == edge)
    last = max(n for n, row in enumerate(passing) if row["place"] == edge) + 1
    if first == limit:
        return Proposal(tuple(names[:limit]), (), tuple(names[limit:]))
    return Proposal(tuple(names[:first]), tuple(names[first:last]), tuple(names[last:]))


def is_quorate(present: int, members: int, quorum: Fraction) -> bool:
    """At least the share `quorum` of the members takes part."""
    return members > 0 and present >= quorum * members


def is_carried(votes_for: int, present: int, share: Fraction) -> bool:
    """More than the share of those present votes for it (a half is not a majority)."""
    return votes_for > share * present
