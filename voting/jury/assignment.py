"""Who sits where: even shares of work; what keeps a person out never gives way. Pure."""

from collections import deque
from collections.abc import Collection, Sequence

from voting.errors import AssignmentError

Blocked = Collection[tuple[str, str]]
"""(person, place) pairs that must not be."""


def assign_evenly(
    people: Sequence[str],
    places: Sequence[str],
    blocked: Blocked,
    *,
    per_place: int,
    or_fewer: bool = False,
) -> dict[str, list[str]]:
    """Each place gets `per_place` people, with loads as even as the blocks allow. Place -> people, in their order.

    The same input gives the same answer. or_fewer: where not enough can go all who can do.

    Raises AssignmentError `too_few_people` naming the place and how many can go there.
    """
    free = {place: [person for person in people if (person, place) not in blocked] for place in places}
    for place, able in free.items():
        if len(able) < per_place and not or_fewer:
            message = f"{place} needs {per_place} people and only {len(able)} can go there"
            raise AssignmentError("too_few_people", message, place=place, able=len(able))
    work = _handed_out(people, free, per_place)
    while path := _relieving_path(work, free):
        for giver, taker, place in path:
            work[giver].remove(place)
            work[taker].add(place)
    return {place: [person for person in people if place in work[person]] for place in places}


def _handed_out(people: Sequence[str], free: dict[str, list[str]], per_place: int) -> dict[str, set[str]]:
    """A first share: the scarcest place first, to those with the least work so far."""
    work: dict[str, set[str]] = {person: set() for person in people}
    for place, able in sorted(free.items(), key=lambda pair: len(pair[1])):
        for person in sorted(able, key=lambda person: len(work[person]))[:per_place]:
            work[person].add(place)
    return work


def _reachable(
    start: str, work: dict[str, set[str]], free: dict[str, list[str]]
) -> dict[str, tuple[str, str] | None]:
    """People to whom work of `start` can be passed on, each with (from whom, which place)."""
    came: dict[str, tuple[str, str] | None] = {start: None}
    queue = deque([start])
    while queue:
        giver = queue.popleft()
        for place in sorted(work[giver]):
            for taker in free[place]:
                if taker not in came and place not in work[taker]:
                    came[taker] = (giver, place)
                    queue.append(taker)
    return came


def _relieving_path(
    work: dict[str, set[str]], free: dict[str, list[str]]
) -> list[tuple[str, str, str]] | None:
    """Hand-overs (giver, taker, place) that take one place from a person to one with at least two fewer."""
    for start in sorted(work, key=lambda person: (-len(work[person]), person)):
        came = _reachable(start, work, free)
        taker = min(came, key=lambda person: (len(work[person]), person))
        if len(work[taker]) <= len(work[start]) - 2:
            path = []
            while step := came[taker]:
                path.append((step[0], taker, step[1]))
                taker = step[0]
            return path
    return None
