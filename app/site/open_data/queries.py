"""The files of open data that there are."""

from datetime import date

from sqlalchemy import func, select

from app.core.database.base import db
from app.site.open_data.models import OpenDataFile


def last_day() -> date | None:
    """Of the newest files."""
    return db.session.scalar(select(func.max(OpenDataFile.day)))


def list_files(day: date | None) -> list[OpenDataFile]:
    """Those of a day, by name."""
    return list(
        db.session.scalars(select(OpenDataFile).where(OpenDataFile.day == day).order_by(OpenDataFile.name))
    )


def find_file(name: str) -> OpenDataFile | None:
    """The newest of a name."""
    query = select(OpenDataFile).where(OpenDataFile.name == name).order_by(OpenDataFile.day.desc()).limit(1)
    return db.session.scalar(query)
