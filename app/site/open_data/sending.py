"""A file that a job has made, as an answer: with a validator, zipped or in part, and never built for the request."""

from collections.abc import Iterator
from datetime import datetime
from functools import partial
from http import HTTPStatus
from typing import Any, Protocol

from flask import Response, request

from app.core.file_bodies import AGAIN
from app.core.ports import ports
from app.core.storage import FileStore
from app.site.open_data.files import MEDIA_TYPES
from app.web.cache import takes_gzip
from app.web.cached_files import part_of

CHUNK = 65_536
_SENT = {HTTPStatus.OK, HTTPStatus.PARTIAL_CONTENT}
KEEP = "max-age=300, public"
"""Browsers may keep it for five minutes; "public" stands second, for files do not belong into the memory of pages."""


class Made(Protocol):
    """A row of a file that a job has made."""

    @property
    def name(self) -> str: ...
    @property
    def file(self) -> str: ...
    @property
    def zipped(self) -> str: ...
    @property
    def sha256(self) -> str: ...
    @property
    def made_at(self) -> datetime: ...


def send_file_of(row: Made, *, attached: bool = True, name: str = "") -> Response:
    """The file under its name, or another. A request for a part gets it from the plain file."""
    asked = request.environ
    zipped = takes_gzip(asked) and "Range" not in request.headers
    stored = row.zipped if zipped else row.file
    files = ports().files
    size = files.size(stored)
    response = Response(_chunks(files, stored), content_type=MEDIA_TYPES[row.name.rpartition(".")[2]])
    response.content_length = size
    response.set_etag(row.sha256 + ("-gzip" if zipped else ""))
    response.last_modified = row.made_at
    response.headers["Cache-Control"] = KEEP
    if attached:
        response.headers["Content-Disposition"] = f'attachment; filename="{name or row.name}"'
    response.headers["Vary"] = "Accept-Encoding"
    if zipped:
        response.headers["Content-Encoding"] = "gzip"
    response.make_conditional(_of_one_part(asked, size), accept_ranges=True, complete_length=size)
    if request.method == "GET" and response.status_code in _SENT and files.is_near:
        asked[AGAIN] = partial(files.open, stored)
    return response


def _of_one_part(asked: dict[str, Any], size: int) -> dict[str, Any]:
    """The request with the part that it asks for by its ends, or without one where that is to be left aside."""
    part = part_of(asked.get("HTTP_RANGE", ""), size)
    if part is None:
        return {name: value for name, value in asked.items() if name != "HTTP_RANGE"}
    return {**asked, "HTTP_RANGE": f"bytes={part.start}-{part.stop - 1}"} if part else asked


def _chunks(files: FileStore, name: str) -> Iterator[bytes]:
    """Opened when the first byte is wanted: who has the file already wants none. Read after the request has ended."""
    with files.open(name) as file:
        while chunk := file.read(CHUNK):
            yield chunk
