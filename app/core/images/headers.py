"""The properties of a picture file, read without decoding it. Standard library only.

Sources: PNG (W3C, third edition) 5 and 11, JPEG (ITU-T T.81) annex B, WebP container (RFC 9649),
HEIF (ISO/IEC 23008-12) 6 and 10.
"""

import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass

_PNG = b"\x89PNG\r\n\x1a\n"
_PNG_PACKED = {b"iCCP", b"zTXt", b"iTXt"}
_PNG_PACKED_LIMIT = 4_000_000  # bytes unpacked in all; colour profiles of printers reach two million
_MOST_PARTS = 10_000  # chunks of a PNG, markers of a JPEG
_OTHER_PICTURES = (b"GIF8", b"II*\0", b"MM\0*", b"BM", b"\0\0\1\0", b"8BPS", b"%PDF-", b"<", b"\xef\xbb\xbf<")
_JPEG_SIZES = set(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
_JPEG_MARK, _JPEG_SCAN = 0xFF, 0xDA
_JPEG_BARE = {0x01, *range(0xD0, 0xD8)}
_WEBP_ANIMATION = 0x02
_WEBP_LOSSLESS = 0x2F
_HEIC = {b"heic", b"heix", b"heim", b"heis"}
_HEIC_MOVING = {b"hevc", b"hevx", b"hevm", b"hevs"}
_HEIF_HOLDERS = {b"iprp", b"ipco"}
_BOX, _LONG_BOX, _FLAGS = 8, 16, 4


class ImageFault(Exception):
    """`code`: not_an_image, unsupported_type, damaged."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True)
class Header:
    """`format` is JPEG, PNG, WEBP or HEIF; sizes in pixels as stored, before any rotation."""

    format: str
    width: int
    height: int
    is_animated: bool = False


def read_header(data: bytes) -> Header:
    """Raises ImageFault."""
    try:
        header = _reader(data)
    except (struct.error, IndexError, zlib.error) as error:
        raise ImageFault("damaged") from error
    if not (header.width and header.height):
        raise ImageFault("damaged")
    return header


def _reader(data: bytes) -> Header:
    if data.startswith(_PNG):
        return _png(data)
    if data.startswith(b"\xff\xd8\xff"):
        return _jpeg(data)
    if data.startswith(b"RIFF") and data[8:12] == b"WEBP":
        return _webp(data)
    if data[4:8] == b"ftyp" and _brands(data) & (_HEIC | _HEIC_MOVING):
        return _heif(data)
    is_other = data.lstrip()[:8].startswith(_OTHER_PICTURES) or data[4:8] == b"ftyp"
    raise ImageFault("unsupported_type" if is_other else "not_an_image")


def _png(data: bytes) -> Header:
    chunks = dict[bytes, int]()
    width = height = 0
    budget = _PNG_PACKED_LIMIT
    for kind, start, size in _png_chunks(data):
        if not chunks and kind != b"IHDR":
            raise ImageFault("damaged")
        if kind == b"IHDR":
            width, height = struct.unpack_from(">II", data, start)
        if kind in _PNG_PACKED:
            budget -= _unpacked_size(data[start : start + size], kind, budget)
        chunks[kind] = chunks.get(kind, 0) + 1
    if chunks.get(b"IHDR") != 1 or b"IDAT" not in chunks:
        raise ImageFault("damaged")
    return Header("PNG", width, height, is_animated=b"acTL" in chunks)


def _png_chunks(data: bytes) -> Iterator[tuple[bytes, int, int]]:
    """Kind, start of the content and its size, up to the end chunk; what follows it is never read."""
    place = len(_PNG)
    for _ in range(_MOST_PARTS):
        size, kind = struct.unpack_from(">I4s", data, place)
        if place + 12 + size > len(data):
            raise ImageFault("damaged")
        yield kind, place + 8, size
        if kind == b"IEND":
            return
        place += 12 + size
    raise ImageFault("damaged")


def _unpacked_size(content: bytes, kind: bytes, budget: int) -> int:
    """Of a text or profile: a few kilobytes must not unpack to gigabytes."""
    after_name = content.index(b"\0") + 1 if b"\0" in content else len(content)
    if kind == b"iTXt":
        flag, rest = content[after_name : after_name + 1], content[after_name + 2 :]
        packed = rest.split(b"\0", 2)[-1] if flag == b"\1" else b""
    else:
        packed = content[after_name + 1 :]
    size = len(zlib.decompressobj().decompress(packed, budget)) if packed else 0
    if size >= budget:
        raise ImageFault("damaged")
    return size


def _jpeg(data: bytes) -> Header:
    place, width, height = 2, 0, 0
    for _ in range(_MOST_PARTS):
        if data[place] != _JPEG_MARK:
            break
        marker = data[place + 1]
        if marker == _JPEG_SCAN:
            if data.find(b"\xff\xd9", place) < 0:
                break  # cut off
            return Header("JPEG", width, height)
        if marker == _JPEG_MARK or marker in _JPEG_BARE:  # filling, or a marker without content
            place += 1 if marker == _JPEG_MARK else 2
            continue
        if marker in _JPEG_SIZES:
            height, width = struct.unpack_from(">HH", data, place + 5)
        place += 2 + int(struct.unpack_from(">H", data, place + 2)[0])
    raise ImageFault("damaged")


def _webp(data: bytes) -> Header:
    if struct.unpack_from("<I", data, 4)[0] + 8 > len(data):
        raise ImageFault("damaged")
    kind = data[12:16]
    if kind == b"VP8X":
        width = int.from_bytes(data[24:27], "little") + 1
        height = int.from_bytes(data[27:30], "little") + 1
        return Header("WEBP", width, height, is_animated=bool(data[20] & _WEBP_ANIMATION))
    if kind == b"VP8L" and data[20] == _WEBP_LOSSLESS:
        bits = struct.unpack_from("<I", data, 21)[0]
        return Header("WEBP", (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1)
    if kind == b"VP8 " and data[23:26] == b"\x9d\x01\x2a":
        width, height = struct.unpack_from("<HH", data, 26)
        return Header("WEBP", width & 0x3FFF, height & 0x3FFF)
    raise ImageFault("damaged")


def _brands(data: bytes) -> set[bytes]:
    size = min(int(struct.unpack_from(">I", data)[0]), 256)
    return {data[8:12], *(data[place : place + 4] for place in range(16, size, 4))}


def _heif(data: bytes) -> Header:
    """The largest picture of the file: a phone's photo is put together of tiles, which are listed too."""
    sizes = [
        struct.unpack_from(">II", data, start + _FLAGS) for kind, start in _boxes(data) if kind == b"ispe"
    ]
    width, height = max(sizes, key=lambda size: size[0] * size[1], default=(0, 0))
    return Header("HEIF", width, height, is_animated=data[8:12] in _HEIC_MOVING)


def _boxes(data: bytes) -> Iterator[tuple[bytes, int]]:
    """Kind and start of the content of each box, those in the boxes of properties too."""
    waiting = [(0, len(data))]
    for _ in range(_MOST_PARTS):
        if not waiting:
            return
        place, end = waiting.pop()
        if place + _BOX > end:
            continue
        size, kind = struct.unpack_from(">I4s", data, place)
        start = place + (_LONG_BOX if size == 1 else _BOX)
        length = int(struct.unpack_from(">Q", data, place + _BOX)[0]) if size == 1 else size or end - place
        if length < start - place or place + length > end:
            raise ImageFault("damaged")
        waiting.append((place + length, end))
        if kind == b"meta" or kind in _HEIF_HOLDERS:
            waiting.append((start + (_FLAGS if kind == b"meta" else 0), place + length))
        yield kind, start
    raise ImageFault("damaged")
