"""The typeface of official papers: TeX Gyre Termes (GUST Font License), which has the widths of Times New Roman and
all of Vietnamese, so that a line breaks here where it breaks in the office's own program.

The package holds PostScript outlines, which reportlab cannot embed: they are turned into TrueType outlines once a
process, only the letters that papers need.
"""

import io
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from reportlab.lib.fonts import addMapping
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont as EmbeddedFont

FAMILY = "Termes"
FACES = {
    "Termes": ("regular", 0, 0),
    "Termes-Bold": ("bold", 1, 0),
    "Termes-Italic": ("italic", 0, 1),
}
"""Name in documents: file, bold, italic."""
OFFICE_NAME = "Times New Roman"
"""What the same face is called in the office's own programs."""
_RANGES = ((0x20, 0x7E), (0xA0, 0xFF), (0x1EA0, 0x1EF9), (0x2010, 0x2044))
_MORE = "ĂăĐđĨĩŨũƠơƯư₫€−≤≥"
_ERROR = 1.0
"""How far a curve may move, in thousandths of the em."""


@lru_cache(maxsize=1)
def register_typeface() -> None:
    """Make the faces known to reportlab; safe to call before each document."""
    for name, (file, bold, italic) in FACES.items():
        pdfmetrics.registerFont(EmbeddedFont(name, io.BytesIO(true_type(file))))
        addMapping(FAMILY, bold, italic, name)


@lru_cache(maxsize=3)
def true_type(file: str) -> bytes:
    """The face with TrueType outlines. file: regular, bold, italic. Raises FileNotFoundError."""
    from fontTools.ttLib import TTFont  # noqa: PLC0415  # 10 MB with what it brings

    font = TTFont(str(typeface_path(file)), recalcTimestamp=False)
    _keep_letters(font)
    _turn_outlines(font)
    out = io.BytesIO()
    font.save(out, reorderTables=None)
    return out.getvalue()


def typeface_path(file: str) -> Path:
    """Where the package keeps a face; its code is never imported, because it needs a typesetter."""
    spec = find_spec("rinoh_typeface_texgyretermes")
    if spec is None or spec.origin is None:
        raise FileNotFoundError("rinoh-typeface-texgyretermes")
    return Path(spec.origin).parent / f"texgyretermes-{file}.otf"


def missing_letters(text: str, file: str = "regular") -> str:
    """Letters of the text that no paper can print, in order, each once."""
    known = _known(file)
    return "".join(
        dict.fromkeys(letter for letter in text if not letter.isspace() and ord(letter) not in known)
    )


@lru_cache(maxsize=3)
def _known(file: str) -> frozenset[int]:
    from fontTools.ttLib import TTFont  # noqa: PLC0415  # as above

    return frozenset(TTFont(io.BytesIO(true_type(file)))["cmap"].getBestCmap())


def _keep_letters(font: Any) -> None:
    from fontTools.subset import Options, Subsetter  # noqa: PLC0415  # as above

    options = Options()
    options.layout_features = []
    options.notdef_outline = True
    options.name_IDs = [1, 2, 4, 6]
    options.drop_tables += ["GPOS", "GSUB", "GDEF", "kern", "FFTM", "VORG", "DSIG"]
    letters = [code for first, last in _RANGES for code in range(first, last + 1)]
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=[*letters, *map(ord, _MORE)])
    subsetter.subset(font)


def _turn_outlines(font: Any) -> None:
    """Cubic curves to quadratic ones, glyph by glyph, and the tables that go with them."""
    from fontTools.pens.cu2quPen import Cu2QuPen  # noqa: PLC0415  # as above
    from fontTools.pens.ttGlyphPen import TTGlyphPen  # noqa: PLC0415  # as above
    from fontTools.ttLib import newTable  # noqa: PLC0415  # as above

    order, drawn = font.getGlyphOrder(), font.getGlyphSet()
    outlines = {}
    for name in order:
        pen = TTGlyphPen(drawn)
        drawn[name].draw(Cu2QuPen(pen, _ERROR, reverse_direction=True))
        outlines[name] = pen.glyph()
    font["loca"], font["glyf"] = newTable("loca"), newTable("glyf")
    font["glyf"].glyphOrder, font["glyf"].glyphs = order, outlines
    for name in order:
        outlines[name].recalcBounds(font["glyf"])
        font["hmtx"][name] = (font["hmtx"][name][0], getattr(outlines[name], "xMin", 0))
    _describe_outlines(font, len(order))
    del font["CFF "]
    font.sfntVersion = "\x00\x01\x00\x00"


def _describe_outlines(font: Any, count: int) -> None:
    limits = font["maxp"]
    limits.tableVersion, limits.numGlyphs = 0x00010000, count
    for name in (
        "maxPoints",
        "maxContours",
        "maxCompositePoints",
        "maxCompositeContours",
        "maxTwilightPoints",
        "maxStorage",
        "maxFunctionDefs",
        "maxInstructionDefs",
        "maxStackElements",
        "maxSizeOfInstructions",
        "maxComponentElements",
        "maxComponentDepth",
    ):
        setattr(limits, name, 0)
    limits.maxZones = 1
    limits.recalc(font)
    names = font["post"]
    names.formatType, names.extraNames, names.mapping = 3.0, [], {}
