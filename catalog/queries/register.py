"""The register of certificates as the public reads it."""

from dataclasses import dataclass

from app.core.tlog.lines import dump_lines
from catalog import register
from catalog.models_register import RegisterLeaf


@dataclass(frozen=True, slots=True)
class Place:
    """Where a certificate stands in the register. size: how many records the last checkpoint signed."""

    records: list[RegisterLeaf]
    size: int


def get_register_file() -> bytes:
    """The register as its verifiers want it, byte for byte."""
    return dump_lines(register.document())


def find_place(number: str) -> Place | None:
    """The records of a certificate; None where the register has none."""
    records = register.list_records(number)
    last = register.find_last_checkpoint()
    return Place(records, last.size) if records and last else None
