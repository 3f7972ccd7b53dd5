"""Handicraft: pots, weaving, lacquer, cloth, wood, bronze, hats."""

from math import cos, pi, sin
from random import Random

from app.demo.illustrations.brush import Brush, Point, around, leaf
from app.demo.illustrations.palette import (
    BAMBOO,
    CELADON,
    CLAY,
    CORAL,
    GOLD,
    HONEY,
    INDIGO,
    INK,
    LACQUER,
    PAPER,
    PINE,
    RGB,
    SKY,
    STONE,
    STRAW,
    TURMERIC,
    WHITE,
    WOOD,
    darker,
    lighter,
    mix,
)
from app.demo.illustrations.shapes import lotus


def vase(b: Brush, random: Random) -> None:
    glaze = random.choice((CELADON, WHITE, mix(SKY, WHITE, 0.55)))
    paint = INDIGO if glaze != CELADON else PINE
    shape = [
        (215, 92),
        (232, 84),
        (290, 62),
        (350, 92),
        (440, 196),
        (540, 226),
        (650, 186),
        (750, 118),
        (812, 108),
    ]
    outline = b.turned(shape, glaze)
    with b.within(outline):
        for y, height in ((352, 8), (372, 16), (700, 16), (726, 8)):
            b.poly([(-260, y), (260, y), (260, y + height), (-260, y + height)], paint)
        for n in range(-3, 4):
            lotus(b, (n * 118.0, 610), 74 - abs(n) * 4, paint, mix(paint, glaze, 0.45))
        for n in range(-5, 6):
            b.blob(around((n * 56.0, 428), 13, 8), mix(paint, glaze, 0.3))
    b.oval((0, 216), 92, 17, mix(paint, glaze, 0.3))
    b.oval((0, 217), 78, 12, darker(glaze, 0.62))


def tea_set(b: Brush, random: Random) -> None:
    glaze = random.choice((CELADON, CLAY, mix(INDIGO, WHITE, 0.2)))
    b.curve([(90, 470), (200, 430), (262, 520), (220, 640), (80, 700)], darker(glaze, 0.22), 34)
    b.blob([(-190, 720), (-330, 600), (-410, 440), (-372, 424), (-300, 530), (-190, 580)], darker(glaze, 0.1))
    outline = b.turned(
        [(424, 84), (452, 140), (520, 200), (610, 226), (700, 206), (770, 144), (800, 112)], glaze, -70
    )
    with b.within(outline):
        b.poly([(-320, 560), (200, 560), (200, 570), (-320, 570)], lighter(glaze, 0.5))
        for n in range(9):
            b.curve(
                [(-300 + n * 58, 640), (-271 + n * 58, 596), (-242 + n * 58, 640)], lighter(glaze, 0.5), 8
            )
        b.poly([(-320, 656), (200, 656), (200, 664), (-320, 664)], lighter(glaze, 0.5))
    b.turned([(372, 20), (386, 66), (408, 92), (430, 98)], darker(glaze, 0.14), -70)
    b.oval((-70, 358), 28, 26, GOLD)
    for x in (220, 378):
        cup = b.turned([(676, 80), (730, 76), (784, 48), (812, 44)], lighter(glaze, 0.18), x)
        b.oval((x, 676), 80, 17, lighter(glaze, 0.6))
        b.oval((x, 679), 66, 12, mix(HONEY, CLAY, 0.3))
        with b.within(cup):
            b.poly([(x - 90, 728), (x + 90, 728), (x + 90, 737), (x - 90, 737)], lighter(glaze, 0.6))


