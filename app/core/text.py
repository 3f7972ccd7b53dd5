"""Vietnamese text: one normal form, one fold, one sort order.

Every incoming text is NFC; every text that is compared without accents goes through `fold`, so that search,
slugs, suggestions and duplicate checks agree whatever the engine.
"""

import re
import unicodedata
from functools import lru_cache

_D = str.maketrans({"đ": "d", "Đ": "D", "ð": "d", "Ð": "D", "ɖ": "d", "Ɖ": "D"})
_NOT_SLUG = re.compile(r"[^a-z0-9]+")
_WORD = re.compile(r"[^\W_]+")
_LINE_CONTROLS = {"\n", "\t"}
_LETTERS = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
_TONES = {"\u0300": 1, "\u0309": 2, "\u0303": 3, "\u0301": 4, "\u0323": 5}
_RANK = {letter: rank for rank, letter in enumerate(_LETTERS, start=40)}
_SHAPES = {"\u0306", "\u0302", "\u031b"}


def nfc(text: str) -> str:
    """The text in Unicode normal form C, the only form that is stored, drawn or hashed."""
    return unicodedata.normalize("NFC", text)


def fold(text: str) -> str:
    """The text without accents and case: "Đắk Lắk" and "dak lak" fold alike, in any Unicode form."""
    decomposed = unicodedata.normalize("NFD", text.translate(_D))
    bare = "".join(char for char in decomposed if not unicodedata.combining(char))
    return unicodedata.normalize("NFC", bare).translate(_D).casefold()


def fold_line(text: str) -> str:
    """The same of a text in one line, for comparison: every gap between words is one blank, none is at the ends."""
    return " ".join(fold(text).split())


def words(text: str) -> list[str]:
    """The words of a text in NFC lower case, with accents, without punctuation."""
    return _WORD.findall(nfc(text).lower())


def slugify(text: str, *, limit: int = 80) -> str:
    """An ASCII slug of at most `limit` characters; empty if nothing of the text is left."""
    slug = _NOT_SLUG.sub("-", fold(text)).strip("-")
    if len(slug) <= limit:
        return slug
    cut = slug[: limit + 1].rsplit("-", 1)[0]
    return cut[:limit]


def sort_key(text: str) -> str:
    """A key whose plain string order is the Vietnamese dictionary order (đ after d, tones last)."""
    keys = [_letter_and_tone(char) for char in unicodedata.normalize("NFC", text).lower()]
    return "".join(letter for letter, _ in keys) + "\x01" + "".join(tone for _, tone in keys)


@lru_cache(maxsize=4096)
def _letter_and_tone(char: str) -> tuple[str, str]:
    parts = unicodedata.normalize("NFD", char)
    base = unicodedata.normalize("NFC", "".join(p for p in parts if p not in _TONES))
    return _letter_key(base), str(next((_TONES[p] for p in parts if p in _TONES), 0))


def _letter_key(base: str) -> str:
    if base in _RANK:
        return chr(_RANK[base] + 0x40)
    if base.isdigit():
        return "0" + base
    if base.isspace():
        return " "
    return "#" + base


def control_characters(text: str) -> list[str]:
    """Names of the characters that no form field may hold: controls, bidi overrides, noncharacters."""
    return [
        unicodedata.name(char, f"U+{ord(char):04X}")
        for char in text
        if char not in _LINE_CONTROLS and unicodedata.category(char) in {"Cc", "Cf", "Cs", "Co", "Cn"}
        # Zero-width joiners occur in no Vietnamese text and would make two equal-looking names differ.
    ]
