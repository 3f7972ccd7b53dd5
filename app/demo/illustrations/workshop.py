"""Machines and tools, and what fits no other group: soap, incense, oils, bricks, glass."""

from random import Random

from app.demo.illustrations.brush import Brush, Point, around, leaf
from app.demo.illustrations.palette import (
    AMBER,
    BAMBOO,
    CELADON,
    CLAY,
    CORAL,
    GOLD,
    HONEY,
    INDIGO,
    INK,
    LACQUER,
    LEAF,
    PAPER,
    PINE,
    RGB,
    ROSE,
    SKY,
    STEEL,
    STONE,
    STRAW,
    TURMERIC,
    WHITE,
    WOOD,
    darker,
    lighter,
    mix,
)
from app.demo.illustrations.shapes import gear, lotus

_PAINTS = (PINE, INDIGO, CORAL, TURMERIC)


def press(b: Brush, random: Random) -> None:
    paint = random.choice(_PAINTS)
    for x in (-260, 200):
        b.rect(x, 760, 70, 60, darker(STEEL, 0.35), 8)
    b.rect(-320, 560, 640, 220, paint, 20)
    b.rect(-320, 700, 640, 80, darker(paint, 0.18), 20)
    b.poly([(-250, 260), (90, 260), (20, 420), (-180, 420)], lighter(STEEL, 0.35))
    b.poly([(-60, 260), (90, 260), (20, 420), (-80, 420)], STEEL)
    b.rect(-266, 236, 372, 34, darker(STEEL, 0.2), 12)
    b.rect(-196, 414, 232, 156, lighter(paint, 0.18), 12)
    b.rect(-150, 446, 140, 60, mix(SKY, WHITE, 0.6), 8)
    b.rect(230, 470, 170, 56, STEEL, 26)
    b.rect(36, 480, 240, 36, darker(STEEL, 0.2), 10)
    b.poly([(392, 520), (440, 600), (350, 600)], lighter(STEEL, 0.3))
    gear(b, (-170, 650), 92, STONE)
    gear(b, (-8, 690), 66, HONEY, 10, 0.3)
    b.rect(90, 596, 190, 120, darker(paint, 0.35), 10)
    for n, colour in enumerate((LEAF, HONEY, LACQUER)):
        b.oval((126 + n * 58.0, 632), 17, 17, colour)
    b.rect(110, 668, 150, 26, PAPER, 6)
    for n in range(8):
        b.oval((380 + n % 4 * 26 - 24, 790 - n // 4 * 20), 14, 11, mix(STRAW, WOOD, 0.2 * (n % 3)))


def engine_tool(b: Brush, random: Random) -> None:
    """A poker vibrator, pump or the like: motor, hose and head."""
    paint = random.choice(_PAINTS)
    hose = [(60, 560), (210, 500), (330, 590), (260, 720), (60, 760), (-120, 720), (-240, 790), (-340, 812)]
    b.curve(hose, darker(STEEL, 0.5), 40)
    b.curve([(x, y - 7) for x, y in hose], STEEL, 10)
    b.line([(-330, 810), (-420, 838)], lighter(STEEL, 0.3), 50)
    b.rect(-290, 700, 300, 26, darker(STEEL, 0.3), 10)
    b.rect(-280, 470, 300, 190, paint, 60)
    b.rect(-280, 570, 300, 90, darker(paint, 0.16), 44)
    for n in range(9):
        b.rect(-240 + n * 26.0, 496, 11, 140, darker(paint, 0.3), 5)
    b.rect(-310, 496, 46, 140, darker(STEEL, 0.25), 18)
    b.rect(0, 520, 70, 84, STEEL, 12)
    b.curve([(-250, 470), (-230, 380), (-130, 366), (-30, 380), (-10, 470)], darker(STEEL, 0.45), 26)
    for x in (-250, -40):
        b.line([(x, 650), (x + 4, 714)], darker(STEEL, 0.35), 24)
    gear(b, (230, 330), 110, HONEY, 12, 0.2)
    gear(b, (92, 258), 62, STONE, 9)


def tiller(b: Brush, random: Random) -> None:
    paint = random.choice((CORAL, LACQUER, PINE))
    b.curve([(-40, 560), (-220, 420), (-390, 380)], darker(STEEL, 0.4), 22)
    b.line([(-390, 380), (-432, 384)], INK, 34)
    b.line([(130, 660), (330, 740), (400, 850)], darker(STEEL, 0.3), 28)
    b.blob([(330, 760), (430, 800), (420, 880), (330, 860), (290, 800)], STEEL)
    b.poly([(330, 770), (420, 812), (396, 848), (318, 812)], lighter(STEEL, 0.4))
    b.rect(-70, 480, 250, 170, paint, 26)
    b.rect(-70, 580, 250, 70, darker(paint, 0.18), 24)
    b.rect(-20, 430, 130, 60, darker(STEEL, 0.3), 14)
    b.line([(130, 450), (196, 400)], darker(STEEL, 0.4), 26)
    for n in range(5):
        b.rect(0 + n * 28.0, 510, 12, 60, darker(paint, 0.35), 5)
    b.oval((-30, 720), 132, 132, INK)
    for n, spoke in enumerate(around((-30, 720), 126, 18)):
        b.oval(spoke, 21, 21, INK if n % 2 else darker(STEEL, 0.6))
    b.oval((-30, 720), 74, 74, HONEY)
    b.oval((-30, 720), 28, 28, darker(STEEL, 0.2))


def gears(b: Brush, random: Random) -> None:
    warm = random.choice((HONEY, CORAL, GOLD))
    gear(b, (-110, 520), 236, STEEL, 16)
    gear(b, (184, 700), 152, warm, 11, 0.24)
    gear(b, (214, 372), 112, lighter(STEEL, 0.3), 9, 0.1)
    for x in (-300, -210):
        b.poly(around((x, 806), 46, 6), darker(STEEL, 0.25))
        b.poly(around((x, 798), 44, 6), lighter(STEEL, 0.2))
        b.oval((x, 798), 20, 20, darker(STEEL, 0.5))


def blades(b: Brush, random: Random) -> None:
    handle = random.choice((WOOD, mix(WOOD, LACQUER, 0.4)))
    b.rect(-360, 700, 720, 110, BAMBOO, 26)
    b.rect(-360, 770, 720, 40, darker(BAMBOO, 0.2), 20)
    for x, top, wide in ((-200, 250, 96), (0, 210, 150), (210, 300, 74)):
        b.poly(
            [(x - wide / 2, 620), (x - wide / 2, top + 60), (x + wide / 2, top), (x + wide / 2, 620)],
            lighter(STEEL, 0.55),
        )
        b.poly(
            [(x + wide * 0.24, 620), (x + wide * 0.24, top + 15), (x + wide / 2, top), (x + wide / 2, 620)],
            lighter(STEEL, 0.1),
        )
        b.rect(x - 30, 600, 60, 40, GOLD, 8)
        b.rect(x - 27, 630, 54, 136, handle, 20)
        for y in (664, 720):
            b.oval((x, y), 8, 8, HONEY)


def soap(b: Brush, random: Random) -> None:
    tones = random.sample((CELADON, ROSE, HONEY, mix(SKY, WHITE, 0.3), STRAW), 3)
    for n, tone in enumerate(tones):
        x, y = ((-170, 690), (170, 690), (0, 520))[n]
        b.rect(x - 190, y - 70, 380, 190, darker(tone, 0.25), 56)
        b.rect(x - 190, y - 96, 380, 190, tone, 60)
        b.rect(x - 158, y - 70, 316, 138, lighter(tone, 0.28), 46)
        lotus(b, (x, y + 26), 56, darker(tone, 0.3), lighter(tone, 0.6))
    for x, y, r in ((270, 420, 46), (330, 500, 26), (-290, 470, 34), (-240, 380, 20), (210, 340, 22)):
        b.oval((x, y), r, r, mix(WHITE, SKY, 0.2))
        b.ring((x, y), r, r, mix(SKY, WHITE, 0.3), 4)
        b.oval((x - r * 0.35, y - r * 0.35), r * 0.2, r * 0.2, WHITE)


def incense(b: Brush, random: Random) -> None:
    tone = random.choice((CLAY, mix(LACQUER, CLAY, 0.4), mix(WOOD, HONEY, 0.4)))
    for n in range(9):
        x = -120 + n * 30
        tip = (x * 1.9, 250 + (n % 3) * 26)
        b.line([(x * 0.5, 640), tip], darker(tone, 0.06 * (n % 3)), 13)
        b.line([(x * 0.5, 640), (x * 0.78, 520)], LACQUER, 13)
        b.oval(tip, 9, 12, HONEY)
    for x in (-150, 40, 190):
        b.curve([(x, 240), (x - 34, 190), (x + 22, 140), (x - 12, 84)], mix(WHITE, INK, 0.1), 11)
    pot = b.turned([(600, 190), (626, 204), (680, 160), (760, 176), (800, 140), (816, 150)], GOLD, gloss=0.3)
    b.oval((0, 602), 186, 30, darker(GOLD, 0.45))
    b.oval((0, 608), 160, 22, STONE)
    with b.within(pot):
        for n in range(-3, 4):
            b.ring((n * 62.0, 716), 22, 22, darker(GOLD, 0.4), 6)
    for side in (-1, 1):
        b.curve(
            [(side * 196, 640), (side * 262, 620), (side * 240, 706), (side * 168, 716)],
            darker(GOLD, 0.2),
            20,
        )


def oil(b: Brush, random: Random) -> None:
    glass = random.choice((AMBER, mix(PINE, INK, 0.2), mix(INDIGO, SKY, 0.2)))
    herb = random.choice((LEAF, PINE))
    for x, size in ((-110, 1.0), (150, 0.72)):
        foot = 814
        shape = [
            (foot - 400 * size, 46 * size),
            (foot - 370 * size, 60 * size),
            (foot - 320 * size, 140 * size),
            (foot - 270 * size, 152 * size),
            (foot - 20 * size, 150 * size),
            (foot, 138 * size),
        ]
        outline = b.turned(shape, glass, x, gloss=0.35)
        b.rect(x - 62 * size, foot - 470 * size, 124 * size, 92 * size, INK, 12)
        b.turned(
            [
                (foot - 590 * size, 14 * size),
                (foot - 560 * size, 42 * size),
                (foot - 490 * size, 46 * size),
                (foot - 466 * size, 34 * size),
            ],
            darker(LACQUER, 0.1),
            x,
        )
        with b.within(outline):
            b.rect(x - 170 * size, foot - 236 * size, 340 * size, 166 * size, PAPER)
            b.rect(x + 64 * size, foot - 236 * size, 120 * size, 166 * size, darker(PAPER, 0.1))
        _herb(b, (x - 4 * size, foot - 88 * size), 130 * size, herb)
    _herb(b, (270, 860), 210, herb)
    for x, y in ((320, 600), (346, 660)):
        b.blob([(x, y - 34), (x + 20, y + 4), (x, y + 22), (x - 20, y + 4)], HONEY)


def _herb(b: Brush, root: Point, height: float, colour: RGB) -> None:
    x, y = root
    b.line([(x, y), (x, y - height * 0.8)], darker(colour, 0.2), height * 0.03)
    for n in range(4):
        at = y - height * (0.12 + 0.2 * n)
        for side in (-1, 1):
            b.poly(
                leaf((x, at), (x + side * height * (0.36 - 0.05 * n), at - height * 0.22), height * 0.13),
                colour if side < 0 else darker(colour, 0.14),
            )
    b.poly(leaf((x, y - height * 0.74), (x, y - height * 1.06), height * 0.14), lighter(colour, 0.2))


def bricks(b: Brush, random: Random) -> None:
    tone = random.choice((CLAY, STONE, mix(CLAY, STONE, 0.5)))
    rows = ((812, 4), (700, 4), (588, 3), (476, 2))
    for n, (foot, count) in enumerate(rows):
        left = -count * 86 + (40 if n % 2 else 0) - 20
        for k in range(count):
            x = left + k * 176
            colour = mix(tone, INK, 0.05 * ((n + k * 2) % 3))
            b.poly(
                [(x, foot - 108), (x + 30, foot - 138), (x + 196, foot - 138), (x + 166, foot - 108)],
                lighter(colour, 0.3),
            )
            b.poly(
                [(x + 166, foot - 108), (x + 196, foot - 138), (x + 196, foot - 30), (x + 166, foot)],
                darker(colour, 0.25),
            )
            b.rect(x, foot - 108, 166, 108, colour)
            for hole in (46, 120):
                b.rect(x + hole - 24, foot - 76, 48, 44, darker(colour, 0.32), 10)


def glass_board(b: Brush, random: Random) -> None:
    tone = random.choice((SKY, CELADON, ROSE))
    b.poly([(-310, 300), (210, 240), (250, 770), (-280, 812)], darker(tone, 0.3))
    outline = [(-326, 286), (194, 226), (234, 756), (-296, 798)]
    b.poly(outline, mix(WHITE, tone, 0.24))
    with b.within(outline):
        b.blob(
            [(-400, 700), (-200, 560), (-40, 640), (120, 540), (330, 640), (330, 860), (-400, 860)],
            mix(tone, PINE, 0.35),
        )
        b.blob(
            [(-400, 760), (-160, 680), (40, 730), (300, 660), (330, 860), (-400, 860)], mix(tone, PINE, 0.7)
        )
        b.oval((90, 380), 62, 62, HONEY)
        lotus(b, (-120, 640), 150, LACQUER, CORAL)
        for x, width in ((-262, 16), (-222, 7)):
            b.line([(x, 420), (x + 150, 320)], WHITE, width)
    b.poly([(160, 800), (330, 640), (356, 660), (206, 824)], BAMBOO)
    b.oval((222, 752), 16, 16, darker(BAMBOO, 0.4))


def parcel(b: Brush, random: Random) -> None:
    """For a product whose name does not show its kind."""
    tone = random.choice((LACQUER, INDIGO, PINE))
    b.poly([(-300, 480), (0, 560), (0, 836), (-300, 740)], lighter(BAMBOO, 0.25))
    b.poly([(0, 560), (300, 480), (300, 740), (0, 836)], BAMBOO)
    b.poly([(-300, 480), (0, 404), (300, 480), (0, 560)], lighter(BAMBOO, 0.5))
    b.poly([(-176, 449), (-120, 434), (180, 512), (124, 527)], tone)
    b.poly([(124, 527), (180, 512), (180, 779), (124, 797)], darker(tone, 0.2))
    b.poly([(-300, 560), (0, 644), (0, 690), (-300, 602)], lighter(tone, 0.1))
    for side in (-1, 1):
        b.blob(
            [(30, 470), (30 + side * 90, 380), (30 + side * 150, 410), (30 + side * 110, 470)],
            lighter(tone, 0.12),
        )
    b.oval((30, 466), 26, 20, darker(tone, 0.15))