def plait(b: Brush, box: tuple[float, float, float, float], cell: float, strand: tuple[RGB, RGB]) -> None:
    """Over-and-under weaving that fills a box (left, top, right, bottom)."""
    left, top, right, bottom = box
    rows, columns = int((bottom - top) / cell) + 2, int((right - left) / cell) + 2
    for row in range(rows):
        for column in range(columns):
            x, y = left + column * cell, top + row * cell
            if (row + column) % 2:
                b.rect(
                    x - cell * 0.28,
                    y + cell * 0.1,
                    cell * 1.56,
                    cell * 0.8,
                    darker(strand[0], 0.28),
                    cell * 0.3,
                )
                b.rect(x - cell * 0.24, y + cell * 0.13, cell * 1.48, cell * 0.68, strand[0], cell * 0.28)
            else:
                b.rect(
                    x + cell * 0.1,
                    y - cell * 0.28,
                    cell * 0.8,
                    cell * 1.56,
                    darker(strand[1], 0.28),
                    cell * 0.3,
                )
                b.rect(x + cell * 0.14, y - cell * 0.24, cell * 0.68, cell * 1.48, strand[1], cell * 0.28)


def basket(b: Brush, random: Random) -> None:
    warm = random.choice((BAMBOO, STRAW, mix(BAMBOO, CLAY, 0.35)))
    accent = random.choice((LACQUER, INDIGO, PINE))
    for x in (-60.0, 60.0):
        b.curve(
            [(-170, 450), (-150 + x * 0.1, 240), (0, 190 + x * 0.3), (150 + x * 0.1, 240), (170, 450)],
            darker(warm, 0.2),
            24,
        )
    b.oval((0, 445), 262, 46, darker(warm, 0.45))
    outline = b.turned([(445, 262), (560, 276), (700, 252), (790, 214), (812, 196)], darker(warm, 0.3))
    with b.within(outline):
        plait(b, (-300, 430, 300, 830), 44, (warm, darker(warm, 0.08)))
        for top in (520, 700):
            plait(b, (-300, top, 300, top + 30), 44, (accent, lighter(warm, 0.2)))
    b.line([(-262, 448), (-180, 476), (0, 492), (180, 476), (262, 448)], darker(warm, 0.12), 26)
    for n in range(-9, 10):
        x = n * 28.0
        y = 491 - abs(x) ** 2 / 262**2 * 42
        b.line([(x - 7, y - 12), (x + 7, y + 12)], lighter(warm, 0.35), 7)


def hat(b: Brush, _random: Random) -> None:
    b.oval((0, 690), 380, 74, darker(STRAW, 0.4))
    b.poly([(0, 230), (-380, 690), (-250, 738), (0, 758), (250, 738), (380, 690)], STRAW)
    outline = [(0, 230), (-380, 690), (-250, 738), (0, 758), (250, 738), (380, 690)]
    with b.within(outline):
        b.poly([(0, 230), (110, 800), (420, 800), (420, 640)], darker(STRAW, 0.1))
        for n in range(1, 15):
            y, half = 230 + n * 33.0, n * 27.2
            b.curve(
                [(-half, y), (-half / 2, y + n * 3.4), (0, y + n * 4.6), (half / 2, y + n * 3.4), (half, y)],
                darker(STRAW, 0.22),
                4,
            )
        for n in range(-9, 10):
            b.line([(0, 226), (n * 46.0, 780)], mix(STRAW, WHITE, 0.45), 3)
    b.poly([(0, 214), (-30, 268), (30, 268)], BAMBOO)
    b.curve([(-222, 735), (-190, 850), (-40, 880), (120, 868), (222, 735)], mix(LACQUER, CORAL, 0.5), 20)


