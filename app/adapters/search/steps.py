"""Finding a far page of an ordered list without going through what stands before it. Pure, but for its file.

The engine orders by texts, which it has to look up one by one. So each document also keeps, as numbers, between which
of many fixed texts (the ladder) its own stands: counting by these numbers tells where a page begins, and only the few
documents of its steps are put in order. The ladder belongs to a generation of the index and never changes in it; as it
comes to fit worse, pages cost more, and stay right.
"""

import json
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from app.core.search import SearchDocument

MOST = 16_384
"""Steps of a ladder."""
COARSE = 128
"""Steps that are counted as one at first."""
RANK = 1 << 20
"""What a rank adds to a step, so that ranks come first. A multiple of COARSE, and more than there are steps."""
FIELDS = ("name_step", "rank_step", "newest_step")
_FILE = "ladder.json"


@dataclass(frozen=True, slots=True)
class Ladder:
    """Texts in order, by name and by the newest first."""

    names: Sequence[str] = ()
    newest: Sequence[str] = ()

    def places(self, document: SearchDocument) -> tuple[int, int, int]:
        """The values of FIELDS."""
        by_name = bisect_right(self.names, document.name_key)
        return by_name, document.rank * RANK + by_name, bisect_right(self.newest, document.newest_key)


def ladder_of(sample: Iterable[tuple[str, int]]) -> Ladder:
    """A ladder that fits documents of which some have these `sort_name` and `newest`."""
    rows = [
        SearchDocument(id="", kind="", title="", sort_name=name, newest=newest) for name, newest in sample
    ]
    return Ladder(_thinned(row.name_key for row in rows), _thinned(row.newest_key for row in rows))


def _thinned(texts: Iterable[str]) -> list[str]:
    ordered = sorted(set(texts))
    return ordered[:: -(-len(ordered) // MOST) or 1]


def write_ladder(folder: Path, ladder: Ladder) -> None:
    (folder / _FILE).write_text(json.dumps([ladder.names, ladder.newest]), "utf-8")


def read_ladder(folder: Path) -> Ladder:
    """An empty one where there is none: then all documents are on one step."""
    try:
        names, newest = json.loads((folder / _FILE).read_text("utf-8"))
    except FileNotFoundError:
        return Ladder()
    return Ladder(names, newest)


@dataclass(frozen=True, slots=True)
class Stretch:
    """Where a page is: on steps from `start` up to, without, `end`, after `skip` documents there."""

    start: int
    end: int
    skip: int


def find_stretch(counts: Sequence[tuple[int, int]], width: int, offset: int, limit: int) -> Stretch | None:
    """counts: (first step, documents) of runs of `width` steps, in order. None where the list is shorter."""
    start: int | None = None
    before = skip = 0
    for step, count in counts:
        if start is None and before + count > offset:
            start, skip = step, offset - before
        before += count
        if start is not None and before >= offset + limit:
            return Stretch(start, step + width, skip)
    return None if start is None else Stretch(start, counts[-1][0] + width, skip)
