"""The typeface drawn into pictures and documents: Source Sans Pro (SIL OFL), which carries all of Vietnamese;
and the Noto faces (SIL OFL) for other letters, such as in Khmer names.

Every text drawn goes through `drawn()`: a decomposed "ế" would come out as three glyphs on top of nothing,
and a letter that no face has as an empty box. `runs()` tells which face draws what; a Noto face is shaped by
HarfBuzz. ReportLab, 17 MB with what it brings, is loaded when a text is first looked at.
"""

import re
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path
from types import ModuleType

from PIL import ImageFont

from app.core.errors import RuleBroken
from app.core.text import nfc

REGULAR = "SourceSansPro"
SEMIBOLD = "SourceSansPro-Semibold"
BOLD = "SourceSansPro-Bold"
ITALIC = "SourceSansPro-It"
LIGHT = "SourceSansPro-Light"

FACES = (REGULAR, SEMIBOLD, BOLD, ITALIC, LIGHT)

NOTO = {
    "NotoSans": "NotoSans[wght].ttf",
    "NotoSansKhmer": "NotoSansKhmer[wght].ttf",
    "NotoSansLao": "NotoSansLao[wght].ttf",
    "NotoSansThai": "NotoSansThai[wght].ttf",
    "NotoSansMyanmar": "NotoSansMyanmar[wght].ttf",
    "NotoSansDevanagari": "NotoSansDevanagari[wght].ttf",
    "NotoSansTamil": "NotoSansTamil[wght].ttf",
    "NotoSansSymbols": "NotoSansSymbols[wght].ttf",
    "NotoEmoji": "NotoEmoji[wght].ttf",
}
"""Tried in this order for letters missing in the typeface. Chinese and Cham have no face that can be
embedded.
"""
_WORDS = re.compile(r"\s+|\S+")
_JOINERS = "\u200c\u200d\ufe0e\ufe0f"
Run = tuple[str, str]
"""A face and what it draws."""

# Stacked marks, horns and the stroked d: a face without these cannot set Vietnamese.
PROBE = "ĂÂĐÊÔƠƯăâđêôơưẮẤẾỐỚỨỆỘỢỰỹỵ"

KHMER_PROBE = "ខ្មែរ"


class LettersMissing(RuleBroken):
    """A text has letters that no face can draw; params: letters."""


def drawn(text: str) -> str:
    """The text as it may be drawn: NFC, one line. Raises LettersMissing."""
    line = " ".join(nfc(text).split())
    if letters := missing_glyphs(line):
        raise LettersMissing("letters_missing", letters=" ".join(letters))
    return line


def spelt_out(text: str) -> str:
    """The text as it may be drawn, with letters that no face has as their code points: [U+4E2D]. For records, which
    must be printable whatever somebody wrote.
    """
    line = " ".join(nfc(text).split())
    letters = missing_glyphs(line)
    return "".join(f"[U+{ord(char):04X}]" if char in letters else char for char in line) if letters else line


def require_drawable(*texts: str) -> None:
    """Refuse what cannot be printed before it becomes part of a record. Raises LettersMissing with every letter."""
    if letters := missing_glyphs(nfc("".join(texts))):
        raise LettersMissing("letters_missing", letters=" ".join(letters))


@lru_cache(maxsize=16_384)
def runs(text: str, face: str) -> tuple[Run, ...]:
    """The text in pieces, each with the face that draws it: `face` wherever that has the letter."""
    if text.isascii() or not _lacking(text, face):
        return ((face, text),)
    found: list[tuple[str, list[str]]] = []
    for name, piece in (run for word in _WORDS.findall(text) for run in _runs_of_word(word, face)):
        if found and found[-1][0] == name:
            found[-1][1].append(piece)
        else:
            found.append((name, [piece]))
    return tuple((name, "".join(pieces)) for name, pieces in found)


def _runs_of_word(word: str, face: str) -> list[Run]:
    """A word in one face where one has all of it, so that marks and commas stay with their letters."""
    if word.isspace() or not _lacking(word, face):
        return [(face, word)]
    whole = next((name for name in NOTO if all(char in _JOINERS or _has(name, char) for char in word)), None)
    return [(whole, word)] if whole else [(_face_of(char, face), char) for char in word]


