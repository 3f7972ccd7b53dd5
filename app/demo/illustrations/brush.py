"""A small drawing board over Pillow: flat shapes with soft curves, in units that do not depend on the pixels.

The picture is 1,000 units high; x = 0 is its middle, y = 0 its upper edge. Everything is drawn at twice the
size and reduced at the end, which is what smooths the edges.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from math import cos, pi, sin

from PIL import Image, ImageDraw

from app.demo.illustrations.palette import INK, RGB, WHITE, mix

OVERSAMPLING = 2
HEIGHT = 1000.0
_FINE = 3  # pixels; a thinner stroke needs no round joints
_LIT_FROM, _LIT_TO = 0.12, 0.86  # how far up and down a turned thing its light reaches

Point = tuple[float, float]


class Brush:
    """Draws on one picture of `size` pixels (width, height)."""

    def __init__(self, size: tuple[int, int], paper: RGB) -> None:
        self.size = size
        self.half_width = HEIGHT * size[0] / size[1] / 2
        self._scale = size[1] * OVERSAMPLING / HEIGHT
        paper_size = (size[0] * OVERSAMPLING, size[1] * OVERSAMPLING)
        self._paint_on(Image.new("RGB", paper_size, paper), (0, 0))

    def _paint_on(self, image: Image.Image, corner: tuple[int, int]) -> None:
        """corner: where in the whole picture it begins, in pixels."""
        self._image, self._corner = image, corner
        self._draw = ImageDraw.Draw(image)

    def finished(self) -> Image.Image:
        return self._image.reduce(OVERSAMPLING)

    def poly(self, points: Sequence[Point], fill: RGB) -> None:
        self._draw.polygon(self._pixels(points), fill=fill)

    def blob(self, points: Sequence[Point], fill: RGB) -> None:
        """A closed soft shape through the points."""
        self.poly(smooth(points, closed=True), fill)

    def line(self, points: Sequence[Point], fill: RGB, width: float) -> None:
        """A stroke with round ends and joints."""
        pixels = self._pixels(points)
        thick = max(1, round(width * self._scale))
        self._draw.line(pixels, fill=fill, width=thick)
        half = thick / 2
        for x, y in pixels if thick > _FINE else ():
            self._draw.ellipse((x - half, y - half, x + half, y + half), fill=fill)

    def curve(self, points: Sequence[Point], fill: RGB, width: float) -> None:
        self.line(smooth(points), fill, width)

    def oval(self, centre: Point, rx: float, ry: float, fill: RGB) -> None:
        self._draw.ellipse(self._box(centre[0] - rx, centre[1] - ry, 2 * rx, 2 * ry), fill=fill)

    def ring(self, centre: Point, rx: float, ry: float, colour: RGB, width: float) -> None:
        box = self._box(centre[0] - rx, centre[1] - ry, 2 * rx, 2 * ry)
        self._draw.ellipse(box, outline=colour, width=max(1, round(width * self._scale)))

    def rect(self, x: float, y: float, width: float, height: float, fill: RGB, radius: float = 0) -> None:
        self._draw.rounded_rectangle(self._box(x, y, width, height), radius * self._scale, fill=fill)

    def turned(self, profile: Sequence[Point], fill: RGB, x: float = 0, *, gloss: float = 0.4) -> list[Point]:
        """A thing made on a wheel: (y, half width) from the top down, shaded on the right, lit on the left.

        Returns its outline, to paint inside it.
        """
        curve = [(max(r, 0.0), y) for r, y in smooth([(r, y) for y, r in profile])]
        outline = [(x + r, y) for r, y in curve] + [(x - r, y) for r, y in reversed(curve)]
        self.poly(outline, fill)
        with self.within(outline):
            shade = [(x + r * 0.42, y) for r, y in curve] + [(x + r + 2, y) for r, y in reversed(curve)]
            self.poly(shade, mix(fill, INK, 0.14))
            last = max(1, len(curve) - 1)
            lit = [(n, r, y) for n, (r, y) in enumerate(curve) if _LIT_FROM < n / last < _LIT_TO]
            swell = [
                (r, y, 0.13 * r * sin(pi * (n / last - _LIT_FROM) / (_LIT_TO - _LIT_FROM))) for n, r, y in lit
            ]
            light = [(x - r * 0.66 - w, y) for r, y, w in swell]
            self.poly(light + [(x - r * 0.66 + w, y) for r, y, w in reversed(swell)], mix(fill, WHITE, gloss))
        return outline

    @contextmanager
    def within(self, outline: Sequence[Point]) -> Iterator[None]:
        """What is drawn inside the block shows only within the outline."""
        pixels = self._pixels(outline)
        left, top = (max(0, int(min(axis)) - 1) for axis in zip(*pixels, strict=True))
        right = min(self._image.width, int(max(x for x, _ in pixels)) + 2)
        bottom = min(self._image.height, int(max(y for _, y in pixels)) + 2)
        whole, corner = self._image, self._corner
        self._paint_on(whole.crop((left, top, right, bottom)), (corner[0] + left, corner[1] + top))
        yield
        mask = Image.new("1", self._image.size, 0)
        ImageDraw.Draw(mask).polygon([(x - left, y - top) for x, y in pixels], fill=1)
        whole.paste(self._image, (left, top), mask)
        self._paint_on(whole, corner)

    def paste(self, picture: Image.Image, centre: Point, radius: float) -> None:
        """Another picture inside a circle."""
        side = round(2 * radius * self._scale)
        mask = Image.new("L", (side, side), 0)
        ImageDraw.Draw(mask).ellipse((0, 0, side - 1, side - 1), fill=255)
        x, y = self._pixels([(centre[0] - radius, centre[1] - radius)])[0]
        small = picture.resize((side, side), Image.Resampling.LANCZOS)
        self._image.paste(small, (round(x), round(y)), mask)

    def _pixels(self, points: Sequence[Point]) -> list[Point]:
        left, top = self._corner
        return [((x + self.half_width) * self._scale - left, y * self._scale - top) for x, y in points]

    def _box(self, x: float, y: float, width: float, height: float) -> tuple[float, float, float, float]:
        (left, top), (right, bottom) = self._pixels([(x, y), (x + width, y + height)])
        return left, top, right, bottom


def smooth(points: Sequence[Point], *, closed: bool = False, steps: int = 14) -> list[Point]:
    """A curve through the points (Catmull-Rom, a little tight)."""
    count = len(points)
    spans = count if closed else count - 1
    out: list[Point] = []
    for n in range(spans):
        if closed:
            before, start, end, after = (points[(n + k) % count] for k in (-1, 0, 1, 2))
        else:
            before, start, end, after = (points[min(max(n + k, 0), count - 1)] for k in (-1, 0, 1, 2))
        out += _span(before, start, end, after, steps)
    return out if closed else [*out, points[-1]]


def _span(before: Point, start: Point, end: Point, after: Point, steps: int) -> list[Point]:
    """From start until before end."""
    in_x, in_y = (end[0] - before[0]) * 0.45, (end[1] - before[1]) * 0.45
    out_x, out_y = (after[0] - start[0]) * 0.45, (after[1] - start[1]) * 0.45
    return [
        (b * start[0] + i * in_x + e * end[0] + o * out_x, b * start[1] + i * in_y + e * end[1] + o * out_y)
        for b, i, e, o in _weights(steps)
    ]


@cache
def _weights(steps: int) -> list[tuple[float, float, float, float]]:
    """What start, slope there, end and slope there count for at each step."""
    times = [step / steps for step in range(steps)]
    return [(2 * t**3 - 3 * t**2 + 1, t**3 - 2 * t**2 + t, 3 * t**2 - 2 * t**3, t**3 - t**2) for t in times]


def around(centre: Point, radius: float, count: int, turn: float = 0.0) -> list[Point]:
    """`count` points on a circle, the first at `turn` radians."""
    return [
        (
            centre[0] + radius * cos(turn + 2 * pi * n / count),
            centre[1] + radius * sin(turn + 2 * pi * n / count),
        )
        for n in range(count)
    ]


def leaf(root: Point, tip: Point, width: float) -> list[Point]:
    """Outline of a leaf from root to tip."""
    dx, dy = tip[0] - root[0], tip[1] - root[1]
    middle = (root[0] + dx * 0.45, root[1] + dy * 0.45)
    length = (dx * dx + dy * dy) ** 0.5 or 1.0
    nx, ny = -dy / length * width / 2, dx / length * width / 2
    sides = [(middle[0] + nx, middle[1] + ny), (middle[0] - nx, middle[1] - ny)]
    right = smooth([root, sides[0], tip])
    return right + smooth([tip, sides[1], root])
