"""Files of the whole catalogue for programs."""

from datetime import datetime

from sqlalchemy.orm import Mapped, mapped_column

from app.core.database.base import Base, HasId


class WholeFile(HasId, Base):
    """One such file. name: as it is asked for ("sitemap-1.xml"); file, zipped: names in the file store; sha256: of the
    file as it is; position: of the change feed up to which all is in it; took: seconds that making all of them took.
    """

    __tablename__ = "whole_file"

    name: Mapped[str] = mapped_column(unique=True)
    file: Mapped[str]
    zipped: Mapped[str]
    sha256: Mapped[str]
    position: Mapped[int]
    took: Mapped[int]
    made_at: Mapped[datetime]
