"""Food: jars, sacks, sweets, meat, fish, dried things."""

from math import cos, pi, sin
from random import Random

from app.demo.illustrations.brush import Brush, around
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
    STRAW,
    TURMERIC,
    WHITE,
    WOOD,
    darker,
    lighter,
    mix,
)
from app.demo.illustrations.shapes import bean, ear_of_rice, fish, lotus, pouch, slice_of_fruit


def jar(b: Brush, random: Random) -> None:
    _jar(b, random, random.choice((TURMERIC, mix(LACQUER, CORAL, 0.4), mix(COFFEE, AMBER, 0.4))), None)


def honey(b: Brush, random: Random) -> None:
    _jar(b, random, mix(HONEY, AMBER, 0.3), HONEY)


def _jar(b: Brush, random: Random, content: RGB, dripping: RGB | None) -> None:
    lid = random.choice((GOLD, INK, LACQUER, PINE))
    outline = b.turned(
        [(370, 150), (400, 190), (460, 208), (700, 208), (784, 196), (814, 168)], content, -40, gloss=0.35
    )
    with b.within(outline):
        b.rect(-280, 360, 480, 40, mix(WHITE, content, 0.25))
        b.rect(-280, 520, 480, 180, PAPER)
        b.rect(80, 520, 120, 180, darker(PAPER, 0.1))
        b.rect(-280, 528, 480, 6, lid)
        b.rect(-280, 686, 480, 6, lid)
    b.rect(-214, 296, 348, 82, lid, 16)
    b.rect(-214, 340, 348, 38, darker(lid, 0.16), 14)
    if dripping is None:
        lotus(b, (-50, 636), 70, content, lighter(content, 0.3))
        for n, (x, y) in enumerate(((190, 850), (236, 868), (280, 846), (324, 866), (-260, 860))):
            b.oval((x, y), 20 - n % 2 * 5, 15, darker(content, 0.08 * (n % 3)))
        return
    for x, y in ((-50, 574), (-83, 632), (-17, 632)):
        b.poly(around((x, y), 36, 6, pi / 2), content)
        b.poly(around((x, y), 24, 6, pi / 2), lighter(dripping, 0.3))
    b.line([(330, 420), (256, 760)], WOOD, 20)
    b.turned([(700, 40), (740, 62), (780, 58), (812, 30)], BAMBOO, 250)
    for y in (728, 752, 776):
        b.line([(196, y), (304, y)], darker(BAMBOO, 0.3), 7)


def rice(b: Brush, random: Random) -> None:
    sack = random.choice((STRAW, PAPER, mix(STRAW, CELADON, 0.3)))
    band = random.choice((LACQUER, PINE, INDIGO))
    body = [
        (-330, 800),
        (-344, 640),
        (-316, 470),
        (-210, 400),
        (-60, 392),
        (70, 410),
        (150, 480),
        (174, 640),
        (160, 800),
        (110, 824),
        (-280, 824),
    ]
    b.blob(body, sack)
    b.blob(
        [(-180, 404), (-230, 318), (-160, 296), (-80, 318), (0, 290), (60, 322), (10, 404)],
        darker(sack, 0.08),
    )
    b.line([(-190, 404), (-80, 414), (20, 404)], band, 20)
    for x in (-250, -120, 10, 110):
        b.curve([(x, 450), (x + (x + 80) * 0.12, 620), (x, 800)], darker(sack, 0.12), 5)
    b.oval((-84, 620), 116, 116, band)
    b.ring((-84, 620), 100, 100, HONEY, 5)
    ear_of_rice(b, (-120, 706), 170, HONEY)
    bowl = b.turned([(650, 156), (700, 152), (770, 104), (800, 66), (816, 62)], INDIGO, 250)
    with b.within(bowl):
        for n in range(9):
            lotus(b, (90 + n * 42.0, 730), 30, lighter(INDIGO, 0.7), lighter(INDIGO, 0.45))
    b.blob([(98, 652), (150, 596), (250, 560), (350, 596), (402, 652), (250, 680)], WHITE)
    for _ in range(26):
        at, height = random.uniform(130, 370), random.uniform(600, 650)
        b.line([(at, height), (at + 12, height - 5)], darker(WHITE, 0.12), 4)


