"""ZIP files that are not as they should be, and harm nothing."""

import io
import struct
import zipfile

_LOCAL, _LISTED = b"PK\x03\x04", b"PK\x01\x02"


def cut_off(data: bytes) -> bytes:
    """Without its second half, as an interrupted download."""
    return data[: len(data) // 2]


def garbled(data: bytes, name: str) -> bytes:
    """The bytes of a packed part are no packed data."""
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        at = packed.getinfo(name).header_offset
    named, extra = struct.unpack_from("<HH", data, at + 26)
    begins = at + 30 + named + extra
    return data[:begins] + b"\xff\xff\xff\xff" + data[begins + 4 :]


def encrypted(data: bytes) -> bytes:
    """Each part says that it needs a password."""
    return _patched(data, 6, 0x1)


def packed_unknown(data: bytes) -> bytes:
    """Each part is packed in a way that nobody knows."""
    return _patched(data, 8, 99)


def _patched(data: bytes, place: int, value: int) -> bytes:
    """place: in the header of a part; two bytes further on in the list of parts."""
    made = bytearray(data)
    for mark, further in ((_LOCAL, 0), (_LISTED, 2)):
        at = data.find(mark)
        while at >= 0:
            struct.pack_into("<H", made, at + place + further, value)
            at = data.find(mark, at + 4)
    return bytes(made)
