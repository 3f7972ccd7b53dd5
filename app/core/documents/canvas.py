"""Shared ways of drawing documents with reportlab: same input, same bytes; text is NFC, embedded and never
cut silently.

Lengths are points unless the name says millimetres; the origin is the lower left corner of the page.
"""

import io
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate

from reportlab import rl_config
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas
from reportlab.pdfgen.pathobject import PDFPathObject

from app.core.documents.fonts import (
    REGULAR,
    drawn,
    register_fonts,
    runs,
    shaped,
    spelt_out,
    text_width,
)

rl_config.useA85 = 0  # streams as bytes: a quarter smaller and much faster than as ASCII

A4_MM = (210.0, 297.0)
_CHUNK = 8
_RUN = re.compile(rb"\x01+")

ELLIPSIS = "…"
BREAK_AFTER = "-/.@_"


@dataclass(frozen=True, slots=True)
class SetText:
    """Lines that fit their width at `size` points."""

    lines: tuple[str, ...]
    face: str
    size: float


def new_canvas(
    out: io.BytesIO, page_mm: tuple[float, float], *, title: str, author: str, lang: str = "vi"
) -> Canvas:
    """A canvas whose bytes depend on what is drawn alone (no time, no random identifier)."""
    register_fonts()
    width, height = page_mm
    canvas = Canvas(
        out,
        pagesize=(width * mm, height * mm),
        invariant=1,
        pageCompression=1,
        lang=lang,
        initialFontName=REGULAR,  # otherwise every page needs Helvetica, which an archived document must embed
    )
    canvas.setTitle(spelt_out(title))  # metadata need no face; the form is that of what is drawn
    canvas.setAuthor(spelt_out(author))
    return canvas


def draw_text(
    canvas: Canvas, text: str, place: tuple[float, float], face: str, size: float, *, align: str = "left"
) -> None:
    """One line on a baseline, in the face and those that stand in for it. place: its left end, or its middle or right
    end as `align` says ("left", "centre", "right").
    """
    x, y = place
    if align != "left":
        x -= text_width(text, face, size) / (2 if align == "centre" else 1)
    for name, piece in runs(text, face):
        canvas.setFont(name, size)
        canvas.drawString(x, y, shaped(piece, name, size))
        x += text_width(piece, face, size)


def wrap(text: str, face: str, size: float, width: float) -> list[str]:
    """Words on as few lines as fit; a word wider than the line is broken between letters."""
    lines: list[list[str]] = []
    space, used = text_width(" ", face, size), width
    for word in _pieces(drawn(text), face, size, width):
        wide = text_width(word, face, size)
        if lines and used + space + wide <= width:
            lines[-1].append(word)
            used += space + wide
        else:
            lines.append([word])
            used = wide
    return [" ".join(line) for line in lines]


def balanced(text: str, face: str, size: float, width: float) -> list[str]:
    """As `wrap`, with the same number of lines made as even in length as the words allow."""
    lines = wrap(text, face, size, width)
    low, high = width / 2, width
    while len(lines) > 1 and high - low > 1:
        middle = (low + high) / 2
        if len(wrap(text, face, size, middle)) > len(lines):
            low = middle
        else:
            high = middle
    return wrap(text, face, size, high)


def fit(text: str, face: str, sizes: Sequence[float], width: float, max_lines: int = 1) -> SetText:
    """The text at the largest of the sizes at which it takes at most `max_lines`.

    At the smallest size what does not fit ends in "…".
    """
    for size in sizes:
        lines = balanced(text, face, size, width)
        if len(lines) <= max_lines:
            return SetText(tuple(lines), face, size)
    smallest = sizes[-1]
    lines = wrap(text, face, smallest, width)[:max_lines]
    lines[-1] = _shortened(lines[-1], face, smallest, width)
    return SetText(tuple(lines), face, smallest)


def draw_modules(canvas: Canvas, modules: bytes, size: int, x: float, y: float, side: float) -> None:
    """A square of `size` rows of `size` bytes (1 = dark, from the top), its lower left corner at (x, y).

    One filled path: the edges of its rectangles meet without the hairlines that separate ones would show.
    """
    code = [
        _rectangles(modules[row * size + column : row * size + min(column + _CHUNK, size)], column, row)
        for row in range(size)
        for column in range(0, size, _CHUNK)
    ]
    module = side / size
    canvas.saveState()
    canvas.transform(module, 0, 0, -module, x, y + side)
    canvas.drawPath(PDFPathObject(code=[part for part in code if part]), stroke=0, fill=1)
    canvas.restoreState()


@lru_cache(maxsize=1 << 16)
def _rectangles(chunk: bytes, column: int, row: int) -> str:
    """Eight modules at a time, because a run of a thousand symbols meets the same eight again and again."""
    return " ".join(f"{column + run.start()} {row} {len(run[0])} 1 re" for run in _RUN.finditer(chunk))


def _pieces(text: str, face: str, size: float, width: float) -> list[str]:
    pieces = []
    for word in text.split():
        rest = word
        while len(rest) > 1 and text_width(rest, face, size) > width:
            head = _head(rest, face, size, width)
            pieces.append(head)
            rest = rest[len(head) :]
        pieces.append(rest)
    return pieces


def _head(word: str, face: str, size: float, width: float) -> str:
    """As much of a word as fits, up to its last break mark where it has one."""
    ends = accumulate(text_width(char, face, size) for char in word)
    fits = max(1, next((n for n, end in enumerate(ends) if end > width), len(word)))
    marked = max(word.rfind(mark, 0, fits) for mark in BREAK_AFTER) + 1
    return word[: marked or fits]


def _shortened(line: str, face: str, size: float, width: float) -> str:
    while line and text_width(line + ELLIPSIS, face, size) > width:
        line = line[:-1]
    return line.rstrip() + ELLIPSIS
