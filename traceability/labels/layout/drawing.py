"""Labels with a QR code on a sheet, as PDF: vector symbols, embedded type, the size that GS1 requires or a
refusal.
"""

import io
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby
from operator import itemgetter
from urllib.parse import unquote

from PIL import Image
from reportlab.lib.units import mm
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from app.core.documents.canvas import draw_modules, draw_text, new_canvas, wrap
from app.core.documents.fonts import BOLD, REGULAR, missing_glyphs, runs, text_width
from app.core.documents.qr import Level, Symbol, print_symbol
from app.core.text import nfc
from traceability.codes.code import grouped, normalise_code
from traceability.codes.qr.symbols import (
    MAX_MODULE_MM,
    MIN_MODULE_MM,
    logo_modules,
    logo_pixels,
    modules_across,
    read_back,
    read_under_logo,
    small_logo,
)
from traceability.labels.layout.sheets import MAX_OFFSET_MM, Sheet, SheetError, places

MAX_LABELS = 20_000
TITLE = "Tem truy xuất nguồn gốc"

_GS1_PATH = re.compile(r"/(01|414|00|22|10|21|254)/([^/]+)")
EDGE_MM = 0.8  # a die-cut sheet seldom feeds straighter than this
_DOT_MM = 25.4 / 300  # modules of whole printer dots at 300 dpi, and so at 600 and 1200, print evenly
_TEXT_SIZES = (8.0, 7.5, 7.0, 6.5, 6.0, 5.5, 5.0, 4.5, 4.0)
LEADING = 1.18
_GROUPED = re.compile(r"(?:^| )[0-9A-Z]{2,5}(?:-[0-9A-Z]{1,5})+$")
_GROUP = re.compile(r"[^-\s]+-?")


@dataclass(frozen=True, slots=True)
class Label:
    """The content of one label: the payload of its code and lines for people, the first of them set bold."""

    payload: str
    lines: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SheetRun:
    """A drawn run: the document, its pages, the largest symbol and the module width used."""

    pdf: bytes
    pages: int
    symbols: tuple[Symbol, ...]
    module_mm: float


def draw_sheet(
    labels: Sequence[Label],
    sheet: Sheet,
    *,
    start: int = 1,
    offset_mm: tuple[float, float] = (0.0, 0.0),
    level: Level = Level.M,
    logo: Image.Image | None = None,
    title: str = TITLE,
    on_page_done: Callable[[], None] = lambda: None,
) -> SheetRun:
    """The labels from place `start` on, moved right and down by `offset_mm` to correct the printer.

    logo: square, over the middle of each code; at level Q or H alone, at most 20 % of the code's width.
    on_page_done: called after each page but the last, so that a long run can report progress.

    SheetError: labels_missing, labels_too_many, letters_missing, start_outside, offset_too_large,
    code_too_large (its modules would be under 0.396 mm); QrError of a payload that cannot be encoded,
    logo_needs_level, unreadable.
    """
    require_job(labels, offset_mm)
    spots = list(places(sheet, len(labels), start))
    symbols = tuple(print_symbol(label.payload, level) for label in labels)
    if logo is not None:
        read_under_logo(symbols[0], logo)
    mark = ImageReader(logo) if logo is not None else None
    module_mm = module_width_mm(max(symbols, key=lambda symbol: symbol.size), sheet)
    layout = Layout.of(sheet, module_mm * max(map(modules_across, symbols)))
    size = text_size(labels, layout)
    out = io.BytesIO()
    canvas = new_canvas(out, sheet.page_mm, title=title, author="Tiêu Biểu")
    on_page = 0
    for label, symbol, (page, place) in zip(labels, symbols, spots, strict=True):
        if page != on_page:
            canvas.showPage()
            on_page_done()
            on_page = page
        left, top = sheet.corner_mm(place)
        corner = (left + offset_mm[0]) * mm, (sheet.page_mm[1] - top - offset_mm[1]) * mm
        _draw_symbol(canvas, symbol, layout, corner, module_mm * mm, mark)
        _draw_text(canvas, layout.block(label, size), layout, corner)
    canvas.save()
    return SheetRun(out.getvalue(), on_page + 1, symbols, module_mm)


def module_width_mm(symbol: Symbol, sheet: Sheet, *, whole_dots: bool = True) -> float:
    """Width of one module on that sheet, never outside 0.396 to 0.990 mm. whole_dots: of 300 dpi where they fit."""
    room = min(sheet.label_mm) - 2 * EDGE_MM
    if sheet.label_mm[0] > sheet.label_mm[1]:
        room = min(room, sheet.label_mm[0] * 0.56)
    across = modules_across(symbol)
    widest = min(room / across, MAX_MODULE_MM)
    if widest < MIN_MODULE_MM:
        raise SheetError(
            "code_too_large",
            f"the code needs {across * MIN_MODULE_MM:.1f} mm at {MIN_MODULE_MM} mm a module "
            f"and this label has {room:.1f} mm; shorten the address or take larger labels",
            needed_mm=round(across * MIN_MODULE_MM, 1),
            available_mm=round(room, 1),
            modules=symbol.size,
        )
    dots = int(widest / _DOT_MM) * _DOT_MM if whole_dots else 0.0
    return dots if dots >= MIN_MODULE_MM else widest


