"""The place in a text: a province or commune of today or from before the mergers."""

import re
from dataclasses import dataclass
from functools import lru_cache

from app.core.text import fold
from catalog.units.communes import Commune, communes_named, find_commune, former_communes_named, split_kind
from catalog.units.table import LIST_2004, LIST_2025, V2004, V2025

_PREFIX = re.compile(r"^(?:tinh|thanh pho|tp)\b[ .]*")
_NOT_LETTER = re.compile(r"[^a-z]+")
_OTHER_NAMES = {
    "hcm": "hochiminh", "tphcm": "hochiminh", "hcmc": "hochiminh", "hochiminhcity": "hochiminh", "saigon": "hochiminh",
    "sg": "hochiminh", "hn": "hanoi", "tphn": "hanoi", "brvt": "bariavungtau", "vungtau": "bariavungtau",
    "daclac": "daklak", "darlac": "daklak", "dacnong": "daknong", "thuathienhue": "hue", "tthue": "hue",
}  # fmt: skip
"""Abbreviations and spellings in use beside the official name."""
MOST_WORDS = 5


@dataclass(frozen=True, slots=True)
class Place:
    """What was understood. codes: keys of the place or, if a name means several, of each of them, as
    `place_key` makes them. now: today's name of what the place has become, None where it is still itself.
    present: keys of the units of today that it lies in. sure: the text can only mean a place.
    """

    name: str
    code: str | None
    codes: frozenset[str]
    present: frozenset[str]
    now: str | None = None
    sure: bool = True


def place_key(list_version: str, code: str) -> str:
    """The key of a unit in the search index: a code alone can mean another unit in another list."""
    return f"{list_version}-{code}"


@lru_cache(maxsize=2_000)
def plain_name(name: str) -> str:
    """A province's name for comparison: "TP. Hồ Chí Minh", "tphcm" and "Sài Gòn" give one."""
    bare = _NOT_LETTER.sub("", _PREFIX.sub("", " ".join(fold(name).split())))
    return _OTHER_NAMES.get(bare, bare)


def read_place(text: str) -> Place | None:
    """The place that a text names if it names nothing else; otherwise None."""
    text = " ".join(text.split())
    if not text:
        return None
    name, _, province = text.rpartition(",")
    if name and (within := _province_today(province)) is not None:
        return _commune(name, within)
    return read_province(text) or _commune(text, None)


@lru_cache(maxsize=2_000)
def read_province(text: str) -> Place | None:
    """A province or city of today, else one of before the mergers."""
    return _PROVINCES.get(plain_name(text))


def _provinces() -> dict[str, Place]:
    """By plain name; one of today goes before one of that name from before the mergers."""
    today = {code: name for code, name, _, _ in LIST_2025}
    found: dict[str, Place] = {}
    for code, name, _, _, successor in LIST_2004:
        present = frozenset({place_key(V2025, successor)})
        place = Place(name, code, frozenset({place_key(V2004, code)}), present, today[successor])
        found.setdefault(plain_name(name), place)
    current: dict[str, Place] = {}
    for code, name, _, _ in LIST_2025:
        key = place_key(V2025, code)
        current.setdefault(plain_name(name), Place(name, code, frozenset({key}), frozenset({key})))
    return found | current


def split_place(text: str) -> tuple[str, Place] | None:
    """("nước mắm", Bến Tre) of "nước mắm Bến Tre" and of "Bến Tre nước mắm": words that end in a province, or begin
    with one; None where they do not.
    """
    words = text.replace(",", " ").split()
    counts = range(min(MOST_WORDS, len(words) - 1), 0, -1)
    for before, named, after in (
        *((words[:-count], words[-count:], []) for count in counts),
        *(([], words[:count], words[count:]) for count in counts),
    ):
        if (place := read_province(" ".join(named))) is not None:
            return " ".join(before + after), place
    return None


def former_province(name: str, successor: str) -> str | None:
    """The key of the province of that name before the mergers, if it went into the unit with that code of today."""
    for code, title, _, _, after in LIST_2004:
        if after == successor and plain_name(title) == plain_name(name):
            return place_key(V2004, code)
    return None


def _province_today(text: str) -> str | None:
    place = read_province(text)
    return next(iter(place.present)).partition("-")[2] if place is not None else None


def _commune(text: str, province: str | None) -> Place | None:
    sure = bool(split_kind(text)[0]) or province is not None
    if found := communes_named(text, province):
        one = found[0] if len(found) == 1 else None
        keys = frozenset(_key(row) for row in found)
        return Place(one.title if one else text, one.code if one else None, keys, keys, sure=sure)
    return _former_commune(text, province, sure=sure)


def _former_commune(text: str, province: str | None, *, sure: bool) -> Place | None:
    """One of before the mergers: the communes of today that it went into."""
    former = former_communes_named(text, province)
    codes = sorted({row.code for row in former})
    rows = [row for code in codes if (row := find_commune(code)) is not None]
    if not rows:
        return None
    keys = frozenset(_key(row) for row in rows)
    return Place(former[0].title, None, keys, keys, ", ".join(row.title for row in rows[:3]), sure=sure)


def _key(row: Commune) -> str:
    return place_key(row.list_version, row.code)


_PROVINCES = _provinces()