def noodles(b: Brush, random: Random) -> None:
    strand = random.choice((STRAW, mix(PAPER, STRAW, 0.4), mix(COFFEE, STRAW, 0.55), HONEY))
    band = random.choice((LACQUER, PINE, INDIGO))
    for x, y in ((-180, 716), (180, 716), (0, 560)):
        b.rect(x - 170, y - 96, 340, 192, darker(strand, 0.3), 70)
        for n in range(22):
            dy = -86 + n * 8.2
            wave = 7 * sin(n * 1.7)
            reach = 164 - abs(dy) * 0.28
            b.curve(
                [(x - reach, y + dy), (x - 60, y + dy + wave), (x + 60, y + dy - wave), (x + reach, y + dy)],
                mix(strand, WHITE, 0.25 * (n % 3)),
                7,
            )
        b.rect(x - 48, y - 99, 96, 198, band, 8)
        b.rect(x - 48, y - 8, 96, 60, PAPER)
        b.oval((x, y + 22), 20, 20, lighter(band, 0.2))


def rice_paper(b: Brush, random: Random) -> None:
    sheet = random.choice((PAPER, mix(STRAW, WHITE, 0.4), mix(COFFEE, STRAW, 0.7)))
    for n in range(7, -1, -1):
        centre = (-30 + n * 15.0, 560 - n * 5.0)
        b.oval(centre, 268, 262, darker(sheet, 0.2))
        b.oval(centre, 263, 257, lighter(sheet, 0.35) if n else sheet)
    for row in range(-7, 8):
        for column in range(-7, 8):
            x, y = column * 33.0 + row * 8, row * 33.0 - column * 8
            if x * x + y * y < 236**2:
                b.poly(around((-30 + x, 560 + y), 9, 4), darker(sheet, 0.09))
    for n in range(38):
        x, y = random.gauss(0, 96), random.gauss(0, 96)
        b.line([(-30 + x, 560 + y), (-30 + x + 9, 560 + y + 5)], INK if n % 3 else HONEY, 8)
    b.curve([(-300, 650), (-160, 796), (0, 836), (150, 796), (250, 660)], LACQUER, 30)
    b.blob([(-20, 812), (-76, 776), (-90, 850), (-20, 842), (52, 856), (42, 780)], darker(LACQUER, 0.16))


def dried(b: Brush, random: Random) -> None:
    fruit = random.choice((TURMERIC, ROSE, CORAL, mix(LEAF, HONEY, 0.4)))
    pouch(b, -110, PAPER, fruit)
    b.oval((-110, 600), 100, 100, WHITE)
    slice_of_fruit(b, (-110, 600), 86, fruit)
    bowl = b.turned([(700, 168), (740, 162), (796, 100), (816, 70)], CLAY, 220)
    for n in range(9):
        x, y = 90 + n % 5 * 64 + n // 5 * 34, 690 - n // 5 * 44
        b.oval((x, y), 46, 36, darker(fruit, 0.14))
        b.oval((x, y - 5), 42, 30, lighter(fruit, 0.15 + 0.12 * (n % 3)))
        b.oval((x, y - 5), 15, 10, lighter(fruit, 0.6))
    b.turned([(704, 168), (740, 162), (796, 100), (816, 70)], CLAY, 220)
    with b.within(bowl):
        b.rect(20, 740, 400, 9, lighter(CLAY, 0.5))


def nuts(b: Brush, random: Random) -> None:
    shell = random.choice((WOOD, mix(BAMBOO, CLAY, 0.4), COFFEE))
    pouch(b, -110, mix(BAMBOO, WOOD, 0.2), PAPER)
    bean(b, (-110, 600), 76, 2.2, shell)
    for n in range(11):
        x, y = 84 + n % 6 * 56 + n // 6 * 28, 700 - n // 6 * 46
        bean(b, (x, y), 38, n * 0.9, mix(shell, BAMBOO, 0.2 * (n % 3)))
    bowl = b.turned([(704, 172), (740, 166), (796, 104), (816, 72)], PINE, 222)
    with b.within(bowl):
        b.rect(20, 744, 400, 9, lighter(PINE, 0.5))
    for x, y in ((-250, 862), (30, 868), (-60, 880)):
        bean(b, (x, y), 30, x / 90, shell)


def cake(b: Brush, random: Random) -> None:
    green = random.choice((PINE, mix(LEAF, PINE, 0.5)))
    for x, y in ((-180, 640), (176, 640), (0, 470)):
        b.rect(x - 168, y - 160, 336, 340, darker(green, 0.3), 22)
        b.rect(x - 168, y - 168, 336, 316, green, 22)
        for n in range(7):
            b.line([(x - 160, y - 140 + n * 44), (x + 160, y - 128 + n * 44)], lighter(green, 0.1), 4)
        for offset in (-66, 66):
            b.rect(x + offset - 9, y - 168, 18, 344, STRAW)
            b.rect(x - 168, y + offset - 19, 336, 18, STRAW)
    b.rect(-64, 420, 128, 90, LACQUER, 8)
    lotus(b, (0, 482), 32, HONEY, mix(HONEY, LACQUER, 0.3))


