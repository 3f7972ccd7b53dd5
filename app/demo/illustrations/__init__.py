"""Pictures drawn by code for products that have none: the thing, a close-up, the package.

They are illustrations, shown as such, and show no brand, no label text and no claim of a real
product.
"""

from enum import StrEnum
from random import Random

from PIL import Image, ImageDraw, ImageOps

from app.core.documents.fonts import SEMIBOLD, pillow_font
from app.core.text import nfc
from app.demo.illustrations.brush import HEIGHT, Brush
from app.demo.illustrations.motifs import choose_motif
from app.demo.illustrations.packaging import package
from app.demo.illustrations.palette import INK, PAPER, Scene, darker, lighter, mix, pick_scene
from catalog.enums import ProductGroup

CAPTION = "Hình minh họa"
SQUARE = (1200, 1200)
WIDE = (1200, 900)
_MIN_SIDE = 64
_MAX_SIDE = 2400
_ROUNDEL = 360
_MIRRORED = 0.4


class View(StrEnum):
    THING = "thing"
    CLOSE_UP = "close-up"
    PACKAGE = "package"


def draw_illustration(
    name: str,
    group: ProductGroup,
    seed: int = 0,
    size: tuple[int, int] = SQUARE,
    view: View = View.THING,
) -> Image.Image:
    """As `draw_plain`, with its caption in the corner: for where no page around it says what it is."""
    return captioned(draw_plain(name, group, seed, size, view))


def draw_plain(
    name: str,
    group: ProductGroup,
    seed: int = 0,
    size: tuple[int, int] = SQUARE,
    view: View = View.THING,
) -> Image.Image:
    """An RGB picture of `size` pixels (width, height; 64 to 2,400), the same for the same arguments."""
    name = nfc(name)
    if not all(_MIN_SIDE <= side <= _MAX_SIDE for side in size):
        raise ValueError("an illustration is 64 to 2,400 pixels wide and high")
    random = Random(f"{seed}|{name}")  # noqa: S311 -- a picture, not a secret
    scene = pick_scene(random)
    motif = choose_motif(name, group, random)
    brush = Brush(size, scene.wall)
    if view is View.CLOSE_UP:
        motif.close_up(brush, random)
    elif view is View.PACKAGE:
        small = Brush((_ROUNDEL, _ROUNDEL), lighter(scene.disc, 0.4))
        motif.thing(small, Random(f"{seed}|{name}"))  # noqa: S311
        backdrop(brush, scene, random)
        package(brush, scene, small.finished(), random)
    else:
        backdrop(brush, scene, random)
        motif.thing(brush, Random(f"{seed}|{name}"))  # noqa: S311
    picture = brush.finished()
    return ImageOps.mirror(picture) if random.random() < _MIRRORED else picture


def backdrop(b: Brush, scene: Scene, random: Random) -> None:
    """A wall, a table, a sun, an arch or hills behind, and the shadow the thing will stand on."""
    kind = random.randrange(3)
    if kind == 0:
        b.oval((0, 470), 375, 375, scene.disc)
        b.ring((0, 470), 402, 402, mix(scene.disc, scene.wall, 0.45), 4)
    elif kind == 1:
        b.oval((0, 450), 350, 350, scene.disc)
        b.rect(-350, 450, 700, 400, scene.disc)
        b.ring((0, 450), 378, 378, mix(scene.disc, scene.wall, 0.45), 4)
        b.rect(-390, 452, 780, 400, scene.wall)
        b.rect(-350, 448, 700, 400, scene.disc)
    else:
        far, near = mix(scene.wall, scene.table, 0.45), mix(scene.wall, scene.table, 0.75)
        b.oval((250, 260), 110, 110, scene.disc)
        edge = b.half_width + 50
        b.blob(
            [(-edge, 800), (-edge, 560), (-330, 400), (-120, 500), (130, 420), (edge, 600), (edge, 800)], far
        )
        b.blob([(-edge, 840), (-edge, 690), (-90, 600), (240, 560), (edge, 640), (edge, 840)], near)
    b.rect(-b.half_width - 5, 762, 2 * b.half_width + 10, HEIGHT, scene.table)
    b.rect(-b.half_width - 5, 762, 2 * b.half_width + 10, 6, darker(scene.table, 0.06))
    b.oval((0, 818), 380, 24, darker(scene.table, 0.16))


def captioned(picture: Image.Image) -> Image.Image:
    """The picture with the words that say what it is; it is changed itself."""
    width, height = picture.size
    font = pillow_font(SEMIBOLD, max(9, round(min(width, height) * 0.023)))
    left, top, right, bottom = font.getbbox(CAPTION)
    pad = font.size * 0.55
    box = (
        width - (right - left) - 2 * pad - font.size,
        height - (bottom - top) - 1.5 * pad - font.size,
        width - font.size,
        height - font.size,
    )
    strip = Image.new("RGB", picture.size, PAPER)
    mask = Image.new("L", picture.size, 0)
    ImageDraw.Draw(mask).rounded_rectangle(box, radius=pad * 0.7, fill=205)
    picture.paste(strip, (0, 0), mask)
    ImageDraw.Draw(picture).text(
        (box[0] + pad - left, box[1] + pad * 0.75 - top), CAPTION, font=font, fill=INK
    )
    return picture
