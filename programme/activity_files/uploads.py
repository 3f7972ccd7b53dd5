"""From an uploaded file to a stored one; outside any transaction."""

from dataclasses import dataclass, field

from werkzeug.datastructures import FileStorage

from app.core.errors import at_field
from app.core.images.uploads import check_pdf, decode_upload
from app.core.ports import ports
from catalog.uploads import PDF, SCAN_SUFFIX, WEBP


@dataclass(frozen=True, slots=True)
class KeptFile:
    """A file in the store. renditions: width -> file of a picture; empty for a paper."""

    file: str
    media_type: str
    renditions: dict[str, str] = field(default_factory=dict)
    width: int = 0
    height: int = 0


def keep_files(files: list[FileStorage]) -> list[KeptFile]:
    """Store papers as they came and pictures re-encoded. Raises RuleBroken at field `files`."""
    with at_field("files"):
        return [_kept(file.read()) for file in files]


def _kept(data: bytes) -> KeptFile:
    if data.startswith(b"%PDF-"):
        check_pdf(data)
        return KeptFile(ports().files.put(data, ".pdf"), PDF)
    image = decode_upload(data)
    names = {str(one.width): ports().files.put(one.data, SCAN_SUFFIX) for one in image.renditions}
    return KeptFile(names[max(names, key=int)], WEBP, names, image.width, image.height)