def biscuits(b: Brush, random: Random) -> None:
    band = random.choice((LACQUER, INDIGO, PINE))
    pouch(b, -120, lighter(BAMBOO, 0.25), band)
    crust = mix(BAMBOO, TURMERIC, 0.45)
    for x, y, r in ((230, 690, 128), (120, 772, 104), (330, 782, 96), (-120, 600, 84)):
        b.oval((x, y + 12), r, r * 0.92, darker(crust, 0.35))
        b.oval((x, y), r, r * 0.92, crust)
        b.oval((x, y), r * 0.84, r * 0.76, lighter(crust, 0.3))
        for _ in range(26):
            turn, reach = random.uniform(0, 2 * pi), random.uniform(0.05, 0.72) * r
            px, py = x + cos(turn) * reach, y + sin(turn) * reach * 0.9
            b.line([(px, py), (px + 6, py + 4)], INK, 7)


def sausages(b: Brush, random: Random) -> None:
    meat = random.choice((LACQUER, mix(CORAL, LACQUER, 0.5), mix(CLAY, LACQUER, 0.4)))
    b.line([(-330, 250), (330, 250)], BAMBOO, 26)
    b.line([(-330, 243), (330, 243)], lighter(BAMBOO, 0.4), 7)
    for n, x in enumerate((-250, -125, 0, 125, 250)):
        y = 430 + (n % 2) * 46
        b.line([(x, 250), (x, y - 90)], mix(STRAW, WOOD, 0.4), 6)
        for part in (0, 1):
            top = y - 90 + part * 206
            b.rect(x - 46, top, 92, 190, darker(meat, 0.06 * part), 46)
            b.rect(x + 14, top + 10, 30, 170, darker(meat, 0.2), 20)
            b.rect(x - 32, top + 26, 14, 120, lighter(meat, 0.32), 7)
            for _ in range(9):
                px, py = random.uniform(x - 26, x + 26), random.uniform(top + 24, top + 166)
                b.oval((px, py), 5, 4, lighter(meat, 0.5))
        b.oval((x, y + 107), 12, 9, darker(STRAW, 0.3))


def seafood(b: Brush, random: Random) -> None:
    tray = random.choice((BAMBOO, STRAW))
    b.oval((0, 620), 380, 220, darker(tray, 0.35))
    b.oval((0, 604), 380, 216, tray)
    for n in range(1, 8):
        b.ring((0, 604), n * 50, n * 28.5, darker(tray, 0.14), 5)
    for n in range(16):
        turn = pi * n / 16
        b.line(
            [(-cos(turn) * 350, 604 - sin(turn) * 196), (cos(turn) * 350, 604 + sin(turn) * 196)],
            darker(tray, 0.1),
            4,
        )
    colours = (mix(SKY, INK, 0.25), mix(BAMBOO, CLAY, 0.5), mix(SKY, WHITE, 0.2))
    for n, (x, y, turn) in enumerate(
        ((40, 480, 1), (-60, 556, -1), (230, 580, 1), (-250, 640, -1), (130, 690, 1), (-20, 752, -1))
    ):
        fish(b, (x + turn * 150, y), 290, colours[n % 3], turn)


def mushrooms(b: Brush, random: Random) -> None:
    cap = random.choice((AMBER, TURMERIC, mix(CORAL, HONEY, 0.5)))
    outline = b.turned(
        [(330, 150), (360, 190), (420, 200), (780, 200), (814, 172)], mix(WHITE, CELADON, 0.25), 0, gloss=0.6
    )
    with b.within(outline):
        b.rect(-220, 720, 440, 110, mix(WOOD, STRAW, 0.4))
        for n in range(15):
            x = -176 + n * 25
            top = 420 + (n * 53) % 130
            b.curve([(x, 730), (x + 14 * sin(n), 600), (x + 6, top)], mix(cap, HONEY, 0.2 * (n % 3)), 15)
            b.oval((x + 6, top), 13, 22, darker(cap, 0.1))
    b.rect(-178, 262, 356, 80, LACQUER, 18)
    b.rect(-178, 304, 356, 38, darker(LACQUER, 0.18), 16)
