"""How a thing is packed for the shop: a carton or a paper bag with a picture of it on a roundel, and no
brand.
"""

from random import Random

from PIL import Image

from app.demo.illustrations.brush import Brush
from app.demo.illustrations.palette import BAMBOO, GOLD, HONEY, PAPER, STRAW, Scene, darker, lighter


def package(b: Brush, scene: Scene, picture: Image.Image, random: Random) -> None:
    random.choice((_carton, _bag))(b, scene, picture)


def _carton(b: Brush, scene: Scene, picture: Image.Image) -> None:
    board = lighter(BAMBOO, 0.35)
    b.poly([(-270, 250), (-190, 196), (330, 196), (250, 250)], lighter(board, 0.4))
    b.poly([(250, 250), (330, 196), (330, 768), (250, 822)], darker(board, 0.22))
    b.rect(-270, 250, 520, 572, board)
    b.rect(-270, 250, 520, 92, scene.accent)
    b.poly([(250, 250), (330, 196), (330, 288), (250, 342)], darker(scene.accent, 0.24))
    b.rect(-270, 354, 520, 6, scene.accent)
    b.rect(-270, 776, 520, 14, scene.accent)
    b.poly([(250, 776), (330, 722), (330, 736), (250, 790)], darker(scene.accent, 0.24))
    for n in range(10):
        x = -244 + n * 52
        b.poly([(x - 18, 296), (x, 278), (x + 18, 296), (x, 314)], HONEY)
    _roundel(b, (-10, 562), 178, picture)


def _bag(b: Brush, scene: Scene, picture: Image.Image) -> None:
    for shift in (26, 0):
        b.curve(
            [(-100 + shift, 300), (-80 + shift, 170), (80 + shift, 170), (100 + shift, 300)],
            darker(STRAW, 0.3),
            14,
        )
    b.poly([(-270, 290), (250, 290), (310, 262), (-210, 262)], darker(PAPER, 0.2))
    b.poly([(250, 290), (310, 262), (310, 790), (250, 822)], darker(PAPER, 0.16))
    b.poly([(250, 290), (282, 540), (250, 822)], darker(PAPER, 0.24))
    b.rect(-270, 290, 520, 532, PAPER)
    b.rect(-270, 690, 520, 132, scene.accent)
    b.rect(-270, 676, 520, 6, scene.accent)
    for n in range(9):
        b.ring((-238 + n * 57.0, 756), 20, 20, HONEY, 5)
    for x in (-100, 100):
        b.oval((x - 10, 322), 12, 12, GOLD)
    _roundel(b, (-10, 500), 150, picture)


def _roundel(b: Brush, centre: tuple[float, float], radius: float, picture: Image.Image) -> None:
    b.oval(centre, radius + 14, radius + 14, GOLD)
    b.oval(centre, radius + 9, radius + 9, PAPER)
    b.paste(picture, centre, radius)
