"""The mark in the middle of a printed code: the programme's, or a facility's own picture."""

import io
from functools import lru_cache

from PIL import Image, ImageDraw, ImageOps

from app.core.errors import at_field
from app.core.images.uploads import ImageLimits, decode_upload
from app.core.ports import ports

PROGRAMME = "programme"
SUFFIX = ".logo"
"""Not one of those served by name."""
_OWN = ImageLimits(max_bytes=5_000_000, widths=(320,))
_SIDE = 320
_RED, _CREAM = (163, 22, 26), (251, 243, 228)
_STAR = (
    (0, -35), (3.9, -11.9), (20.6, -28.3), (10.1, -7.3), (33.3, -10.8), (12.5, 0), (33.3, 10.8), (10.1, 7.3),
    (20.6, 28.3), (3.9, 11.9), (0, 35), (-3.9, 11.9), (-20.6, 28.3), (-10.1, 7.3), (-33.3, 10.8), (-12.5, 0),
    (-33.3, -10.8), (-10.1, -7.3), (-20.6, -28.3), (-3.9, -11.9),
)  # fmt: skip
"""The star of the site's mark, whose disc has a radius of 50."""


def keep_logo(data: bytes) -> str:
    """The name of a facility's re-encoded picture. Raises RuleBroken at field `logo_file`."""
    with at_field("logo_file"):
        drawn = decode_upload(data, _OWN).renditions[-1]
    return ports().files.put(drawn.data, SUFFIX)


def logo_image(logo: str) -> Image.Image | None:
    """A square picture on white, as a run names it; None for "". Raises FileNotKept."""
    if not logo:
        return None
    if logo == PROGRAMME:
        return programme_logo()
    with Image.open(io.BytesIO(ports().files.get(logo)), formats=["WEBP"]) as kept:
        return ImageOps.pad(kept.convert("RGB"), (_SIDE, _SIDE), color="white")


@lru_cache(maxsize=1)
def programme_logo() -> Image.Image:
    """The site's mark, drawn here so that a print needs no other file."""
    fine = 4
    scale = _SIDE * fine / 100
    picture = Image.new("RGB", (_SIDE * fine, _SIDE * fine), "white")
    pen = ImageDraw.Draw(picture)

    def disc(radius: float, **colours: tuple[int, int, int]) -> None:
        low, high = (50 - radius) * scale, (50 + radius) * scale
        pen.ellipse((low, low, high, high), width=round(2.5 * scale), **colours)

    disc(49.5, fill=_RED)
    disc(44.75, outline=_CREAM)
    pen.polygon([((50 + x) * scale, (50 + y) * scale) for x, y in _STAR], fill=_CREAM)
    disc(4.5, fill=_RED)
    return picture.resize((_SIDE, _SIDE), Image.Resampling.LANCZOS)
