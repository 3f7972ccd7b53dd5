"""Trade terms for things beside the words of their listings: `trade_words.csv`, which anyone may edit. A line
means: a listing with all the words of `when` is also found by the words of `also`. `@code` in `when` stands
for a product group or a kind of certificate. After an edit, `tieubieu search rebuild` puts the new words in
the index.
"""

import csv
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from app.core.text import words

FILE = Path(__file__).with_name("trade_words.csv")


@dataclass(frozen=True, slots=True)
class TradeWords:
    """when: words in their order, marks kept; tag: a code instead of them."""

    when: str
    tag: str
    also: str


def trade_words(text: str, tags: frozenset[str]) -> list[str]:
    """The further words of a listing with that text, in the order of the list."""
    marked = f" {' '.join(words(text))} "
    return [row.also for row in _list() if (row.tag in tags if row.tag else f" {row.when} " in marked)]


@lru_cache(1)
def _list() -> tuple[TradeWords, ...]:
    with FILE.open(encoding="utf-8", newline="") as file:
        return tuple(
            TradeWords("", when[1:], row["also"]) if when.startswith("@")
            else TradeWords(" ".join(words(when)), "", row["also"])
            for row in csv.DictReader(file) if (when := row["when"].strip())
        )  # fmt: skip
