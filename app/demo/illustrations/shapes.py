"""Shapes that several pictures share."""

from math import cos, pi, sin

from app.demo.illustrations.brush import Brush, Point, around, leaf
from app.demo.illustrations.palette import INK, RGB, darker, lighter


def lotus(b: Brush, foot: Point, size: float, line: RGB, fill: RGB) -> None:
    """A lotus flower of five petals above its foot."""
    x, y = foot
    for side in (-1, 1):
        b.poly(leaf((x, y), (x + side * size * 0.95, y - size * 0.7), size * 0.42), line)
        b.poly(leaf((x, y), (x + side * size * 0.55, y - size * 1.1), size * 0.46), fill)
    b.poly(leaf((x, y), (x, y - size * 1.35), size * 0.55), line)
    b.curve([(x, y), (x - size * 0.1, y + size * 0.5), (x + size * 0.15, y + size)], line, size * 0.07)


def waves(b: Brush, centre: Point, half: float, colour: RGB) -> None:
    for row in (-0.5, 0.0, 0.5):
        reach = half * (1 - abs(row) * 0.35)
        points = [
            (
                centre[0] - reach + reach * n / 3,
                centre[1] + row * half * 0.9 + (8 if n % 2 else -8) * half / 40,
            )
            for n in range(7)
        ]
        b.curve(points, colour, half * 0.14)


def fish(b: Brush, nose: Point, length: float, colour: RGB, turn: int = 1) -> None:
    """A small fish swimming towards `nose`."""
    x, y = nose
    body = [
        (x, y),
        (x - turn * length * 0.3, y - length * 0.15),
        (x - turn * length * 0.75, y - length * 0.03),
        (x - turn * length, y - length * 0.14),
        (x - turn * length * 0.93, y),
        (x - turn * length, y + length * 0.14),
        (x - turn * length * 0.75, y + length * 0.03),
        (x - turn * length * 0.3, y + length * 0.13),
    ]
    b.blob(body, colour)
    b.curve(
        [
            (x - turn * length * 0.06, y + length * 0.03),
            (x - turn * length * 0.35, y + length * 0.04),
            (x - turn * length * 0.7, y + length * 0.005),
        ],
        lighter(colour, 0.5),
        length * 0.05,
    )
    b.oval((x - turn * length * 0.1, y - length * 0.03), length * 0.024, length * 0.024, INK)


def slice_of_fruit(b: Brush, centre: Point, radius: float, colour: RGB) -> None:
    b.oval(centre, radius, radius, colour)
    b.oval(centre, radius * 0.86, radius * 0.86, lighter(colour, 0.75))
    for n in range(8):
        tip = around(centre, radius * 0.74, 8, pi / 8)[n]
        b.poly(leaf(centre, tip, radius * 0.44), lighter(colour, 0.25))


def sprig(b: Brush, root: Point, height: float, colour: RGB) -> None:
    """One bud and two leaves: the tea picker's measure."""
    x, y = root
    b.curve(
        [(x, y), (x + height * 0.04, y - height * 0.5), (x, y - height * 0.8)],
        darker(colour, 0.25),
        height * 0.035,
    )
    b.poly(leaf((x, y - height * 0.35), (x - height * 0.52, y - height * 0.78), height * 0.3), colour)
    b.poly(
        leaf((x, y - height * 0.42), (x + height * 0.52, y - height * 0.86), height * 0.3),
        darker(colour, 0.16),
    )
    b.poly(
        leaf((x, y - height * 0.7), (x + height * 0.05, y - height * 1.12), height * 0.17),
        lighter(colour, 0.25),
    )


def bean(b: Brush, centre: Point, radius: float, turn: float, colour: RGB) -> None:
    x, y = centre
    c, s = cos(turn), sin(turn)
    body = [
        (x + radius * (c * cos(t) - 0.68 * s * sin(t)), y + radius * (s * cos(t) + 0.68 * c * sin(t)))
        for t in (2 * pi * n / 20 for n in range(20))
    ]
    b.poly(body, colour)
    seam = ((-0.86, 0.0), (-0.4, 0.12), (0.0, 0.0), (0.4, -0.12), (0.86, 0.0))
    line = [(x + radius * (c * u - s * v), y + radius * (s * u + c * v)) for u, v in seam]
    b.curve(line, lighter(colour, 0.32), radius * 0.12)


def pouch(b: Brush, x: float, colour: RGB, label: RGB, half: float = 190) -> None:
    """A stand-up bag with a label across it."""
    outline = [
        (x - half * 0.92, 300),
        (x + half * 0.92, 300),
        (x + half * 0.96, 420),
        (x + half, 800),
        (x + half * 0.8, 822),
        (x - half * 0.8, 822),
        (x - half, 800),
        (x - half * 0.96, 420),
    ]
    b.poly(outline, colour)
    with b.within(outline):
        b.poly(
            [(x + half * 0.5, 290), (x + half * 1.1, 290), (x + half * 1.1, 830), (x + half * 0.62, 830)],
            darker(colour, 0.14),
        )
        b.poly(
            [(x - half * 0.84, 360), (x - half * 0.66, 360), (x - half * 0.74, 800), (x - half * 0.9, 800)],
            lighter(colour, 0.16),
        )
        b.rect(x - half * 1.1, 300, half * 2.2, 46, darker(colour, 0.2))
        for n in range(24):
            b.line(
                [(x - half + n * half / 12, 302), (x - half + n * half / 12, 344)], lighter(colour, 0.1), 3
            )
        b.rect(x - half * 1.1, 480, half * 2.2, 240, label)
        b.rect(x - half * 1.1, 490, half * 2.2, 5, darker(label, 0.35))
        b.rect(x - half * 1.1, 705, half * 2.2, 5, darker(label, 0.35))


def ear_of_rice(b: Brush, root: Point, height: float, colour: RGB) -> None:
    x, y = root
    stalk = [
        (x + height * 0.55 * t**2, y - height * t * (1.15 - 0.3 * t)) for t in (n / 10 for n in range(11))
    ]
    b.curve(stalk, colour, height * 0.03)
    for n, (px, py) in enumerate(stalk[3:]):
        for side in (-1, 1):
            b.poly(
                leaf(
                    (px, py),
                    (px + side * height * 0.1 + height * 0.05, py - height * 0.12 + n * 2),
                    height * 0.07,
                ),
                colour,
            )


def gear(b: Brush, centre: Point, radius: float, colour: RGB, teeth: int = 12, turn: float = 0.0) -> None:
    """A toothed wheel with a hub."""
    points = []
    for n in range(teeth):
        for share, reach in ((-0.30, 0.84), (-0.20, 1.0), (0.20, 1.0), (0.30, 0.84)):
            angle = turn + 2 * pi * (n + share) / teeth
            points.append((centre[0] + cos(angle) * radius * reach, centre[1] + sin(angle) * radius * reach))
    b.poly([(x, y + radius * 0.05) for x, y in points], darker(colour, 0.35))
    b.poly(points, colour)
    b.ring(centre, radius * 0.7, radius * 0.7, darker(colour, 0.2), radius * 0.06)
    for hole in around(centre, radius * 0.47, 6, turn):
        b.oval(hole, radius * 0.11, radius * 0.11, darker(colour, 0.4))
    b.oval(centre, radius * 0.24, radius * 0.24, lighter(colour, 0.35))
    b.oval(centre, radius * 0.11, radius * 0.11, darker(colour, 0.5))
