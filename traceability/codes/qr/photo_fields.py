"""A code read from an uploaded photo."""

from wtforms import Field

from app.web.forms import chosen_file
from traceability.codes.qr.photo import code_on_photo


def read_photo(code: Field, photo: Field) -> bool:
    """Fill the field of a code from its photo, where there is one. Raises RuleBroken at the photo's field."""
    file = chosen_file(photo)
    if file is None:
        return False
    code.data = code_on_photo(file.read(), photo.name)
    return True
