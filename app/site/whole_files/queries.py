"""The files that there are, and whether there should be some."""

from sqlalchemy import select

from app.core.database.base import db
from app.site.whole_files.models import WholeFile
from catalog.tallies.cells import CERTIFICATE, FACILITY, PRODUCT
from catalog.tallies.queries import numbers_of

SMALL = 2_000
"""Products, facilities and certificates together, up to which files are drawn when they are asked for."""


def find_whole_file(name: str) -> WholeFile | None:
    return db.session.scalar(select(WholeFile).where(WholeFile.name == name))


def is_large() -> bool:
    """Whether the catalogue is too large to be drawn for a request; one statement."""
    kept = numbers_of(PRODUCT, FACILITY, CERTIFICATE)
    return sum(number for found in kept.values() for number in found.values()) > SMALL
