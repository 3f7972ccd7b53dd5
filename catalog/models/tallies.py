"""Numbers of what is public, kept with each change so that no page has to count."""

from sqlalchemy import Index
from sqlalchemy.orm import Mapped, mapped_column

from app.core.database.base import Base


class Tally(Base):
    """How many facilities, products or recognitions share a value (`catalog.tallies.cells` says of which kinds)."""

    __tablename__ = "tally"

    kind: Mapped[str] = mapped_column(primary_key=True)
    value: Mapped[str] = mapped_column(primary_key=True)
    number: Mapped[int]


class RecognitionCell(Base):
    """How many recognitions in results share all five facets; round_id: 0 where no round led to them."""

    __tablename__ = "recognition_cell"
    __table_args__ = (Index(None, "year", "level"), Index(None, "level"), Index(None, "group"))

    unit_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    year: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    level: Mapped[str] = mapped_column(primary_key=True)
    group: Mapped[str] = mapped_column(primary_key=True)
    round_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    number: Mapped[int]
