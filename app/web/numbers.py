"""Numbers in addresses: one that no row can have leads to no page, rather than into the database."""

from flask import Flask
from werkzeug.routing import IntegerConverter, Map

LARGEST = 2**63 - 1
"""What the databases hold in a key."""


class RowNumber(IntegerConverter):
    """`<int:…>` in a rule: from 0 to LARGEST."""

    def __init__(self, map: Map) -> None:  # noqa: A002  # Werkzeug's own name
        super().__init__(map, max=LARGEST)


def install(app: Flask) -> None:
    app.url_map.converters["int"] = RowNumber
