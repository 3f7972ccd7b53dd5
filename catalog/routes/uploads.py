"""From what a browser sends as a file to what the store keeps; outside any transaction."""

from werkzeug.datastructures import FileStorage

from app.core.errors import at_field
from app.core.images import SCAN, CleanImage, check_pdf, decode_upload
from app.core.ports import ports
from catalog.services.papers import StoredScan

SCAN_SUFFIX = ".scan"
"""Scans share the store with public pictures and must never be served as one of them."""
PDF = "application/pdf"
WEBP = "image/webp"


def uploaded(files: list[FileStorage] | FileStorage | None) -> list[FileStorage]:
    """The files really chosen: a browser sends an empty part for an empty field."""
    several = files if isinstance(files, list) else [files]
    return [file for file in several if isinstance(file, FileStorage) and file.filename]


def read_picture(file: FileStorage) -> CleanImage:
    """The picture drawn anew. Raises RuleBroken at field `pictures`."""
    with at_field("pictures"):
        return decode_upload(file.read())


def keep_scan(file: FileStorage | None) -> StoredScan | None:
    """Keep a scan: a PDF as it came, a picture drawn anew. Raises RuleBroken at field `scan`."""
    chosen = uploaded(file)
    if not chosen:
        return None
    data = chosen[0].read()
    with at_field("scan"):
        if data.startswith(b"%PDF-"):
            check_pdf(data)
            return StoredScan(ports().files.put(data, ".pdf"), PDF)
        widest = decode_upload(data, SCAN).renditions[-1]
    return StoredScan(ports().files.put(widest.data, SCAN_SUFFIX), WEBP)
