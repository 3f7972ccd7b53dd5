"""Who scores what: everybody everything by default, else even shares; conflicts never give way."""

import hashlib
from collections import deque
from collections.abc import Collection, Iterable, Sequence

from voting.errors import AssignmentError

Blocked = Collection[tuple[str, str]]
"""(juror, entry) pairs with a conflict"""


def assign_all(jurors: Sequence[str], entries: Sequence[str], blocked: Blocked) -> dict[str, list[str]]:
    """Every juror scores every entry but those with a conflict. Entry -> jurors, in the order given."""
    return {entry: [juror for juror in jurors if (juror, entry) not in blocked] for entry in entries}


def assign_evenly(
    jurors: Sequence[str],
    entries: Sequence[str],
    blocked: Blocked,
    *,
    per_entry: int,
    most: int | None = None,
) -> dict[str, list[str]]:
    """Each entry gets `per_entry` jurors, loads as even as conflicts allow, none over `most`.

    Entry -> jurors. The same input gives the same assignment; shuffle it before for chance. Raises
    AssignmentError `too_few_jurors` or `load_too_high`, saying which entries and jurors are in the way.
    """
    free = assign_all(jurors, entries, blocked)
    for entry, able in free.items():
        if len(able) < per_entry:
            message = f"{entry} needs {per_entry} jurors and only {len(able)} have no conflict with it"
            raise AssignmentError("too_few_jurors", message, entry=entry, able=len(able))
    work: dict[str, set[str]] = {juror: set() for juror in jurors}
    for entry, able in sorted(free.items(), key=lambda pair: len(pair[1])):
        for juror in sorted(able, key=lambda juror: len(work[juror]))[:per_entry]:
            work[juror].add(entry)
    while path := _relieving_path(work, free):
        for giver, taker, entry in path:
            work[giver].remove(entry)
            work[taker].add(entry)
    if most is not None and jurors and max(map(len, work.values())) > most:
        raise _overload(work, free, most)
    return {entry: [juror for juror in jurors if entry in work[juror]] for entry in entries}


def get_presentation_order(entries: Iterable[str], seed: str) -> list[str]:
    """The order in which one juror sees the entries: fixed by the juror's seed, different for each juror."""
    return sorted(entries, key=lambda entry: hashlib.sha256(f"{seed}\n{entry}".encode()).digest())


def _reachable(
    start: str, work: dict[str, set[str]], free: dict[str, list[str]]
) -> dict[str, tuple[str, str] | None]:
    """Jurors to whom work of `start` can be passed on, each with (from whom, which entry)."""
    came: dict[str, tuple[str, str] | None] = {start: None}
    queue = deque([start])
    while queue:
        giver = queue.popleft()
        for entry in sorted(work[giver]):
            for taker in free[entry]:
                if taker not in came and entry not in work[taker]:
                    came[taker] = (giver, entry)
                    queue.append(taker)
    return came


def _relieving_path(
    work: dict[str, set[str]], free: dict[str, list[str]]
) -> list[tuple[str, str, str]] | None:
    """Hand-overs (giver, taker, entry) that take one entry from a juror to one with at least two fewer."""
    for start in sorted(work, key=lambda juror: (-len(work[juror]), juror)):
        came = _reachable(start, work, free)
        taker = min(came, key=lambda juror: (len(work[juror]), juror))
        if len(work[taker]) <= len(work[start]) - 2:
            path = []
            while step := came[taker]:
                path.append((step[0], taker, step[1]))
                taker = step[0]
            return path
    return None


def _overload(work: dict[str, set[str]], free: dict[str, list[str]], most: int) -> AssignmentError:
    busiest = max(work, key=lambda juror: len(work[juror]))
    group = sorted(_reachable(busiest, work, free))
    entries = sorted(set().union(*(work[juror] for juror in group)))
    message = (
        f"{len(entries)} entries (first {entries[0]}) can only go to {', '.join(group)}, "
        f"who would have up to {len(work[busiest])} each and may have {most}"
    )
    return AssignmentError("load_too_high", message, entries=len(entries), most=most)