def lacquer_box(b: Brush, random: Random) -> None:
    red = random.choice((LACQUER, mix(INK, LACQUER, 0.25), mix(LACQUER, CORAL, 0.3)))
    b.turned([(580, 286), (640, 290), (760, 284), (796, 262)], red, gloss=0.12)
    b.turned([(520, 298), (560, 302), (604, 296)], lighter(red, 0.06), gloss=0.12)
    b.oval((0, 520), 298, 96, lighter(red, 0.12))
    b.ring((0, 520), 268, 84, GOLD, 7)
    b.ring((0, 520), 244, 75, GOLD, 3)
    for n in range(12):
        turn = 2 * pi * n / 12
        tip = (cos(turn) * 205, 520 + sin(turn) * 62)
        b.poly(leaf((cos(turn) * 60, 520 + sin(turn) * 18), tip, 40), GOLD if n % 2 else HONEY)
    b.oval((0, 520), 56, 17, HONEY)
    for n in range(-6, 7):
        x = 270 * sin(n * pi / 13.2)
        y = 690 + 30 * cos(n * pi / 13.2)
        width = 20 * cos(n * pi / 13.8) + 3
        b.poly([(x - width, y), (x, y - 26), (x + width, y), (x, y + 26)], GOLD)
        b.oval((x, y), width * 0.36, 9, red)


