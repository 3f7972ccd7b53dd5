"""Ornament drawn by the program: the face of a Đông Sơn drum and a meander for the corners of a frame.
Points.
"""

from collections.abc import Callable, Sequence
from math import cos, pi, sin

from reportlab.lib.colors import Color
from reportlab.pdfgen.canvas import Canvas

RAYS = 14
_BIRDS = 18

Point = tuple[float, float]

# A flying Lạc bird, beak to the right: beak, head, crest, neck, wing, back, tail, belly.
_BIRD: Sequence[Point] = (
    (1.06, 0.00),
    (0.56, 0.15),
    (0.50, 0.24),
    (0.22, 0.40),
    (0.30, 0.20),
    (0.14, 0.16),
    (0.16, 0.92),
    (0.02, 0.86),
    (-0.22, 0.18),
    (-0.50, 0.20),
    (-0.98, 0.52),
    (-0.90, 0.24),
    (-1.04, 0.12),
    (-0.88, 0.00),
    (-0.46, -0.04),
    (-0.26, -0.10),
    (-0.12, -0.46),
    (0.02, -0.46),
    (0.06, -0.10),
    (0.32, -0.04),
    (0.52, 0.04),
)


def draw_drum(canvas: Canvas, centre: Point, radius: float, colour: Color) -> None:
    """The face of a drum in one colour: star, chevrons, dots, combs and birds."""
    canvas.saveState()
    canvas.translate(*centre)
    canvas.setFillColor(colour)
    canvas.setStrokeColor(colour)
    canvas.setLineWidth(radius * 0.0045)
    _star(canvas, radius * 0.20)
    for share in (0.235, 0.255, 0.315, 0.335, 0.40, 0.42, 0.66, 0.68, 0.745, 0.765, 0.86, 0.88, 0.98, 1.0):
        canvas.circle(0, 0, radius * share, stroke=1, fill=0)
    _comb(canvas, radius * 0.255, radius * 0.315, 72)
    _dots(canvas, radius * 0.3675, radius * 0.019, 40)
    for n in range(_BIRDS):
        _bird(canvas, 2 * pi * n / _BIRDS, radius * 0.525, radius * 0.098)
    _dots(canvas, radius * 0.7125, radius * 0.019, 78)
    _teeth(canvas, radius * 0.765, radius * 0.86, 96)
    _comb(canvas, radius * 0.88, radius * 0.98, 180)
    canvas.restoreState()


def draw_corner(canvas: Canvas, corner: Point, side: float, *, right: bool, upper: bool) -> None:
    """A square meander of the current stroke colour, its outer corner in that corner of a frame."""
    step = side / 6
    path = canvas.beginPath()
    path.moveTo(0, side)
    for low, high in ((0, 6), (1, 5), (2, 4)):
        path.lineTo(low * step, low * step)
        path.lineTo(high * step, low * step)
        path.lineTo(high * step, (high - 1) * step)
        path.lineTo((low + 1) * step, (high - 1) * step)
    canvas.saveState()
    canvas.translate(*corner)
    canvas.scale(-1 if right else 1, -1 if upper else 1)
    canvas.drawPath(path, stroke=1, fill=0)
    canvas.restoreState()


def draw_rule(canvas: Canvas, centre: Point, half: float, colour: Color) -> None:
    """A short level rule broken by a lozenge."""
    x, y = centre
    size = half * 0.05
    canvas.setStrokeColor(colour)
    canvas.setFillColor(colour)
    canvas.setLineWidth(0.6)
    canvas.line(x - half, y, x - 2.4 * size, y)
    canvas.line(x + 2.4 * size, y, x + half, y)
    _fill(canvas, [(x - size, y), (x, y + size), (x + size, y), (x, y - size)])


def _star(canvas: Canvas, radius: float) -> None:
    inner = radius * 0.42
    points = []
    for n in range(2 * RAYS):
        reach = radius if n % 2 == 0 else inner
        points.append(_polar(reach, pi / 2 + pi * n / RAYS))
    _fill(canvas, points)
    for n in range(RAYS):
        angle = pi / 2 + pi * (2 * n + 1) / RAYS
        for share in (0.62, 0.78, 0.94):
            half = 0.10 * share + 0.02
            canvas.line(*_polar(radius * (share + 0.06), angle - half), *_polar(radius * share, angle))
            canvas.line(*_polar(radius * share, angle), *_polar(radius * (share + 0.06), angle + half))


def _comb(canvas: Canvas, inner: float, outer: float, count: int) -> None:
    _around(count, lambda angle: canvas.line(*_polar(inner, angle), *_polar(outer, angle)))


def _dots(canvas: Canvas, at: float, radius: float, count: int) -> None:
    def dot(angle: float) -> None:
        x, y = _polar(at, angle)
        canvas.circle(x, y, radius, stroke=1, fill=0)
        canvas.circle(x, y, radius * 0.3, stroke=0, fill=1)

    _around(count, dot)


def _teeth(canvas: Canvas, inner: float, outer: float, count: int) -> None:
    half = pi / count

    def tooth(angle: float) -> None:
        _fill(canvas, [_polar(inner, angle - half), _polar(outer, angle), _polar(inner, angle + half)])

    _around(count, tooth)


def _bird(canvas: Canvas, angle: float, at: float, length: float) -> None:
    """Flying anticlockwise, as on the drums of Ngọc Lũ and Hoàng Hạ."""
    along, out = (-sin(angle), cos(angle)), (cos(angle), sin(angle))
    points = [
        (
            out[0] * (at + y * length) + along[0] * x * length,
            out[1] * (at + y * length) + along[1] * x * length,
        )
        for x, y in _BIRD
    ]
    _fill(canvas, points)


def _around(count: int, draw: Callable[[float], None]) -> None:
    for n in range(count):
        draw(2 * pi * n / count)


def _polar(radius: float, angle: float) -> Point:
    return radius * cos(angle), radius * sin(angle)


def _fill(canvas: Canvas, points: Sequence[Point]) -> None:
    path = canvas.beginPath()
    path.moveTo(*points[0])
    for point in points[1:]:
        path.lineTo(*point)
    path.close()
    canvas.drawPath(path, stroke=0, fill=1)
