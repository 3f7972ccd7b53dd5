"""The register of certificates as the public reads it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from sqlalchemy import ColumnElement, func, select

from app.core.database.base import db
from app.core.logs.tlog.lines import iter_lines
from catalog.enums import AwardSource
from catalog.models import Award, CertificatePaper, RegisterLeaf
from catalog.register import writer as register

REGISTER_FILE = "register.json"


@dataclass(frozen=True, slots=True)
class Place:
    """The position of a certificate in the register. size: how many records the last checkpoint signed."""

    records: list[RegisterLeaf]
    size: int


def get_register_file() -> bytes:
    """The register as its verifiers want it, byte for byte."""
    return b"".join(iter_register_file())


def iter_register_file() -> Iterator[bytes]:
    """The same, piece by piece."""
    return iter_lines(register.sections())


def find_place(number: str) -> Place | None:
    """The records of a certificate; None where the register has none."""
    records = register.list_records(number)
    last = register.find_last_checkpoint()
    return Place(records, last.size) if records and last else None


@dataclass(frozen=True, slots=True)
class Progress:
    """How many certificate files are made, and how many there will be."""

    made: int
    total: int

    @property
    def is_complete(self) -> bool:
        return self.made == self.total


def get_progress_of_round(round_id: int) -> Progress:
    """The files of the certificates that a round led to."""
    return _progress(Award.round_id == round_id)


def get_progress_of(award_ids: Iterable[int]) -> Progress:
    """The files of these certificates."""
    return _progress(Award.id.in_(list(award_ids)))


def _progress(which: ColumnElement[bool]) -> Progress:
    query = (
        select(func.count(CertificatePaper.id), func.count(Award.id))
        .select_from(Award)
        .outerjoin(CertificatePaper, CertificatePaper.award_id == Award.id)
        .where(which, Award.number.is_not(None), Award.source == AwardSource.ROUND)
    )
    made, total = db.session.execute(query).one()
    return Progress(made, total)
