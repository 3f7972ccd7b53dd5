"""Places. Equal on the total and on every tie key share a place, and the tie is named for the chair."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from itertools import groupby


@dataclass(frozen=True, slots=True)
class Place:
    """`tie` names the group that shares this place ("T3" for the third), None when the place is alone."""

    place: int
    tie: str | None


def get_places(keys: Mapping[str, tuple[Fraction, ...]]) -> dict[str, Place]:
    """Place each entry by its keys in order, higher first; a tie leaves out the places after it (1, 1, 3)."""
    ordered = sorted(keys, key=lambda entry: keys[entry], reverse=True)
    places: dict[str, Place] = {}
    for _, group in groupby(ordered, key=lambda entry: keys[entry]):
        members = list(group)
        place = len(places) + 1
        tie = f"T{place}" if len(members) > 1 else None
        places |= dict.fromkeys(members, Place(place, tie))
    return places