def font_path(face: str) -> Path:
    """The TrueType file of one of `FACES` or `NOTO`; FileNotFoundError when its package is not installed."""
    if face in NOTO:
        return _installed("manimgx_fonts", NOTO[face])
    if face not in FACES:
        raise FileNotFoundError(face)
    return _installed(
        "font_source_sans_pro", f"files/{'SourceSansPro-Regular' if face == REGULAR else face}.ttf"
    )


def _installed(package: str, name: str) -> Path:
    spec = find_spec(package)
    if spec is None or spec.origin is None:
        raise FileNotFoundError(package)
    path = Path(spec.origin).parent / name
    if not path.is_file():
        raise FileNotFoundError(path)
    return path


@lru_cache(maxsize=1)
def register_fonts() -> None:
    """Make every face known to reportlab under its name in `FACES`; safe to call before each document."""
    for face in FACES:
        _register(face)


@lru_cache(maxsize=len(NOTO))
def register_noto(face: str) -> None:
    """Make one of the `NOTO` faces known to reportlab; read when a text needs it."""
    _register(face)


def _register(face: str) -> None:
    from reportlab.pdfbase.ttfonts import TTFont  # noqa: PLC0415  # as said above

    _metrics().registerFont(TTFont(face, str(font_path(face))))


@lru_cache(maxsize=1)
def _metrics() -> ModuleType:
    from reportlab.pdfbase import pdfmetrics  # noqa: PLC0415  # as said above

    return pdfmetrics  # type: ignore[no-any-return]  # it has no types


@lru_cache(maxsize=64)
def pillow_font(face: str, pixels: int) -> ImageFont.FreeTypeFont:
    """The face at a size in pixels, for Pillow."""
    return ImageFont.truetype(str(font_path(face)), pixels)


def text_width(text: str, face: str, points: float) -> float:
    """Width in points of the text in that face and size, with the faces that stand in for it (widths add up: reportlab
    kerns nothing, and what is shaped is a run of its own).
    """
    return _unit_width(text, face) * points


@lru_cache(maxsize=16_384)
def _unit_width(text: str, face: str) -> float:
    register_fonts()
    return sum(_run_width(piece, name) for name, piece in runs(text, face))


def _run_width(text: str, face: str) -> float:
    if face not in NOTO:
        return float(_metrics().stringWidth(text, face, 1))
    register_noto(face)
    shape = getattr(shaped(text, face, 1000), "__shapeData__", None)
    if shape is None:
        return float(_metrics().stringWidth(text, face, 1))
    return float(sum(glyph.x_advance for glyph in shape)) / 1000


def shaped(text: str, face: str, size: float) -> str:
    """A run as a canvas takes it: what `NOTO` draws as its glyphs stand, all else as it is."""
    if face not in NOTO:
        return str(text)
    from reportlab.pdfbase.ttfonts import shapeStr  # noqa: PLC0415  # as said above

    found: str = shapeStr(text, face, size)  # with what was shaped, on an attribute of it
    return found


def missing_glyphs(text: str, face: str = REGULAR) -> str:
    """Characters of the text that neither the face nor its substitutes have, in order, each once."""
    if text.isascii():
        return ""
    return "".join(char for char in _lacking(text, face) if not any(_has(name, char) for name in NOTO))


def _lacking(text: str, face: str) -> str:
    """Characters that the face itself has no glyph for, in order, each once."""
    register_fonts()
    known = _metrics().getFont(face).face.charToGlyph
    lacked = (c for c in text if not c.isspace() and ord(c) not in known and c not in _JOINERS)
    return "".join(dict.fromkeys(lacked))


def _face_of(char: str, face: str) -> str:
    if char.isspace() or not _lacking(char, face):
        return face
    return next((name for name in NOTO if _has(name, char)), face)


def _has(face: str, char: str) -> bool:
    register_noto(face)
    return ord(char) in _metrics().getFont(face).face.charToGlyph


def fonts_available() -> bool:
    """Whether every face is installed and sets Vietnamese; `tieubieu doctor` asks."""
    try:
        return not any(_lacking(PROBE, face) for face in FACES) and not missing_glyphs(KHMER_PROBE)
    except (FileNotFoundError, OSError):
        return False
