"""From uploaded files to stored files; outside any transaction."""

from werkzeug.datastructures import FileStorage

from app.core.errors import RuleBroken, at_field
from app.core.images.uploads import CleanImage, decode_upload

SCAN_SUFFIX = ".scan"
LEAST_SIDE = 200


"""Scans share the store with public pictures and must never be served as one of them."""


PDF = "application/pdf"


WEBP = "image/webp"


def uploaded(files: list[FileStorage] | FileStorage | None) -> list[FileStorage]:
    """The files really chosen: a browser sends an empty part for an empty field."""
    several = files if isinstance(files, list) else [files]
    return [file for file in several if isinstance(file, FileStorage) and file.filename]


def read_picture(file: FileStorage) -> CleanImage:
    """The re-encoded picture. Raises RuleBroken at field `pictures`."""
    with at_field("pictures"):
        return clean_picture(file.read())


def clean_picture(data: bytes) -> CleanImage:
    """The re-encoded picture of a product, large enough to be looked at. Raises RuleBroken."""
    image = decode_upload(data)
    if min(image.width, image.height) < LEAST_SIDE:
        raise RuleBroken("picture_too_small", least=LEAST_SIDE)
    return image
