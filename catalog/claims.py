"""Words with which a listing waits for an officer: `claim_words.csv`, which anyone may edit.

A line means: a text with the words of `words` makes a claim, unless one of the words of `unless` (with `|` between
them) comes next. kind: `healing`, `best` for what needs a proof, or the recognition without which the words are a
claim: a kind of certificate, or `award` for one of the programme. The list finds what an officer has to check; it
does not judge. Pure.
"""

import csv
import re
from functools import lru_cache
from pathlib import Path

from app.core.text import nfc

FILE = Path(__file__).with_name("claim_words.csv")


def claims_in(text: str, held: frozenset[str]) -> list[str]:
    """The claims that a text makes, each once, in lower case and in the order of the text. held: the recognitions in
    force of what it speaks of.
    """
    found, kinds = _list()
    said = dict.fromkeys(match.lower() for match in found.findall(" ".join(nfc(text).split())))
    return [words for words in said if kinds[words] not in held]


@lru_cache(1)
def _list() -> tuple[re.Pattern[str], dict[str, str]]:
    """What finds the words, longer ones first, and the kind of each."""
    with FILE.open(encoding="utf-8", newline="") as file:
        rows = [row | {"words": nfc(row["words"]).strip().lower()} for row in csv.DictReader(file)]
    rows.sort(key=lambda row: -len(row["words"]))
    parts = (re.escape(row["words"]) + _unless(nfc(row["unless"])) for row in rows)
    found = re.compile(r"(?<!\w)(?:" + "|".join(parts) + r")(?!\w)", re.IGNORECASE)
    return found, {row["words"]: row["kind"] for row in rows}


def _unless(following: str) -> str:
    if not following:
        return ""
    return r"(?! (?:" + "|".join(re.escape(word) for word in following.split("|")) + r")(?!\w))"
