"""The request class: refuses what no browser sends, before a form reads it."""

from typing import IO, Any

from flask import Request
from werkzeug.exceptions import BadRequest
from werkzeug.formparser import FormDataParser


class NamedParts(FormDataParser):
    """Refuses a part of a multipart body that has no name: it belongs to no field."""

    def parse(
        self,
        stream: IO[bytes],
        mimetype: str,
        content_length: int | None,
        options: dict[str, str] | None = None,
    ) -> Any:
        parsed = super().parse(stream, mimetype, content_length, options)
        if any(None in names for names in parsed[1:]):
            raise BadRequest
        return parsed


class OurRequest(Request):
    form_data_parser_class = NamedParts
