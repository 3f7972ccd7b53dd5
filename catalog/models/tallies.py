"""Numbers of what is public, kept with each change so that no page has to count."""

from sqlalchemy.orm import Mapped, mapped_column

from app.core.database.base import Base


class Tally(Base):
    """How many facilities, products or recognitions share a value (`catalog.tallies.cells` says of which kinds)."""

    __tablename__ = "tally"

    kind: Mapped[str] = mapped_column(primary_key=True)
    value: Mapped[str] = mapped_column(primary_key=True)
    number: Mapped[int]
