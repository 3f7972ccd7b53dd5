"""Draws one illustration with all its files. A process that draws loads Pillow and no database."""

from dataclasses import dataclass

from PIL import Image

from app.core.images.uploads import CleanImage, Rendition
from app.core.images.worker import encoded, main_colour
from app.demo.illustrations import View, captioned, draw_plain
from catalog.enums import ProductGroup

SIZE = (800, 600)
WIDTHS = (320, 640, SIZE[0])
SHARE = (1200, 630)


@dataclass(frozen=True, slots=True)
class Drawing:
    """What to draw."""

    name: str
    group: ProductGroup
    view: View = View.THING


def draw(drawing: Drawing) -> CleanImage:
    """The files of one illustration, as `decode_upload` gives them for an upload. Pages write over it what it is;
    the picture that travels with a link says so itself.
    """
    picture = draw_plain(drawing.name, drawing.group, size=SIZE, view=drawing.view)
    colour = main_colour(picture)
    renditions = tuple(_rendition(picture, width) for width in WIDTHS)
    share = Image.new("RGB", SHARE, colour)
    share.paste(captioned(picture), ((SHARE[0] - SIZE[0]) // 2, SHARE[1] - SIZE[1]))
    return CleanImage(*SIZE, renditions, encoded(share, "JPEG", quality=82), colour)


def _rendition(picture: Image.Image, width: int) -> Rendition:
    size = (width, width * SIZE[1] // SIZE[0])
    drawn = (
        picture if size == SIZE else picture.resize(size, Image.Resampling.BILINEAR)
    )  # flat shapes need no more
    return Rendition(drawn.width, drawn.height, encoded(drawn, "WEBP", quality=80, method=0))
