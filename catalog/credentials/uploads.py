"""The scan of a paper, kept as a file."""

from werkzeug.datastructures import FileStorage

from app.core.errors import at_field
from app.core.images.uploads import SCAN, check_pdf, decode_upload
from app.core.ports import ports
from catalog.credentials.services import StoredScan
from catalog.uploads import PDF, SCAN_SUFFIX, WEBP, uploaded


def keep_scan(file: FileStorage | None) -> StoredScan | None:
    """Store a scan: a PDF as it came, a picture re-encoded. Raises RuleBroken at field `scan`."""
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
