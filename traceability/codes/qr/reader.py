"""A strict reader of drawn QR symbols (ISO/IEC 18004), independent of the encoder that print runs use.

It samples the centre of every module of an upright picture and corrects nothing: finder and timing patterns,
format information and every Reed-Solomon block must be whole. A phone corrects errors; the check before a
print run must not. Numbers of the standard (blocks, alignment positions, masks, logarithms) come from
`qrcode`'s tables.
"""

from collections.abc import Callable
from functools import lru_cache
from itertools import pairwise, product
from math import isqrt
from operator import itemgetter

from PIL import Image
from qrcode import base, util

Picker = Callable[[bytes], tuple[int, ...]]

_ALPHANUMERICS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:"
_NUMERIC, _ALPHANUMERIC, _BYTE, _END = 1, 2, 4, 0
_MODE_BITS = 4
_LONGER_COUNTS_FROM = (10, 27)  # versions whose segments state their length in more bits
_VERSION_STATED_FROM = 7
_MAX_VERSION = 40
_FINDER = 7
_TIMING = 6  # row and column
_MID_GREY = 128
_INK = [255 * (value < _MID_GREY) for value in range(256)]
_DARK = bytes(value < _MID_GREY for value in range(256))
_DIGITS = b"01" + bytes(254)


def read_modules(image: Image.Image) -> str | None:
    """The text of the one upright black-on-white symbol on the picture, or None where any module is wrong."""
    grid = sample(image)
    if grid is None:
        return None
    size = isqrt(len(grid))
    form = _format(grid, size)
    if form is None or not _patterns_are_whole(grid, size):
        return None
    level, mask = form
    pick, mask_bits = _data_places(size, mask)
    bits = bytes(pick(grid))
    data = _data((_number(bits) ^ mask_bits).to_bytes(len(bits) // 8), _version(size), level)
    return None if data is None else _text(data, _version(size))


def sample(image: Image.Image) -> bytes | None:
    """The modules row by row, 1 = dark, found by the extent of the ink; None where that is no QR symbol."""
    grey = image.convert("L")
    box = grey.point(_INK).getbbox()
    if box is None:
        return None
    left, top, right, bottom = box
    pixels, width = grey.tobytes().translate(_DARK), grey.width
    size = _modules_across(pixels[top * width + left : top * width + right])
    if size is None:
        return None
    pick = itemgetter(*(left + (right - left) * (2 * n + 1) // (2 * size) for n in range(size)))
    rows = (top + (bottom - top) * (2 * n + 1) // (2 * size) for n in range(size))
    return b"".join(bytes(pick(pixels[y * width : (y + 1) * width])) for y in rows)


def _modules_across(edge: bytes) -> int | None:
    """From the upper edge of the symbol, which begins with seven dark modules of the finder pattern."""
    run = len(edge) - len(edge.lstrip(b"\1"))
    version = round((len(edge) * _FINDER / run - 17) / 4) if run else 0
    return 17 + 4 * version if 1 <= version <= _MAX_VERSION else None


def _version(size: int) -> int:
    return (size - 17) // 4


def _number(bits: bytes) -> int:
    return int(bits.translate(_DIGITS), 2)


def _patterns_are_whole(grid: bytes, size: int) -> bool:
    pick, expected = _fixed_patterns(size)
    return bytes(pick(grid)) == expected


@lru_cache(maxsize=8)
def _fixed_patterns(size: int) -> tuple[Picker, bytes]:
    """What picks the finder patterns and timing lines, and how they must look."""
    last = size - _FINDER
    expected = {
        (top + y) * size + left + x: max(abs(y - 3), abs(x - 3)) in {0, 1, 3}
        for top, left in ((0, 0), (0, last), (last, 0))
        for y in range(_FINDER)
        for x in range(_FINDER)
    }
    for n in range(_FINDER + 1, last - 1):
        expected[_TIMING * size + n] = expected[n * size + _TIMING] = n % 2 == 0
    return itemgetter(*expected), bytes(expected.values())


def _format(grid: bytes, size: int) -> tuple[int, int] | None:
    """(error level, mask) from both copies of the format information, which must agree and be unbroken.

    The level is the standard's two bits (L 01, M 00, Q 11, H 10), which are `qrcode`'s constants too.
    """
    first, second = (_number(bytes(pick(grid))) for pick in _format_places(size))
    value = _known_formats().get(first)
    return None if value is None or first != second else (value >> 3, value & 7)


@lru_cache(maxsize=8)
def _format_places(size: int) -> tuple[Picker, Picker]:
    first = [(8, n) for n in (0, 1, 2, 3, 4, 5, 7, 8)] + [(n, 8) for n in (7, 5, 4, 3, 2, 1, 0)]
    second = [(size - 1 - n, 8) for n in range(7)] + [(8, size - 8 + n) for n in range(8)]
    return itemgetter(*(y * size + x for y, x in first)), itemgetter(*(y * size + x for y, x in second))


@lru_cache(maxsize=1)
def _known_formats() -> dict[int, int]:
    return {util.BCH_type_info(value): value for value in range(32)}


@lru_cache(maxsize=64)
def _data_places(size: int, mask: int) -> tuple[Picker, int]:
    """What picks the data modules in reading order, and the mask's bits at the same places.

    Reading order is pairs of columns from the right, up and down by turns, over whole codewords.
    """
    fixed = _function_places(size)
    places = []
    columns = [right for right in range(size - 1, 0, -2) if right > _TIMING] + [5, 3, 1]
    for turn, right in enumerate(columns):
        rows = range(size) if turn % 2 else range(size - 1, -1, -1)
        places += [(y, x) for y in rows for x in (right, right - 1) if (y, x) not in fixed]
    del places[len(places) // 8 * 8 :]
    turned = util.mask_func(mask)
    return itemgetter(*(y * size + x for y, x in places)), _number(bytes(turned(y, x) for y, x in places))


def _function_places(size: int) -> set[tuple[int, int]]:
    """Modules that carry no data: finders with format information, timing, alignment, version."""
    near, far = range(9), range(size - 8, size)
    corners = ((near, near), (near, far), (far, near))
    fixed: set[tuple[int, int]] = set().union(*(product(rows, columns) for rows, columns in corners))
    fixed |= {(_TIMING, n) for n in range(size)} | {(n, _TIMING) for n in range(size)}
    centres = util.pattern_position(_version(size))
    on_finders = {(6, 6), (6, size - 7), (size - 7, 6)}
    for y, x in set(product(centres, repeat=2)) - on_finders:
        fixed |= set(product(range(y - 2, y + 3), range(x - 2, x + 3)))
    if _version(size) >= _VERSION_STATED_FROM:
        stated = set(product(range(6), range(size - 11, size - 8)))
        fixed |= stated | {(x, y) for y, x in stated}
    return fixed


def _data(codewords: bytes, version: int, level: int) -> bytes | None:
    """The data codewords put back in order, or None where a block fails its Reed-Solomon check."""
    blocks = base.rs_blocks(version, level)
    checks = blocks[0].total_count - blocks[0].data_count
    longest = max(block.data_count for block in blocks)
    order = [n for turn in range(longest) for n, block in enumerate(blocks) if turn < block.data_count]
    order += list(range(len(blocks))) * checks
    parts = [
        bytes(word for word, owner in zip(codewords, order, strict=True) if owner == n)
        for n, _block in enumerate(blocks)
    ]
    return (
        None
        if any(_remainder(part, checks) for part in parts)
        else b"".join(part[:-checks] for part in parts)
    )


def _remainder(block: bytes, checks: int) -> int:
    """The block, as a polynomial over GF(256), modulo the generator: 0 when it is whole."""
    multiples = _generator_multiples(checks)
    top, left = 8 * (checks - 1), 0
    low = (1 << top) - 1
    for word in block[:-checks]:
        left = (left & low) << 8 ^ multiples[left >> top ^ word]
    return left ^ int.from_bytes(block[-checks:])


@lru_cache(maxsize=16)
def _generator_multiples(checks: int) -> tuple[int, ...]:
    """The generator's lower coefficients times 0 to 255, each packed into one number."""
    generator = [1]
    for root in range(checks):
        padded = [0, *generator, 0]
        generator = [after ^ _times(before, base.gexp(root)) for before, after in pairwise(padded)]
    return tuple(
        int.from_bytes(bytes(_times(term, factor) for term in generator[1:])) for factor in range(256)
    )


def _times(one: int, other: int) -> int:
    return int(base.gexp(base.glog(one) + base.glog(other))) if one and other else 0


class _Bits:
    def __init__(self, data: bytes) -> None:
        self.number, self.left = int.from_bytes(data), len(data) * 8

    def take(self, count: int) -> int:
        self.left -= count
        if self.left < 0:
            raise ValueError("the symbol ends in the middle of a segment")
        return self.number >> self.left & (1 << count) - 1


def _text(data: bytes, version: int) -> str | None:
    bits, out = _Bits(data), bytearray()
    try:
        while bits.left >= _MODE_BITS and (mode := bits.take(_MODE_BITS)) != _END:
            out += _segment(bits, mode, version)
        return out.decode("utf-8")
    except (ValueError, KeyError, IndexError):
        return None


def _segment(bits: _Bits, mode: int, version: int) -> bytes:
    large = sum(version >= first for first in _LONGER_COUNTS_FROM)
    count = bits.take({_NUMERIC: (10, 12, 14), _ALPHANUMERIC: (9, 11, 13), _BYTE: (8, 16, 16)}[mode][large])
    if mode == _BYTE:
        return bytes(bits.take(8) for _ in range(count))
    if mode == _NUMERIC:
        widths = [3] * (count // 3) + ([count % 3] if count % 3 else [])
        return "".join(f"{bits.take((0, 4, 7, 10)[width]):0{width}}" for width in widths).encode()
    pairs = [divmod(bits.take(11), 45) for _ in range(count // 2)]
    letters = [letter for pair in pairs for letter in pair] + ([bits.take(6)] if count % 2 else [])
    return "".join(_ALPHANUMERICS[letter] for letter in letters).encode()
