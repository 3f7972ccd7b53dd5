"""The scan of a paper and the picture of a mark, kept as files."""

from collections.abc import Sequence
from typing import Any

from werkzeug.datastructures import FileStorage

from app.core.errors import at_field
from app.core.images.uploads import SCAN, check_pdf, decode_upload
from app.core.ports import ports
from catalog.credentials.services import StoredScan
from catalog.uploads import PDF, SCAN_SUFFIX, WEBP, clean_picture, uploaded


def keep_scan(file: FileStorage | None) -> StoredScan | None:
    """Store a scan: a PDF as it came, a picture re-encoded. Raises RuleBroken at field `scan`."""
    chosen = uploaded(file)
    if not chosen:
        return None
    data = chosen[0].read()
    with at_field("scan"):
        return stored_scan(data)


def stored_scan(data: bytes) -> StoredScan:
    """Store a paper: a PDF as it came, a picture re-encoded. Raises RuleBroken."""
    if data.startswith(b"%PDF-"):
        check_pdf(data)
        return StoredScan(ports().files.put(data, ".pdf"), PDF)
    widest = decode_upload(data, SCAN).renditions[-1]
    return StoredScan(ports().files.put(widest.data, SCAN_SUFFIX), WEBP)


def kept_papers(files: Sequence[FileStorage]) -> list[StoredScan]:
    """Store several papers. Raises RuleBroken at field `files`."""
    with at_field("files"):
        return [stored_scan(file.read()) for file in files]


def keep_logo(file: FileStorage | None) -> dict[str, Any] | None:
    """Store the picture of a mark: the names of its files by width, and its size. Raises RuleBroken at field `logo`."""
    chosen = uploaded(file)
    if not chosen:
        return None
    with at_field("logo"):
        image = clean_picture(chosen[0].read())
    files = {str(each.width): ports().files.put(each.data, ".webp") for each in image.renditions}
    return files | {"size": [image.width, image.height]}