def cloth(b: Brush, random: Random) -> None:
    colours = random.sample((LACQUER, INDIGO, TURMERIC, PINE, CORAL, mix(INDIGO, LACQUER, 0.5)), 3)
    for n, colour in enumerate(colours):
        y = 760 - n * 128.0
        b.rect(-330, y - 64, 640, 128, colour, 60)
        b.rect(-330, y + 26, 640, 38, darker(colour, 0.16), 20)
        _brocade(b, y - 6, colour)
        b.oval((310, y), 46, 64, lighter(colour, 0.25))
        for ring in (36, 24, 12):
            b.ring((310, y), ring, ring * 1.36, darker(colour, 0.2), 5)
    top = colours[2]
    b.poly([(-250, 452), (40, 452), (70, 812), (-300, 812)], lighter(top, 0.1))
    b.poly([(-90, 452), (-60, 452), (-40, 812), (-86, 812)], darker(top, 0.12))
    for n in range(5):
        y = 510 + n * 62.0
        for x in range(-240, 40, 62):
            b.poly(
                [(x, y), (x + 20, y - 20), (x + 40, y), (x + 20, y + 20)],
                HONEY if (n + x // 62) % 2 else PAPER,
            )
    for n in range(26):
        b.line([(-296 + n * 14.4, 812), (-298 + n * 14.6, 846)], lighter(top, 0.3), 4)


def _brocade(b: Brush, y: float, colour: RGB) -> None:
    for n in range(-6, 6):
        x = n * 50.0
        b.poly([(x, y), (x + 22, y - 24), (x + 44, y), (x + 22, y + 24)], lighter(colour, 0.55))
        b.poly([(x + 12, y), (x + 22, y - 11), (x + 32, y), (x + 22, y + 11)], darker(colour, 0.1))


def cabinet(b: Brush, random: Random) -> None:
    wood = random.choice((WOOD, mix(WOOD, LACQUER, 0.3), mix(WOOD, BAMBOO, 0.25)))
    for x in (-300, 256):
        b.poly([(x, 760), (x + 44, 760), (x + 34, 830), (x + 10, 830)], darker(wood, 0.3))
    b.rect(-320, 360, 640, 420, wood, 10)
    b.rect(-352, 318, 704, 52, lighter(wood, 0.12), 10)
    b.rect(-352, 356, 704, 14, darker(wood, 0.25), 4)
    for x in (-296, -96, 104):
        b.rect(x, 396, 192, 344, darker(wood, 0.22), 8)
        b.rect(x + 14, 410, 164, 316, lighter(wood, 0.1), 6)
        _carving(b, (x + 96.0, 568), wood)
    for x in (-86, 92):
        b.oval((x + (-14 if x > 0 else 0), 568), 9, 9, GOLD)
    b.turned([(196, 30), (224, 26), (258, 52), (300, 44), (318, 40)], CELADON, -220)
    b.turned([(232, 12), (262, 44), (300, 46), (318, 34)], GOLD, 210)


def _carving(b: Brush, centre: Point, wood: RGB) -> None:
    x, y = centre
    b.ring(centre, 58, 58, GOLD, 6)
    for tip in around(centre, 50, 8):
        b.poly(leaf(centre, tip, 24), darker(wood, 0.25))
    b.oval(centre, 11, 11, GOLD)
    for side in (-1, 1):
        b.curve([(x - 60, y + side * 120), (x, y + side * 92), (x + 60, y + side * 120)], GOLD, 6)


def drum(b: Brush, random: Random) -> None:
    bronze = random.choice(((156, 120, 66), (128, 116, 80), (150, 104, 60)))
    b.turned(
        [(430, 300), (500, 306), (570, 236), (660, 208), (760, 244), (806, 286), (816, 290)],
        bronze,
        gloss=0.3,
    )
    for y, half in ((585, 232), (612, 222), (690, 216), (716, 226)):
        b.curve(
            [(-half, y), (-half / 2, y + 20), (0, y + 27), (half / 2, y + 20), (half, y)],
            lighter(bronze, 0.35),
            6,
        )
    for side in (-1, 1):
        b.curve([(side * 286, 520), (side * 322, 570), (side * 262, 610)], darker(bronze, 0.25), 22)
    b.oval((0, 424), 312, 112, lighter(bronze, 0.2))
    for share in (0.94, 0.86, 0.62, 0.54, 0.34):
        b.ring((0, 424), 312 * share, 112 * share, darker(bronze, 0.3), 5)
    for n in range(28):
        turn = 2 * pi * n / 28
        b.oval((cos(turn) * 232, 424 + sin(turn) * 83), 10, 5, darker(bronze, 0.3))
    points = [
        (cos(pi * n / 12) * reach, 424 + sin(pi * n / 12) * reach * 0.36)
        for n in range(24)
        for reach in ((88, 34)[n % 2],)
    ]
    b.poly(points, darker(bronze, 0.35))


def bracelets(b: Brush, random: Random) -> None:
    for n, colour in enumerate(random.sample((GOLD, CELADON, LACQUER, STONE, CORAL, INDIGO), 3)):
        x, y = ((-150, 560), (140, 520), (0, 690))[n]
        b.ring((x, y + 12), 178, 112, darker(colour, 0.4), 44)
        b.ring((x, y), 178, 112, colour, 40)
        b.ring((x, y - 6), 170, 104, lighter(colour, 0.5), 7)
        for turn in range(14):
            angle = 2 * pi * turn / 14
            b.oval(
                (x + cos(angle) * 160, y + sin(angle) * 94), 11, 9, lighter(colour, 0.4) if turn % 2 else GOLD
            )


def chopsticks(b: Brush, random: Random) -> None:
    wood = random.choice((WOOD, mix(WOOD, LACQUER, 0.4), COCONUT))
    glaze = random.choice((INDIGO, PINE, LACQUER))
    for n, lean in enumerate((-150, -96, -40, 24, 84, 140)):
        foot, top = lean * 0.45, 200 + (n * 37) % 60
        side = darker(wood, 0.16 * (n % 2))
        b.poly([(lean - 15, top), (lean + 15, top), (foot + 13, 600), (foot - 13, 600)], side)
        b.poly(
            [(lean - 15, top), (lean + 15, top), (lean * 0.9 + 15, top + 70), (lean * 0.9 - 15, top + 70)],
            GOLD,
        )
        b.line([(lean * 0.87 - 10, top + 88), (lean * 0.87 + 10, top + 88)], LACQUER, 12)
    b.oval((0, 548), 142, 26, darker(glaze, 0.4))
    cup = b.turned([(548, 142), (640, 148), (760, 140), (812, 122)], glaze)
    with b.within(cup):
        for n in range(-2, 3):
            lotus(b, (n * 116.0, 720), 62, lighter(glaze, 0.75), lighter(glaze, 0.5))
    b.line([(-142, 550), (-70, 568), (0, 574), (70, 568), (142, 550)], lighter(glaze, 0.3), 10)


COCONUT: RGB = (96, 62, 44)
