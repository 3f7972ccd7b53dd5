"""What is poured: sauces, juice, water, tea, coffee."""

from random import Random

from app.demo.illustrations.brush import Brush, leaf
from app.demo.illustrations.palette import (
    AMBER,
    BAMBOO,
    CELADON,
    COFFEE,
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
    TURMERIC,
    WHITE,
    WOOD,
    darker,
    lighter,
    mix,
)
from app.demo.illustrations.shapes import bean, fish, pouch, slice_of_fruit, sprig, waves

_TRIO = 0.4
_SHOULDERED = [(300, 34), (400, 34), (440, 44), (500, 96), (540, 112), (700, 114), (796, 112), (814, 102)]


def sauce_bottles(b: Brush, random: Random) -> None:
    label = random.choice((LACQUER, INDIGO, PINE))
    if random.random() < _TRIO:
        _bottle(b, -190, 0.86, mix(AMBER, HONEY, 0.3), label)
        _bottle(b, 196, 0.86, mix(AMBER, LACQUER, 0.15), label)
        _bottle(b, 0, 1.12, AMBER, label)
        fish(b, (0, 880), 150, mix(SKY, INK, 0.2))
        return
    _bottle(b, -210, 0.92, mix(AMBER, LACQUER, 0.2), label)
    _bottle(b, -40, 1.16, mix(AMBER, HONEY, 0.15), label)
    dish = b.turned([(730, 150), (770, 138), (806, 70), (816, 62)], WHITE, 230)
    b.oval((230, 730), 150, 28, darker(WHITE, 0.1))
    b.oval((230, 733), 128, 20, AMBER)
    with b.within(dish):
        b.rect(60, 764, 340, 8, label)
    for x, y in ((190, 728), (236, 736), (270, 726)):
        b.poly(leaf((x, y), (x + 26, y - 8), 12), LACQUER)
    for n, x in enumerate((90, 240)):
        fish(b, (x, 884 - n * 14), 132, mix(SKY, INK, 0.2))


def _bottle(b: Brush, x: float, size: float, glass: RGB, label: RGB) -> None:
    shape = [(814 + (y - 814) * size, r * size) for y, r in _SHOULDERED]
    outline = b.turned(shape, glass, x, gloss=0.28)
    neck = 814 - 514 * size
    b.rect(x - 42 * size, neck - 34 * size, 84 * size, 78 * size, label, 12)
    b.rect(x - 42 * size, neck + 22 * size, 84 * size, 10 * size, GOLD)
    with b.within(outline):
        top = 814 - 262 * size
        b.rect(x - 130 * size, top, 260 * size, 200 * size, PAPER)
        b.rect(x - 130 * size, top, 260 * size, 16 * size, label)
        b.rect(x - 130 * size, top + 184 * size, 260 * size, 16 * size, label)
        b.poly(
            [
                (x + 52 * size, top),
                (x + 140 * size, top),
                (x + 140 * size, top + 200 * size),
                (x + 52 * size, top + 200 * size),
            ],
            darker(PAPER, 0.1),
        )
    b.oval((x - 8 * size, top + 86 * size), 52 * size, 52 * size, lighter(label, 0.12))
    waves(b, (x - 8 * size, top + 90 * size), 40 * size, HONEY)
    for n in range(2):
        b.line(
            [
                (x - 54 * size + n * 16, top + (156 + n * 14) * size),
                (x + 38 * size - n * 16, top + (156 + n * 14) * size),
            ],
            mix(label, PAPER, 0.5),
            5 * size,
        )


def juice(b: Brush, random: Random) -> None:
    drink = random.choice((ROSE, TURMERIC, mix(LEAF, HONEY, 0.4)))
    shape = [(250, 46), (330, 46), (372, 58), (440, 118), (500, 128), (790, 128), (814, 116)]
    outline = b.turned(shape, mix(drink, WHITE, 0.1), -70, gloss=0.5)
    with b.within(outline):
        b.rect(-260, 240, 400, 190, mix(drink, WHITE, 0.72))
        b.rect(-260, 540, 400, 180, PAPER)
        b.rect(-260, 540, 400, 12, drink)
        b.rect(-260, 708, 400, 12, drink)
    slice_of_fruit(b, (-78, 630), 62, drink)
    b.rect(-122, 206, 104, 74, darker(drink, 0.3), 14)
    glass = b.turned([(520, 112), (640, 100), (796, 84), (814, 78)], mix(WHITE, SKY, 0.14), 210, gloss=0.6)
    with b.within(glass):
        b.poly([(90, 590), (330, 590), (330, 830), (90, 830)], mix(drink, WHITE, 0.15))
        b.poly([(262, 590), (330, 590), (330, 830), (240, 830)], drink)
    b.oval((210, 590), 105, 16, lighter(drink, 0.3))
    b.line([(230, 580), (290, 420)], LACQUER, 14)


