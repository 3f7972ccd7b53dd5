"""Text as outlines, so that a drawing looks the same wherever it is printed and needs no font there.

A path is a list of commands ("M" | "L" | "C" | "Z", numbers), y running downwards.
"""

from functools import lru_cache
from typing import Any

from fontTools.pens.basePen import BasePen
from fontTools.ttLib import TTFont

from app.core.documents.fonts import drawn, font_path

Command = tuple[str, tuple[float, ...]]
Path = list[Command]


def text_path(text: str, face: str, size: float, x: float, y: float) -> Path:
    """The text on a baseline at y, beginning at x. size: height of the em, in the unit of x and y."""
    font = _font(face)
    pen = _Pen(font.getGlyphSet(), size / font["head"].unitsPerEm, x, y)
    for glyph in _glyphs(font, text):
        pen.glyphSet[glyph].draw(pen)
        pen.advance(font["hmtx"][glyph][0])
    return pen.path


def text_length(text: str, face: str, size: float) -> float:
    """Width of the text in the unit of size."""
    font = _font(face)
    units = sum(font["hmtx"][glyph][0] for glyph in _glyphs(font, text))
    return float(units * size / font["head"].unitsPerEm)


def rectangle(x: float, y: float, width: float, height: float) -> Path:
    corners = ((x, y), (x + width, y), (x + width, y + height), (x, y + height))
    return [("M", corners[0]), *(("L", corner) for corner in corners[1:]), ("Z", ())]


def polygon(points: list[tuple[float, float]]) -> Path:
    return [("M", points[0]), *(("L", point) for point in points[1:]), ("Z", ())]


@lru_cache(maxsize=8)
def _font(face: str) -> Any:
    return TTFont(str(font_path(face)), lazy=True)


def _glyphs(font: Any, text: str) -> list[str]:
    known = font.getBestCmap()
    return [known.get(ord(char), ".notdef") for char in drawn(text)]


class _Pen(BasePen):  # type: ignore[misc]  # fontTools carries no types
    """Collects commands in the drawing's own unit; quadratic curves become cubic ones."""

    def __init__(self, glyphs: Any, scale: float, x: float, y: float) -> None:
        super().__init__(glyphs)
        self.path: Path = []
        self._scale, self._x, self._y = scale, x, y

    def advance(self, units: float) -> None:
        self._x += units * self._scale

    def _add(self, verb: str, *points: tuple[float, float]) -> None:
        placed = (
            number for x, y in points for number in (self._x + x * self._scale, self._y - y * self._scale)
        )
        self.path.append((verb, tuple(placed)))

    def _moveTo(self, pt: tuple[float, float]) -> None:  # noqa: N802  # fontTools' names
        self._add("M", pt)

    def _lineTo(self, pt: tuple[float, float]) -> None:  # noqa: N802
        self._add("L", pt)

    def _curveToOne(  # noqa: N802
        self, pt1: tuple[float, float], pt2: tuple[float, float], pt3: tuple[float, float]
    ) -> None:
        self._add("C", pt1, pt2, pt3)

    def _closePath(self) -> None:  # noqa: N802
        self._add("Z")

    def _endPath(self) -> None:  # noqa: N802
        self._add("Z")
