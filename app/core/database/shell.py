"""What `make shell` provides: the database session, `select`, and every table by its class name."""

from typing import Any

from sqlalchemy import select

from app.core.database.base import Base, db


def shell_names() -> dict[str, Any]:
    """Name -> object, for `flask shell`."""
    tables = {mapper.class_.__name__: mapper.class_ for mapper in Base.registry.mappers}
    return {"db": db, "select": select, **tables}