def water(b: Brush, random: Random) -> None:
    tint = random.choice((mix(SKY, WHITE, 0.45), mix(CELADON, WHITE, 0.4)))
    for x, size in ((150, 0.84), (-90, 1.06)):
        shape = [
            (814 + (y - 814) * size, r * size)
            for y, r in (
                (230, 40),
                (300, 40),
                (350, 90),
                (430, 124),
                (520, 126),
                (560, 114),
                (600, 126),
                (790, 124),
                (814, 108),
            )
        ]
        outline = b.turned(shape, tint, x, gloss=0.75)
        with b.within(outline):
            b.rect(x - 150, 814 - 360 * size, 300, 150 * size, mix(SKY, INDIGO, 0.4))
            waves(b, (x, 814 - 282 * size), 80 * size, WHITE)
        b.rect(x - 46 * size, 814 - 620 * size, 92 * size, 58 * size, INDIGO, 10)


def tea(b: Brush, random: Random) -> None:
    tin = random.choice((PINE, LACQUER, mix(PINE, INDIGO, 0.5)))
    outline = b.turned([(330, 150), (572, 150), (814, 150)], tin, -110, gloss=0.22)
    with b.within(outline):
        b.rect(-280, 330, 340, 92, darker(tin, 0.22))
        b.rect(-280, 420, 340, 8, GOLD)
        b.rect(-280, 776, 340, 8, GOLD)
    b.oval((-110, 330), 150, 30, lighter(tin, 0.15))
    b.oval((-118, 596), 98, 116, PAPER)
    b.ring((-118, 596), 88, 106, GOLD, 4)
    sprig(b, (-118, 682), 150, LEAF)
    cup = b.turned([(640, 128), (700, 122), (780, 76), (814, 70)], WHITE, 220)
    with b.within(cup):
        b.rect(60, 700, 320, 10, tin)
    b.oval((220, 640), 128, 26, darker(WHITE, 0.08))
    b.oval((220, 643), 112, 20, mix(HONEY, LEAF, 0.35))
    for n in range(2):
        x = 190 + n * 60
        b.curve([(x, 590), (x - 22, 550), (x + 16, 510), (x - 8, 466)], mix(WHITE, INK, 0.08), 12)
    for x, y, turn in ((-300, 850, 0.4), (-210, 872, -0.2), (20, 868, 0.3)):
        b.poly(leaf((x, y), (x + 70, y - 40 * turn), 30), LEAF)


def coffee(b: Brush, random: Random) -> None:
    bag = random.choice((COFFEE, mix(COFFEE, LACQUER, 0.35), mix(BAMBOO, WOOD, 0.25)))
    band = HONEY if bag == COFFEE else PAPER
    pouch(b, -100, bag, band)
    bean(b, (-100, 600), 62, 0.5, COFFEE if band == PAPER else darker(COFFEE, 0.1))
    b.turned([(560, 96), (620, 92), (660, 84), (676, 60)], (176, 180, 184), 230)
    b.rect(110, 664, 240, 16, (150, 155, 160), 8)
    b.oval((230, 556), 96, 18, (206, 209, 212))
    b.oval((230, 520), 20, 20, INK)
    glass = b.turned([(684, 92), (760, 86), (814, 74)], mix(WHITE, SKY, 0.15), 230)
    with b.within(glass):
        b.rect(120, 730, 220, 90, COFFEE)
        b.rect(120, 776, 220, 50, mix(HONEY, WHITE, 0.45))
    for x, y, turn in ((-300, 846, 0.2), (-236, 874, 1.3), (-150, 852, 2.2), (10, 876, 0.7), (84, 850, 1.8)):
        bean(b, (x, y), 30, turn, COFFEE)