def verify_symbols(symbols: Sequence[Symbol], logo: Image.Image | None = None) -> None:
    """Read every symbol back with two decoders, and once more as a phone sees it with its logo; QrError
    (unreadable, read_differs) stops the release of a run.
    """
    marks = {side: small_logo(logo, side) for side in set(map(logo_pixels, symbols))} if logo else {}
    for symbol in symbols:
        mark = marks.get(logo_pixels(symbol))
        seen = {read_back(symbol.image(3)), read_under_logo(symbol, mark) if mark else symbol.payload}
        if seen != {symbol.payload}:
            raise SheetError("read_differs", "a code reads back as another text", payload=symbol.payload)


def text_for_people(payload: str) -> tuple[str, ...]:
    """The default text of a label: the elements of a GS1 address, a grouped trace code, or
    the address without its scheme.
    """
    address = payload.partition("://")[2] or payload
    host, _, path = address.partition("?")[0].partition("/")
    elements = _GS1_PATH.findall(f"/{path}") if _GS1_PATH.match(f"/{path}") else []
    if elements:
        return (host, *(f"({key}) {unquote(value)}" for key, value in elements))
    code = normalise_code(path.removeprefix("t/")) if path.startswith("t/") else None
    return (host, grouped(code)) if code else (address,)


def require_job(labels: Sequence[Label], offset_mm: tuple[float, float]) -> None:
    if not labels:
        raise SheetError("labels_missing", "there are no labels to draw")
    if len(labels) > MAX_LABELS:
        raise SheetError("labels_too_many", f"at most {MAX_LABELS} labels a run", most=MAX_LABELS)
    letters = missing_glyphs(nfc("".join(dict.fromkeys(line for label in labels for line in label.lines))))
    if letters:
        raise SheetError(
            "letters_missing", f"the typeface has no {' '.join(letters)}", letters=" ".join(letters)
        )
    if any(abs(shift) > MAX_OFFSET_MM for shift in offset_mm):
        raise SheetError(
            "offset_too_large", f"an offset may be at most {MAX_OFFSET_MM:g} mm", most=MAX_OFFSET_MM
        )


@dataclass(frozen=True, slots=True)
class Layout:
    """Points from the upper left corner of a label: where the symbol's square and the text's box stand."""

    symbol: tuple[float, float, float]
    text: tuple[float, float, float, float]

    @classmethod
    def of(cls, sheet: Sheet, side_mm: float) -> "Layout":
        width, height = (length * mm for length in sheet.label_mm)
        side, edge = side_mm * mm, EDGE_MM * mm
        if width > height:
            beside = edge + side
            text = (beside, edge, width - beside - edge, height - 2 * edge)
            return cls((edge, (height - side) / 2, side), text)
        text = (edge, edge + side, width - 2 * edge, height - side - 2 * edge)
        return cls(((width - side) / 2, edge, side), text)

    def block(self, label: Label, size: float) -> "Block":
        lines: list[tuple[str, str]] = []
        for n, text in enumerate(label.lines):
            face = BOLD if n == 0 and len(label.lines) > 1 else REGULAR
            lines += [(face, line) for line in _wrapped(text, face, size, self.text[2])]
        return Block(tuple(lines), size)


@dataclass(frozen=True, slots=True)
class Block:
    """Lines, each with its face, at a size in points."""

    lines: tuple[tuple[str, str], ...]
    size: float

    @property
    def height(self) -> float:
        return len(self.lines) * self.size * LEADING


@lru_cache(maxsize=4096)
def _wrapped(text: str, face: str, size: float, width: float) -> tuple[str, ...]:
    return tuple(wrap(text, face, size, width))


def text_size(labels: Sequence[Label], layout: Layout) -> float:
    """The largest size at which the text of every label fits and no group of a code is broken, for the whole run."""
    sizes = list(_TEXT_SIZES)
    for number, label in enumerate(labels, start=1):
        while layout.block(label, sizes[0]).height > layout.text[3] or _breaks_group(label, sizes[0], layout):
            sizes.pop(0)
            if not sizes:
                raise SheetError("text_too_long", f"the text of label {number} does not fit", label=number)
    return sizes[0]


def _breaks_group(label: Label, size: float, layout: "Layout") -> bool:
    """Whether a code that is read out group by group would be broken within one."""
    groups = (group for line in label.lines if _GROUPED.search(line) for group in _GROUP.findall(line))
    return any(text_width(group, BOLD, size) > layout.text[2] for group in groups)


def _draw_symbol(
    canvas: Canvas,
    symbol: Symbol,
    layout: Layout,
    corner: tuple[float, float],
    module: float,
    logo: ImageReader | None = None,
) -> None:
    left, top, room = layout.symbol
    inset = (room - symbol.size * module) / 2
    x, y = corner[0] + left + inset, corner[1] - top - room + inset
    draw_modules(canvas, symbol.modules, symbol.size, x, y, symbol.size * module)
    if logo is not None:
        side = logo_modules(symbol) * module
        edge = (symbol.size * module - side) / 2
        canvas.drawImage(logo, x + edge, y + edge, side, side)


def _draw_text(canvas: Canvas, block: Block, layout: Layout, corner: tuple[float, float]) -> None:
    left, top, _width, height = layout.text
    x, y = corner[0] + left, corner[1] - top - (height - block.height) / 2 - block.size * 0.9
    if any(len(runs(line, face)) > 1 for face, line in block.lines):
        for n, (face, line) in enumerate(block.lines):
            draw_text(canvas, line, (x, y - n * block.size * LEADING), face, block.size)
        return
    writing = canvas.beginText(x, y)  # one object for all: a run has thousands of labels
    for face, lines in groupby(block.lines, key=itemgetter(0)):
        writing.setFont(face, block.size, block.size * LEADING)
        for _face, line in lines:
            writing.textLine(line)
    canvas.drawText(writing)
