"""What is refused of a zipped workbook before a reader opens it."""

import io
import zipfile
from collections.abc import Iterator, Sequence
from copy import copy

from app.core.documents.tables.layout import Layout, measure, shared_strings
from app.core.documents.tables.zip_faults import ZIP_FAULTS
from app.core.errors import RuleBroken

MAX_UNPACKED = 30_000_000
MAX_PARTS = 200
_ZIP_END = b"PK\x05\x06"
_ENCRYPTED, _MANIFEST, _CONTENT = 0x1, "META-INF/manifest.xml", "content.xml"
_STRINGS, _BINARY = "sharedstrings.xml", "workbook.bin"
_PACKINGS = frozenset((zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED))


def check_parts(data: bytes) -> bool:
    """Refuse in words what cannot be unpacked or should not be. Whether it is an ODS file.

    Raises RuleBroken at field `file`: sheet_unreadable, sheet_other_kind, sheet_cut_off, sheet_too_large,
    sheet_password.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            return _refuse_bomb(packed)
    except ZIP_FAULTS:
        is_cut = _ZIP_END not in data
        raise RuleBroken("sheet_cut_off" if is_cut else "sheet_unreadable", "file") from None


def _refuse_bomb(packed: zipfile.ZipFile) -> bool:
    """A file that unpacks to far more than a table of text, or declares entities, is not read at all. Whether it is
    an ODS file.
    """
    parts = packed.infolist()
    if len(parts) > MAX_PARTS or sum(part.file_size for part in parts) > MAX_UNPACKED:
        raise RuleBroken("sheet_too_large", "file")
    if any(part.flag_bits & _ENCRYPTED for part in parts) or _is_locked_ods(packed):
        raise RuleBroken("sheet_password", "file")
    if any(_is_called(part, _BINARY) for part in parts):
        raise RuleBroken("sheet_other_kind", "file", kind="XLSB")
    if any(part.compress_type not in _PACKINGS for part in parts):
        raise RuleBroken("sheet_unreadable", "file")
    _refuse_wide(packed, parts)
    return _CONTENT in packed.namelist()


def _refuse_wide(packed: zipfile.ZipFile, parts: Sequence[zipfile.ZipInfo]) -> None:
    texts = [part for part in parts if _is_called(part, _STRINGS)]
    others = [part for part in parts if not _is_called(part, _STRINGS)]
    if len(texts) > 1:
        raise RuleBroken("sheet_unreadable", "file")  # which of them the reader takes is not known
    strings: list[int] = []
    layout = Layout()
    for part, content in _contents(packed, [*texts, *others]):
        if part.filename.endswith((".xml", ".rels")) and b"<!DOCTYPE" in content:
            raise RuleBroken("sheet_unreadable", "file")
        if part in texts:
            strings = shared_strings(content)
        measure(content, layout, strings)


def _is_called(part: zipfile.ZipInfo, name: str) -> bool:
    return part.filename.lower().endswith(name)


def _contents(
    packed: zipfile.ZipFile, parts: Sequence[zipfile.ZipInfo]
) -> Iterator[tuple[zipfile.ZipInfo, bytes]]:
    """Each part in full. The size that the file names is not believed: the reader does not look at it either."""
    left = MAX_UNPACKED
    for part in parts:
        whole = copy(part)
        whole.file_size = left + MAX_UNPACKED  # never reached: the part ends by itself
        with packed.open(whole) as stream:
            content = stream.read(left + 1)
        left -= len(content)
        if left < 0:
            raise RuleBroken("sheet_too_large", "file")
        yield part, content


def _is_locked_ods(packed: zipfile.ZipFile) -> bool:
    """An ODS file lists in its manifest what is encrypted."""
    if _MANIFEST not in packed.namelist():
        return False
    with packed.open(_MANIFEST) as stream:
        return b":encryption-data" in stream.read(MAX_UNPACKED)
