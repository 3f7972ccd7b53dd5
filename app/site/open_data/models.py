"""The files of open data made each night."""

from datetime import date, datetime

from sqlalchemy import UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.core.database.base import Base, HasId


class OpenDataFile(HasId, Base):
    """One file of a night. name: as it is downloaded ("products.csv"); file, zipped: names in the file store;
    sha256: of the file as it is, not of the zipped one; rows: of its table.
    """

    __tablename__ = "open_data_file"
    __table_args__ = (UniqueConstraint("day", "name"),)

    day: Mapped[date] = mapped_column(index=True)
    name: Mapped[str]
    file: Mapped[str]
    zipped: Mapped[str]
    size: Mapped[int]
    sha256: Mapped[str]
    rows: Mapped[int]
    made_at: Mapped[datetime]
