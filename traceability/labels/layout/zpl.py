"""Labels as ZPL II for thermal printers: each row of a roll as one bitmap in the printer's own dots, so that no module
is blurred and letters need no typeface there.
"""

import base64
import binascii
import zlib
from collections.abc import Iterator, Sequence
from itertools import groupby

from PIL import Image, ImageDraw

from app.core.documents.fonts import pillow_font, runs, text_width
from app.core.documents.qr import QUIET_ZONE, Level, QrError, Symbol, print_symbol
from traceability.codes.qr.symbols import MAX_MODULE_MM, MIN_MODULE_MM, modules_across, read_all
from traceability.labels.layout.drawing import LEADING, Label, Layout, module_width_mm, require_job, text_size
from traceability.labels.layout.sheets import Sheet, SheetError, is_roll, places

_MM, _POINTS = 25.4, 72
_WHITE, _BLACK = 255, 0


def zpl(labels: Sequence[Label], sheet: Sheet, *, dpi: int = 203, level: Level = Level.M) -> Iterator[bytes]:
    """A format for each row of the roll, every code of it read back.

    SheetError: sheet_no_roll, code_too_large (no whole dots make a module of GS1's size) and those of `draw_sheet`;
    QrError unreadable, read_differs.
    """
    require_job(labels, (0.0, 0.0))
    if not is_roll(sheet):
        raise SheetError("sheet_no_roll", "thermal printers take rolls, and this is a sheet of several rows")
    symbols = [print_symbol(label.payload, level) for label in labels]
    dots = _dots_a_module(max(symbols, key=lambda symbol: symbol.size), sheet, dpi)
    layout = Layout.of(sheet, dots * _MM / dpi * max(map(modules_across, symbols)))
    size = text_size(labels, layout)
    spots = places(sheet, len(labels), 1)
    for _page, row in groupby(zip(spots, labels, symbols, strict=True), key=lambda each: each[0][0]):
        yield _format(_row_image(list(row), sheet, layout, size, dots, dpi))


def _dots_a_module(symbol: Symbol, sheet: Sheet, dpi: int) -> int:
    widest = module_width_mm(symbol, sheet, whole_dots=False)
    dots = int(min(widest, MAX_MODULE_MM) * dpi / _MM + 1e-9)
    if dots * _MM / dpi < MIN_MODULE_MM:
        needed = round(modules_across(symbol) * (dots + 1) * _MM / dpi, 1)
        raise SheetError(
            "code_too_large", f"the code needs {needed} mm at {dpi} dots an inch; take larger labels",
            needed_mm=needed, available_mm=round(widest * modules_across(symbol), 1), modules=symbol.size,
        )  # fmt: skip
    return dots


def _row_image(
    row: list[tuple[tuple[int, int], Label, Symbol]],
    sheet: Sheet,
    layout: Layout,
    size: float,
    dots: int,
    dpi: int,
) -> Image.Image:
    """One row in black and white. Lengths of the layout are points."""
    scale = dpi / _POINTS
    width, height = (round(side * dpi / _MM) for side in sheet.page_mm)
    image = Image.new("L", (width, height), _WHITE)
    draw = ImageDraw.Draw(image)
    draw.fontmode = "1"  # a dot burns or does not
    for (_page, place), label, symbol in row:
        left, top = (length * dpi / _MM for length in sheet.corner_mm(place))
        _paste(image, symbol, (left, top), layout, dots, scale)
        block = layout.block(label, size)
        x = left + layout.text[0] * scale
        y = top + (layout.text[1] + (layout.text[3] - block.height) / 2) * scale
        for n, (face, line) in enumerate(block.lines):
            at = x
            for name, piece in runs(line, face):
                font = pillow_font(name, round(size * scale))
                draw.text(
                    (round(at), round(y + (n * LEADING + 0.9) * size * scale)),
                    piece,
                    _BLACK,
                    font,
                    anchor="ls",
                )
                at += text_width(piece, name, size) * scale
    wanted = [label.payload for _spot, label, _symbol in row]
    if sorted(read_all(image)) != sorted(wanted):
        raise QrError("unreadable", "a code cannot be read back")
    return image.point(lambda value: value > 127, mode="1")  # noqa: PLR2004  # the middle of grey


def _paste(
    image: Image.Image, symbol: Symbol, corner: tuple[float, float], layout: Layout, dots: int, scale: float
) -> None:
    code = symbol.image(dots)  # with its quiet zone
    across = (symbol.size + 2 * QUIET_ZONE) * dots
    left, top, room = (length * scale for length in layout.symbol)
    inset = (room - across) / 2
    image.paste(code.convert("L"), (round(corner[0] + left + inset), round(corner[1] + top + inset)))


def _format(image: Image.Image) -> bytes:
    """ZPL of one picture: compressed, with the checksum that the printer requires."""
    width, height = image.size
    across = (width + 7) // 8
    bits = bytes(byte ^ 0xFF for byte in image.tobytes())
    if spare := across * 8 - width:
        mask = 0xFF << spare & 0xFF
        bits = b"".join(
            bits[n : n + across - 1] + bytes((bits[n + across - 1] & mask,))
            for n in range(0, len(bits), across)
        )
    data = base64.b64encode(zlib.compress(bits, 9))
    crc = binascii.crc_hqx(data, 0)
    total = len(bits)
    head = f"^XA^PW{width}^LL{height}^LH0,0^FO0,0^GFA,{total},{total},{across},:Z64:"
    return head.encode() + data + f":{crc:04X}^FS^PQ1^XZ\n".encode()
