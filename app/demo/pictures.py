"""Illustrations for products without pictures, drawn by several processes at once and kept like uploads.

They are our own drawings, so they skip the sandbox that uploads go through.
"""

import os
from collections.abc import Iterable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context

from PIL import Image, ImageOps

from app.core.images.uploads import CleanImage, Rendition
from app.core.images.worker import encoded, main_colour, scaled
from app.demo.illustrations import View, captioned, draw_plain
from catalog.enums import ProductGroup
from catalog.products.pictures import StoredPicture, store_picture

SIZE = (800, 600)
WIDTHS = (320, 640, SIZE[0])
SHARE = (1200, 630)
WORKERS = min(os.cpu_count() or 1, 4)


@dataclass(frozen=True, slots=True)
class Drawing:
    """What to draw."""

    name: str
    group: ProductGroup
    view: View = View.THING


def store_drawings(drawings: Iterable[Drawing]) -> dict[Drawing, StoredPicture]:
    """Draw and keep each; outside a transaction."""
    wanted = list(dict.fromkeys(drawings))
    with ProcessPoolExecutor(WORKERS, mp_context=get_context("forkserver")) as pool:
        images = pool.map(draw, wanted, chunksize=4)
        return {
            drawing: store_picture(image, is_illustration=True)
            for drawing, image in zip(wanted, images, strict=True)
        }


def draw(drawing: Drawing) -> CleanImage:
    """The files of one illustration, as `decode_upload` gives them for an upload. Pages write over it what it is;
    the picture that travels with a link says so itself.
    """
    picture = draw_plain(drawing.name, drawing.group, size=SIZE, view=drawing.view)
    colour = main_colour(picture)
    renditions = tuple(_rendition(picture, width) for width in WIDTHS)
    share = ImageOps.pad(captioned(picture), SHARE, Image.Resampling.BICUBIC, color=colour)
    return CleanImage(*SIZE, renditions, encoded(share, "JPEG", quality=82), colour)


def _rendition(picture: Image.Image, width: int) -> Rendition:
    drawn = scaled(picture, width, SIZE)
    return Rendition(drawn.width, drawn.height, encoded(drawn, "WEBP", quality=80, method=2))
