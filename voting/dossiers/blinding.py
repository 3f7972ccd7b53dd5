"""Everything that identifies a maker is blanked before jurors see it: names, marks, places, numbers and
contact addresses.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from app.core.text import fold

BLANK = "…"
SHORTEST = 3
"""A shorter phrase would blank syllables of other words."""
FIRM_WORDS = tuple(
    sorted(
        (
            "công ty", "trách nhiệm hữu hạn", "tnhh", "một thành viên", "mtv", "cổ phần", "cp", "hợp danh", "tập đoàn",
            "doanh nghiệp tư nhân", "doanh nghiệp", "dntn", "hợp tác xã", "htx", "tổ hợp tác", "tht", "hộ kinh doanh",
            "hkd", "cơ sở sản xuất", "cơ sở", "cssx", "làng nghề", "xưởng", "nhà máy", "xí nghiệp", "lò", "chi nhánh",
            "sản xuất", "chế biến", "kinh doanh", "thương mại", "dịch vụ", "xuất nhập khẩu", "xuất khẩu",
            "nhập khẩu", "đầu tư", "phát triển", "xây dựng", "du lịch", "nông nghiệp", "công nghệ", "sx", "tm", "dv",
            "xnk", "và", "&",
        ),
        key=len,
        reverse=True,
    )
)  # fmt: skip
"""Words for a firm's kind and trade, which do not identify it. The longest first."""
PHONE = re.compile(r"(?<![\d.,])(?:\+?84|0)(?:[ .\-]?\d){8,10}(?![\d])")
HOST = re.compile(
    r"(?<![\w@.])(?:https?://)?(?:[\w-]+\.)+(?:vn|com|net|org|info|biz|shop|store|asia|me|page|example)(?:\.vn)?"
    r"(?:/[^\s]*)?(?![\w])",
    re.IGNORECASE,
)
MAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")


@dataclass(frozen=True, slots=True)
class Maker:
    """Everything that names the facility behind an entry; texts may be empty."""

    names: tuple[str, ...] = ()
    marks: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    contacts: tuple[str, ...] = ()


def blind(text: str, maker: Maker) -> str:
    """The text with everything that identifies the maker replaced by an ellipsis."""
    parts, last = list[str](), 0
    for start, end in _spans(text, maker):
        parts += [text[last:start], BLANK]
        last = end
    return "".join([*parts, text[last:]])


def find_identifying(text: str, maker: Maker) -> list[str]:
    """The parts of a text that identify the maker, as typed, each once, in order."""
    return list(dict.fromkeys(text[start:end] for start, end in _spans(text, maker)))


def distinctive_part(name: str) -> str:
    """A firm's name without the words of its kind and trade: "Cơ sở sản xuất bánh Bà Tám" -> "bánh Bà Tám"."""
    left = " ".join(name.split())
    while length := _firm_word_at_start(_folded(left)):
        left = left[length:].strip(" -–,.")
    return left


def _firm_word_at_start(folded: str) -> int:
    """How long the word of a firm's kind is with which the text begins; 0 where it begins with none."""
    begins = (word for word in _FOLDED_WORDS if folded.startswith(word))
    return next((len(word) for word in begins if not folded[len(word) : len(word) + 1].isalnum()), 0)


def _phrases(maker: Maker) -> set[str]:
    found = {*maker.names, *maker.marks, *maker.places, *maker.contacts}
    for name in maker.names:
        found.add(distinctive_part(name))
        found.add(_proper_tail(distinctive_part(name)))
    for place in maker.places:
        found.add(
            re.sub(r"^(?:xã|phường|thị trấn|đặc khu|thôn|ấp)\s+", "", place.strip(), flags=re.IGNORECASE)
        )
    return {phrase.strip() for phrase in found if len(phrase.strip()) >= SHORTEST}


def _proper_tail(name: str) -> str:
    """The words with capitals at the end of a name: "bánh Bà Tám" -> "Bà Tám"; nothing where all words have them."""
    words = name.split()
    at = next((n for n in range(len(words)) if all(word[:1].isupper() for word in words[n:])), len(words))
    return " ".join(words[at:]) if len(words) - at > 1 else ""


def _spans(text: str, maker: Maker) -> Iterator[tuple[int, int]]:
    """The positions of what identifies the maker, from left to right, without nesting."""
    folded = _folded(text)
    found = [match.span() for pattern in (PHONE, MAIL, HOST) for match in pattern.finditer(text)]
    for pattern in _patterns(maker):
        found += [match.span() for match in pattern.finditer(folded)]
    last = 0
    for start, end in sorted(found, key=lambda span: (span[0], -span[1])):
        if start >= last:
            yield start, end
            last = end


@lru_cache(maxsize=256)
def _patterns(maker: Maker) -> tuple[re.Pattern[str], ...]:
    """What to look for in a folded text; an entry has several texts of one maker."""
    needles = (r"\s+".join(re.escape(word) for word in _folded(phrase).split()) for phrase in _phrases(maker))
    return tuple(re.compile(rf"(?<!\w){needle}(?!\w)") for needle in needles)


def _folded(text: str) -> str:
    """Positions agree because folding maps each character of NFC Vietnamese to one character."""
    return "".join(map(_folded_letter, text))


@lru_cache(maxsize=4096)
def _folded_letter(char: str) -> str:
    return fold(char)[:1] or char


_FOLDED_WORDS = tuple(map(_folded, FIRM_WORDS))
