"""The code on a photo of a label, read on the server for phones without a scanner."""

import io

from PIL import Image

from app.core.errors import RuleBroken, at_field
from app.core.images.uploads import ImageLimits, decode_upload
from traceability.codes.qr.symbols import read_all

READABLE = ImageLimits(widths=(2000,))
"""Wide enough for a small code on a photo of a whole sheet."""


def code_on_photo(data: bytes, field: str) -> str:
    """The text of the only QR code on a photo. Raises RuleBroken at `field`: no_code_on_photo,
    several_codes_on_photo, or why the picture cannot be used.
    """
    texts = codes_on_photo(data, field)
    if len(texts) != 1:
        raise RuleBroken("several_codes_on_photo" if texts else "no_code_on_photo", field)
    return texts[0]


def codes_on_photo(data: bytes, field: str) -> list[str]:
    """The texts of all QR codes on a photo, each once. The upload is first re-encoded in the limited child
    process; this process decodes only our own file. Raises RuleBroken at `field`: why the picture cannot be used.
    """
    with at_field(field):
        drawn = decode_upload(data, READABLE).renditions[-1]
    with Image.open(io.BytesIO(drawn.data), formats=["WEBP"]) as picture:
        return list(dict.fromkeys(text for text in read_all(picture) if text))
