"""QR symbols: a vector for a page, modules for print.

`qrcode` draws what a page shows; print runs use zxing-cpp, which mixes character modes (often one version
smaller) and is ten times as fast.
"""

import re
from dataclasses import dataclass
from enum import StrEnum
from html import escape
from math import isqrt
from typing import Any

import qrcode
import zxingcpp
from PIL import Image
from qrcode.exceptions import DataOverflowError

from app.core.errors import CodedError

QUIET_ZONE = 4


class Level(StrEnum):
    """How much of a symbol may be lost: about 7, 15, 25 and 30 %."""

    L = "L"
    M = "M"
    Q = "Q"
    H = "H"


_QRCODE_LEVELS = {
    Level.L: qrcode.ERROR_CORRECT_L,
    Level.M: qrcode.ERROR_CORRECT_M,
    Level.Q: qrcode.ERROR_CORRECT_Q,
    Level.H: qrcode.ERROR_CORRECT_H,
}


class QrError(CodedError):
    """A symbol that must not be drawn or cannot be read; `code` and `params` say why."""


@dataclass(frozen=True, slots=True)
class Symbol:
    """A QR symbol without its quiet zone: `size` rows of `size` bytes, 1 = dark, row by row from the top."""

    payload: str
    level: Level
    size: int
    modules: bytes

    def row(self, y: int) -> bytes:
        return self.modules[y * self.size : (y + 1) * self.size]

    def runs(self) -> list[tuple[int, int, int]]:
        """The dark modules as horizontal runs (x, y, length)."""
        return [
            (run.start(), y, run.end() - run.start())
            for y in range(self.size)
            for run in _RUN.finditer(self.row(y))
        ]

    def image(self, scale: int = 8) -> Image.Image:
        """Black on white with the quiet zone, `scale` pixels a module, mode L."""
        side = self.size + 2 * QUIET_ZONE
        field = Image.new("L", (side, side), 255)
        ink = Image.frombytes("L", (self.size, self.size), self.modules.translate(_INK))
        field.paste(ink, (QUIET_ZONE, QUIET_ZONE))
        return field.resize((side * scale, side * scale), Image.Resampling.NEAREST)


_RUN = re.compile(rb"\x01+")
_INK = bytes([255, 0]) + bytes(254)
_DARK = bytes([1]) + bytes(255)


def print_symbol(payload: str, level: Level = Level.M) -> Symbol:
    """The symbol for a print run. QrError: payload_empty, payload_unprintable, payload_too_long."""
    _require_printable(payload)
    if (
        not payload.isascii()
    ):  # zxing-cpp would announce a character set (ECI), which not every phone supports
        return page_symbol(payload, level)
    try:
        barcode = zxingcpp.create_barcode(payload, zxingcpp.BarcodeFormat.QRCode, ec_level=level.value)
    except ValueError:
        raise _too_long(payload) from None
    picture: Any = zxingcpp.write_barcode_to_image(barcode, scale=1, add_quiet_zones=False)
    pixels = bytes(picture)  # the buffer interface, which its stub does not declare
    return Symbol(payload, level, isqrt(len(pixels)), pixels.translate(_DARK))


def page_symbol(payload: str, level: Level = Level.M) -> Symbol:
    """The symbol for a page. Errors as `print_symbol`."""
    _require_printable(payload)
    drawing = qrcode.QRCode(error_correction=_QRCODE_LEVELS[level], border=0)
    drawing.add_data(payload)
    try:
        drawing.make(fit=True)
    except (DataOverflowError, ValueError):
        raise _too_long(payload) from None
    rows = drawing.get_matrix()
    return Symbol(payload, level, len(rows), bytes(bool(dark) for row in rows for dark in row))


def svg(payload: str, title: str, *, level: Level = Level.M) -> str:
    """An inline SVG of one path, quiet zone included; the title is what a screen reader says."""
    symbol = page_symbol(payload, level)
    side = symbol.size + 2 * QUIET_ZONE
    path = "".join(f"M{x + QUIET_ZONE} {y + QUIET_ZONE}h{n}v1h-{n}z" for x, y, n in symbol.runs())
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {side} {side}" role="img"'
        ' shape-rendering="crispEdges">'
        f"<title>{escape(title)}</title>"
        f'<path fill="#fff" d="M0 0h{side}v{side}H0z"/><path fill="#000" d="{path}"/></svg>'
    )


def _require_printable(payload: str) -> None:
    if not payload:
        raise QrError("payload_empty", "there is nothing to encode")
    if not payload.isprintable():
        raise QrError("payload_unprintable", "the payload holds control characters")


def _too_long(payload: str) -> QrError:
    return QrError("payload_too_long", "the payload is too long for a QR code", length=len(payload))
