"""Papers that people handed in: downloads for those who may see them, which no cache keeps."""

from flask import Response

from app.core.ports import ports
from app.web.file_names import disposition

ENDINGS = {"application/pdf": ".pdf", "image/webp": ".webp"}


def private_file(file: str, media_type: str, stem: str) -> Response:
    """A kept file as a download, never shown within the site. stem: its name without the ending. Authorize before."""
    response = Response(ports().files.get(file), content_type=media_type)
    response.headers["Content-Disposition"] = disposition(stem + ENDINGS.get(media_type, ""))
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response.headers["Cache-Control"] = "no-store"
    return response
