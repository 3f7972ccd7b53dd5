"""The one typeface drawn into pictures and documents: Source Sans Pro (SIL OFL), which carries all of
Vietnamese.

Every text drawn with it goes through `drawn()`: reportlab and Pillow do not shape, so a decomposed "ế" would
come out as three glyphs on top of nothing.
"""

from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path

from PIL import ImageFont
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

from app.core.text import nfc

REGULAR = "SourceSansPro"
SEMIBOLD = "SourceSansPro-Semibold"
BOLD = "SourceSansPro-Bold"
ITALIC = "SourceSansPro-It"
LIGHT = "SourceSansPro-Light"

FACES = (REGULAR, SEMIBOLD, BOLD, ITALIC, LIGHT)

# Stacked marks, horns and the stroked d: a face without these cannot set Vietnamese.
PROBE = "ĂÂĐÊÔƠƯăâđêôơưẮẤẾỐỚỨỆỘỢỰỹỵ"


def drawn(text: str) -> str:
    """The text as it may be drawn: NFC, one line."""
    return " ".join(nfc(text).split())


def font_path(face: str) -> Path:
    """The TrueType file of one of `FACES`; FileNotFoundError when the font package is not installed."""
    spec = find_spec("font_source_sans_pro")
    name = "SourceSansPro-Regular" if face == REGULAR else face
    if face not in FACES or spec is None or spec.origin is None:
        raise FileNotFoundError(face)
    path = Path(spec.origin).parent / "files" / f"{name}.ttf"
    if not path.is_file():
        raise FileNotFoundError(path)
    return path


@lru_cache(maxsize=1)
def register_fonts() -> None:
    """Make every face known to reportlab under its name in `FACES`; safe to call before each document."""
    for face in FACES:
        pdfmetrics.registerFont(TTFont(face, str(font_path(face))))


@lru_cache(maxsize=64)
def pillow_font(face: str, pixels: int) -> ImageFont.FreeTypeFont:
    """The face at a size in pixels, for Pillow."""
    return ImageFont.truetype(str(font_path(face)), pixels)


def text_width(text: str, face: str, points: float) -> float:
    """Width in points of the text in that face and size (widths add up: reportlab kerns nothing)."""
    return _unit_width(text, face) * points


@lru_cache(maxsize=16_384)
def _unit_width(text: str, face: str) -> float:
    register_fonts()
    return float(pdfmetrics.stringWidth(text, face, 1))


def missing_glyphs(text: str, face: str = REGULAR) -> str:
    """Characters of the text that the face has no glyph for, in order, each once."""
    register_fonts()
    known = pdfmetrics.getFont(face).face.charToGlyph
    return "".join(dict.fromkeys(c for c in text if not c.isspace() and ord(c) not in known))


def fonts_available() -> bool:
    """Whether every face is installed and sets Vietnamese; `tieubieu doctor` asks."""
    try:
        return not any(missing_glyphs(PROBE, face) for face in FACES)
    except (FileNotFoundError, OSError):
        return False
