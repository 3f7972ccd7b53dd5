"""QR symbols on goods: how large they must be, what may cover them, and reading them back before release.

Sizes follow GS1 General Specifications 5.12.3.1: a module of 0.396 to 0.990 mm and a quiet zone of four
modules.
"""

import io

import zxingcpp
from PIL import Image

from app.core.documents.qr import QUIET_ZONE, Level, QrError, Symbol, page_symbol
from traceability.codes.qr.reader import read_modules

MIN_MODULE_MM = 0.396
MAX_MODULE_MM = 0.990
MAX_LOGO_SHARE = 0.20

_READ_SCALE = 4
LOGO_LEVELS = (Level.Q, Level.H)
_QR_ONLY = zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode)


def modules_across(symbol: Symbol) -> int:
    """Width of the symbol with its quiet zone, in modules."""
    return symbol.size + 2 * QUIET_ZONE


def minimum_side_mm(symbol: Symbol) -> float:
    """Minimum width on paper, including the quiet zone."""
    return modules_across(symbol) * MIN_MODULE_MM


def png(
    payload: str,
    *,
    scale: int = 8,
    level: Level = Level.M,
    logo: Image.Image | None = None,
    logo_share: float = MAX_LOGO_SHARE,
) -> bytes:
    """A PNG with quiet zone, `scale` pixels a module; a logo may cover a centre square of `logo_share` of the
    width.

    A drawn logo is read back before the picture leaves. QrError: logo_too_large (over 20 % of the width),
    logo_needs_level (below Q), unreadable, and those of `print_symbol`.
    """
    symbol = page_symbol(payload, level)
    picture = symbol.image(scale)
    if logo is not None:
        _require_logo_fits(level, logo_share)
        picture = _with_logo(picture, logo, int(symbol.size * logo_share) * scale)
        if _zxing_text(picture) != payload:
            raise QrError("unreadable", "the code cannot be read with this logo")
    out = io.BytesIO()
    picture.save(out, "PNG", optimize=True)
    return out.getvalue()


def read_back(image: Image.Image) -> str:
    """The text of a picture of exactly one symbol, read by two decoders of different authors. zxing-cpp reads
    like a phone, correcting errors; `qr_reader` samples the modules and tolerates none. QrError: unreadable
    (either cannot), read_differs.
    """
    grey = image.convert("L")
    seen, sampled = _zxing_text(grey), read_modules(grey)
    if not seen or sampled is None:
        raise QrError("unreadable", "the code cannot be read back")
    if seen != sampled:
        raise QrError("read_differs", "two decoders read two different texts")
    return seen


def logo_modules(symbol: Symbol, share: float = MAX_LOGO_SHARE) -> int:
    """Side of the centre square that a logo may take: whole modules, as odd as the symbol's own side."""
    side = int(symbol.size * share)
    return side if side % 2 == symbol.size % 2 else side - 1


def read_under_logo(symbol: Symbol, logo: Image.Image) -> str:
    """What a phone reads from a symbol that is partly covered by a logo. logo: of any size; one of
    `logo_pixels` is not made small again. QrError: logo_needs_level, unreadable.
    """
    _require_logo_fits(symbol.level, MAX_LOGO_SHARE)
    picture, side = symbol.image(_READ_SCALE), logo_pixels(symbol)
    place = (picture.width - side) // 2
    picture.paste(small_logo(logo, side), (place, place))
    seen = _zxing_text(picture)
    if not seen:
        raise QrError("unreadable", "the code cannot be read with this logo")
    return seen


def logo_pixels(symbol: Symbol) -> int:
    """Side of the logo on the picture that is read back."""
    return logo_modules(symbol) * _READ_SCALE


def small_logo(logo: Image.Image, side: int) -> Image.Image:
    """In grey, so large; itself where it is that already."""
    if logo.mode == "L" and logo.size == (side, side):
        return logo
    return logo.convert("L").resize((side, side), Image.Resampling.LANCZOS)


def read_all(image: Image.Image) -> list[str]:
    """Every QR text on a picture, such as a rendered sheet, from the top left on."""
    found = zxingcpp.read_barcodes(image.convert("L"), formats=_QR_ONLY)
    ordered = sorted(found, key=lambda code: (code.position.top_left.y, code.position.top_left.x))
    return [code.text for code in ordered]


def _zxing_text(image: Image.Image) -> str:
    read = zxingcpp.read_barcode(image, formats=_QR_ONLY, is_pure=True)
    return "" if read is None else str(read.text)


def _require_logo_fits(level: Level, share: float) -> None:
    if level not in LOGO_LEVELS:
        raise QrError("logo_needs_level", "a logo needs error correction level Q or H", level=level.value)
    if not 0 < share <= MAX_LOGO_SHARE:
        raise QrError("logo_too_large", "a logo may cover at most 20 % of the width", share=share)


def _with_logo(picture: Image.Image, logo: Image.Image, side: int) -> Image.Image:
    place = (picture.width - side) // 2
    coloured = picture.convert("RGB")
    coloured.paste((255, 255, 255), (place, place, place + side, place + side))
    small = logo.convert("RGBA").resize((side, side), Image.Resampling.LANCZOS)
    coloured.paste(small, (place, place), small)
    return coloured
