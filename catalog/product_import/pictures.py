"""The pictures of an import: files of a ZIP archive, named in the table."""

import io
import zipfile
from collections import Counter

from app.core.documents.tables.zip_faults import ZIP_FAULTS
from app.core.errors import RuleBroken
from app.core.images.headers import ImageFault, read_header
from app.core.images.uploads import PICTURE
from app.core.text import nfc

MAX_FILES = 2_000
MAX_UNPACKED = 100_000_000
SHEETS = (".xlsx", ".xls", ".ods", ".csv")
_UTF8 = 0x800
_OFFICE = frozenset({"[Content_Types].xml", "mimetype"})
"""What an archive holds that is a spreadsheet itself."""


class PictureArchive:
    """The files of an archive by name, with and without their folders, whatever their case."""

    def __init__(self, data: bytes | None) -> None:
        """data: None where none was sent. Raises RuleBroken(`pictures_zip`) at `pictures`."""
        self._zip: zipfile.ZipFile | None = None
        self._files: dict[str, zipfile.ZipInfo] = {}
        self._verdicts: dict[str, str] = {}
        if data is None:
            return
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        except ZIP_FAULTS:
            raise RuleBroken("pictures_zip", "pictures") from None
        files = _real_files(self._zip)
        if len(files) > MAX_FILES or sum(info.file_size for info in files.values()) > MAX_UNPACKED:
            raise RuleBroken("pictures_many", "pictures", limit=MAX_FILES)
        short = Counter(_key(name.rpartition("/")[2]) for name in files)
        for name, info in files.items():
            self._files[_key(name)] = info
            if short[key := _key(name.rpartition("/")[2])] == 1:
                self._files[key] = info

    def check(self, name: str) -> None:
        """Raises RuleBroken: picture_not_in_zip, and what its header alone tells. Many rows may name one picture: it
        is unpacked once.
        """
        key = _key(name)
        if key not in self._files:
            raise RuleBroken("picture_not_in_zip", name=name)
        if key not in self._verdicts:
            self._verdicts[key] = self._fault_of(self._files[key])
        if why := self._verdicts[key]:
            raise RuleBroken("picture_refused", name=name, why=why)

    def read(self, name: str) -> bytes:
        """The bytes of a checked file."""
        return self._bytes(self._files[_key(name)], name)

    def _fault_of(self, info: zipfile.ZipInfo) -> str:
        """The code of what is wrong with it; "" where nothing is."""
        if info.file_size > PICTURE.max_bytes:
            return "too_large_bytes"
        try:
            read_header(self._bytes(info, info.filename))
        except ImageFault as fault:
            return fault.code
        except RuleBroken:
            return "damaged"
        return ""

    def _bytes(self, info: zipfile.ZipInfo, name: str) -> bytes:
        assert self._zip is not None
        try:
            return self._zip.read(info)
        except ZIP_FAULTS:
            raise RuleBroken("picture_refused", name=name, why="damaged") from None


def split_archive(data: bytes) -> tuple[bytes, bytes | None]:
    """The spreadsheet and the pictures, where one archive holds both, as an export does; else the file alone."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            files = _real_files(packed)
            sheets = [info for name, info in files.items() if name.lower().endswith(SHEETS)]
            if _OFFICE & files.keys() or len(sheets) != 1:
                return data, None
            if sheets[0].file_size > 10 * len(data) + 1_000_000:
                raise RuleBroken("sheet_too_large", "file")
            return packed.read(sheets[0]), data
    except ZIP_FAULTS:
        return data, None


def _real_files(packed: zipfile.ZipFile) -> dict[str, zipfile.ZipInfo]:
    """The files by their names, without folders and what macOS adds."""
    named = {_name(info): info for info in packed.infolist() if info.filename and not info.is_dir()}
    return {
        name: info
        for name, info in named.items()
        if not name.startswith("__MACOSX/") and not name.rpartition("/")[2].startswith(".")
    }


def _name(info: zipfile.ZipInfo) -> str:
    """Programs write UTF-8 names without saying so."""
    if info.flag_bits & _UTF8:
        return info.filename
    try:
        return info.filename.encode("cp437").decode()
    except (UnicodeEncodeError, UnicodeDecodeError):
        return info.filename


def _key(name: str) -> str:
    return nfc(name.replace("\\", "/")).strip().casefold()
