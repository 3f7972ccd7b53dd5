"""Close-ups: what a thing is made of, filling the whole picture."""

from math import cos, pi, sin
from random import Random

from app.demo.illustrations.brush import Brush, around, leaf
from app.demo.illustrations.craft import plait
from app.demo.illustrations.palette import (
    AMBER,
    BAMBOO,
    CELADON,
    CLAY,
    COFFEE,
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
from app.demo.illustrations.shapes import bean, fish, gear, lotus, slice_of_fruit, sprig

Spot = tuple[float, float, int]


def _grid(b: Brush, step: float, *, brick: bool = True) -> list[Spot]:
    """(x, y, number) over the whole picture, every other row moved by half a step."""
    across = int(b.half_width / step) + 2
    return [
        ((column + (row % 2) / 2 * brick) * step, row * step * (0.87 if brick else 1.0), row * 31 + column)
        for row in range(-1, int(1000 / step / 0.87) + 3)
        for column in range(-across, across + 1)
    ]


def _fill(b: Brush, colour: RGB) -> None:
    b.rect(-b.half_width - 5, -5, 2 * b.half_width + 10, 1010, colour)


def glaze(b: Brush, random: Random) -> None:
    ground, line = random.choice(((mix(SKY, WHITE, 0.75), INDIGO), (CELADON, PINE), (WHITE, INDIGO)))
    _fill(b, ground)
    for x, y, n in _grid(b, 250):
        if n % 2:
            lotus(b, (x, y + 40), 100, line, mix(line, ground, 0.5))
        else:
            for tip in around((x, y), 82, 8):
                b.poly(leaf((x, y), tip, 30), mix(line, ground, 0.35))
            b.ring((x, y), 100, 100, line, 6)


def weave(b: Brush, random: Random) -> None:
    warm = random.choice((BAMBOO, STRAW, mix(BAMBOO, CLAY, 0.35)))
    accent = random.choice((LACQUER, INDIGO, PINE))
    _fill(b, darker(warm, 0.5))
    plait(b, (-b.half_width - 60, -60, b.half_width + 60, 1060), 84, (warm, lighter(warm, 0.14)))
    for y in (276, 696):
        plait(b, (-b.half_width - 60, y, b.half_width + 60, y + 10), 84, (accent, lighter(warm, 0.14)))


def lacquer(b: Brush, random: Random) -> None:
    ground = random.choice((LACQUER, mix(INK, LACQUER, 0.2)))
    _fill(b, ground)
    for x, y, n in _grid(b, 300):
        for reach, colour in ((124, GOLD), (84, mix(HONEY, ground, 0.25))):
            for tip in around((x, y), reach, 10, n % 2 * pi / 10):
                b.poly(leaf((x, y), tip, reach * 0.34), colour)
        b.oval((x, y), 22, 22, ground)
        b.ring((x, y), 140, 140, mix(GOLD, ground, 0.35), 5)


def brocade(b: Brush, random: Random) -> None:
    ground, one, two = random.sample((LACQUER, INDIGO, PINE, TURMERIC, mix(INDIGO, LACQUER, 0.5)), 3)
    _fill(b, ground)
    step = 160.0
    for x, y, n in _grid(b, step, brick=False):
        for half, colour in ((80, one), (62, ground), (46, two), (28, PAPER), (12, one)):
            b.poly([(x - half, y), (x, y - half), (x + half, y), (x, y + half)], colour)
        b.poly(around((x + 80, y + 80), 22, 4), HONEY if n % 2 else PAPER)


def grain(b: Brush, random: Random) -> None:
    wood = random.choice((WOOD, mix(WOOD, LACQUER, 0.3), mix(WOOD, BAMBOO, 0.4)))
    _fill(b, wood)
    for plank in range(4):
        top, knot = plank * 250.0, random.uniform(-0.5, 0.5) * b.half_width
        for n in range(11):
            y = top + 14 + n * 23
            bend = [
                (x, y + 22 * cos((x - knot) / 210) * (-1 if n // 6 else 1))
                for x in range(-int(b.half_width) - 60, int(b.half_width) + 120, 80)
            ]
            b.curve(bend, darker(wood, 0.08 + 0.1 * (n % 3)), 5 + n % 3 * 2)
        b.oval((knot, top + 128), 70, 38, darker(wood, 0.2))
        for share in (1.0, 0.66, 0.33):
            b.ring((knot, top + 128), 70 * share, 38 * share, darker(wood, 0.42), 6)
        b.rect(-b.half_width - 5, top - 5, 2 * b.half_width + 10, 10, darker(wood, 0.55))


def bronze(b: Brush, random: Random) -> None:
    metal = random.choice(((156, 120, 66), (128, 116, 80)))
    dark = darker(metal, 0.42)
    _fill(b, metal)
    centre = (0.0, 500.0)
    for reach in range(150, 1000, 110):
        b.ring(centre, reach, reach, dark, 7)
        b.ring(centre, reach + 16, reach + 16, dark, 4)
        for n, spot in enumerate(around(centre, reach + 62, reach // 9)):
            if reach // 110 % 2:
                b.ring(spot, 24, 24, dark, 6)
            else:
                b.poly(around(spot, 25, 3, 2 * pi * n / (reach // 9)), dark)
    b.poly(
        [(cos(pi * n / 14) * (150, 62)[n % 2], 500 + sin(pi * n / 14) * (150, 62)[n % 2]) for n in range(28)],
        dark,
    )


def straw(b: Brush, _random: Random) -> None:
    _fill(b, STRAW)
    for n in range(60):
        b.ring((0, -120), n * 26, n * 26, darker(STRAW, 0.24 if n % 4 else 0.45), 5)
    for n in range(61):
        turn = pi * n / 60
        b.line([(0, -120), (cos(turn) * 1700, -120 + sin(turn) * 1700)], lighter(STRAW, 0.5), 5)


def brine(b: Brush, random: Random) -> None:
    _fill(b, mix(AMBER, HONEY, 0.2))
    for x, y, n in _grid(b, 230):
        b.oval((x, y), 118, 118, mix(AMBER, HONEY, 0.3 + 0.12 * (n % 3)))
        for share in (0.76, 0.5, 0.24):
            b.ring((x, y), 118 * share, 118 * share, mix(AMBER, INK, 0.1), 6)
    for x, y, n in _grid(b, 330):
        turn = 1 if n % 3 else -1
        fish(b, (x + turn * 110, y + random.uniform(-40, 40)), 230, mix(SKY, INK, 0.15 + 0.1 * (n % 2)), turn)


def leaves(b: Brush, random: Random) -> None:
    _fill(b, darker(PINE, 0.25))
    for x, y, _n in _grid(b, 190):
        sprig(b, (x + random.uniform(-30, 30), y + 110), 230, mix(LEAF, PINE, random.uniform(0, 0.6)))


def beans(b: Brush, random: Random, colour: RGB = COFFEE) -> None:
    _fill(b, darker(colour, 0.5))
    for x, y, _n in _grid(b, 124):
        bean(
            b,
            (x + random.uniform(-22, 22), y + random.uniform(-22, 22)),
            82,
            random.uniform(0, pi),
            mix(colour, BAMBOO, random.uniform(0, 0.3)),
        )


def kernels(b: Brush, random: Random) -> None:
    beans(b, random, mix(WOOD, BAMBOO, 0.3))


def grains(b: Brush, random: Random) -> None:
    _fill(b, darker(STRAW, 0.25))
    for x, y, n in _grid(b, 62):
        turn = random.uniform(0, pi)
        dx, dy = cos(turn) * 46, sin(turn) * 46
        b.line([(x - dx, y - dy), (x + dx, y + dy)], mix(WHITE, STRAW, 0.12 * (n % 4)), 26)


def combs(b: Brush, random: Random) -> None:
    _fill(b, mix(AMBER, HONEY, 0.4))
    for x, y, _n in _grid(b, 168):
        b.poly(around((x, y), 88, 6, pi / 2), HONEY)
        b.poly(around((x, y), 74, 6, pi / 2), mix(AMBER, HONEY, random.uniform(0.15, 0.75)))
        b.poly([(x - 44, y - 40), (x - 10, y - 60), (x - 10, y - 48), (x - 40, y - 30)], lighter(HONEY, 0.6))


def strands(b: Brush, random: Random) -> None:
    tone = random.choice((STRAW, mix(PAPER, STRAW, 0.4), mix(COFFEE, STRAW, 0.55)))
    _fill(b, darker(tone, 0.35))
    left, right = -b.half_width - 80, b.half_width + 80
    for n in range(46):
        y = n * 23.0 - 30
        waves = [(left + (right - left) * k / 9, y + 34 * sin(k * 1.4 + n * 0.34)) for k in range(10)]
        b.curve(waves, mix(tone, WHITE, 0.18 * (n % 4)), 17)


def slices(b: Brush, random: Random) -> None:
    colour = random.choice((TURMERIC, ROSE, CORAL, mix(LEAF, HONEY, 0.4)))
    _fill(b, lighter(colour, 0.6))
    for x, y, n in _grid(b, 236):
        slice_of_fruit(b, (x + 6, y + 10), 112, darker(colour, 0.2))
        slice_of_fruit(b, (x, y), 112, mix(colour, HONEY, 0.2 * (n % 3)))


def spice(b: Brush, random: Random) -> None:
    tone = random.choice((TURMERIC, mix(LACQUER, CORAL, 0.4), mix(COFFEE, AMBER, 0.4)))
    _fill(b, tone)
    for n in range(7):
        y = 90 + n * 150.0
        dune = [
            (x, y + 40 * sin(x / 150 + n * 1.3))
            for x in range(-int(b.half_width) - 100, int(b.half_width) + 200, 90)
        ]
        b.poly(
            [*dune, (b.half_width + 200, 1100), (-b.half_width - 200, 1100)],
            mix(tone, INK if n % 2 else WHITE, 0.06 + 0.02 * n),
        )
    for _ in range(420):
        x, y = random.uniform(-b.half_width, b.half_width), random.uniform(0, 1000)
        b.oval((x, y), 6, 5, random.choice((lighter(tone, 0.4), darker(tone, 0.3))))


def wrapped(b: Brush, random: Random) -> None:
    green = random.choice((PINE, mix(LEAF, PINE, 0.5)))
    _fill(b, green)
    for n in range(24):
        b.line([(-b.half_width, n * 44.0), (b.half_width, n * 44.0 + 24)], lighter(green, 0.12), 6)
    for n in range(-5, 6):
        b.rect(n * 220 - 24, -5, 48, 1010, darker(STRAW, 0.2))
        b.rect(n * 220 - 24, -5, 36, 1010, STRAW)
    for n in range(6):
        b.rect(-b.half_width - 5, n * 220 - 24, 2 * b.half_width + 10, 48, darker(STRAW, 0.2))
        b.rect(-b.half_width - 5, n * 220 - 24, 2 * b.half_width + 10, 36, STRAW)


def crust(b: Brush, random: Random) -> None:
    tone = mix(BAMBOO, TURMERIC, 0.35)
    _fill(b, lighter(tone, 0.25))
    for x, y, _n in _grid(b, 86):
        b.poly(around((x, y), 30, 4), darker(tone, 0.07))
    for _ in range(260):
        x, y, turn = (
            random.uniform(-b.half_width, b.half_width),
            random.uniform(0, 1000),
            random.uniform(0, pi),
        )
        b.line(
            [(x, y), (x + cos(turn) * 24, y + sin(turn) * 24)], random.choice((INK, INK, HONEY, WHITE)), 17
        )


def ripples(b: Brush, random: Random) -> None:
    tone = random.choice((SKY, CELADON))
    _fill(b, mix(tone, WHITE, 0.25))
    for n in range(16):
        y = n * 68.0
        wave = [
            (x, y + (16 if k % 2 else -16))
            for k, x in enumerate(range(-int(b.half_width) - 100, int(b.half_width) + 200, 84))
        ]
        b.curve(wave, mix(tone, WHITE, 0.5 + 0.3 * (n % 2)), 15)
    for _ in range(46):
        x, y, r = random.uniform(-b.half_width, b.half_width), random.uniform(0, 1000), random.uniform(8, 34)
        b.ring((x, y), r, r, WHITE, 5)


def mesh(b: Brush, random: Random) -> None:
    _fill(b, mix(STONE, SKY, 0.25))
    warm = random.choice((HONEY, CORAL, GOLD))
    for x, y, n in _grid(b, 300):
        gear(b, (x, y), 156, (STEEL, warm, lighter(STEEL, 0.35))[n % 3], 12, n * 0.26)


def masonry(b: Brush, random: Random) -> None:
    tone = random.choice((CLAY, STONE, mix(CLAY, STONE, 0.5)))
    _fill(b, lighter(STONE, 0.5))
    for row in range(8):
        for column in range(-5, 6):
            x = column * 250 + (125 if row % 2 else 0)
            colour = mix(tone, random.choice((INK, WHITE)), random.uniform(0, 0.16))
            b.rect(x - 116, row * 130.0, 232, 112, colour, 10)
            b.rect(x - 116, row * 130.0 + 88, 232, 24, darker(colour, 0.14), 10)


def bubbles(b: Brush, random: Random) -> None:
    tone = random.choice((CELADON, ROSE, HONEY, SKY))
    _fill(b, lighter(tone, 0.35))
    for x, y, n in _grid(b, 150):
        radius = random.uniform(36, 96)
        b.oval((x, y), radius, radius, lighter(tone, 0.5 + 0.1 * (n % 4)))
        b.ring((x, y), radius, radius, mix(tone, WHITE, 0.1), 5)
        b.oval((x - radius * 0.4, y - radius * 0.4), radius * 0.16, radius * 0.16, WHITE)


def herbs(b: Brush, random: Random) -> None:
    ground = random.choice((lighter(CELADON, 0.5), lighter(HONEY, 0.55)))
    _fill(b, ground)
    for x, y, n in _grid(b, 210):
        turn = random.uniform(-0.6, 0.6)
        tone = mix(LEAF, PINE, 0.3 * (n % 3))
        tip = (x + sin(turn) * 150, y - cos(turn) * 150)
        b.line([(x, y + 60), tip], darker(tone, 0.2), 6)
        for k in range(4):
            at = (x + (tip[0] - x) * k / 4, y + (tip[1] - y) * k / 4)
            for side in (-1, 1):
                b.poly(leaf(at, (at[0] + side * 74, at[1] - 44), 32), tone)
