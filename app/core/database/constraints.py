"""From the name of a violated database constraint to the domain error a person understands."""

import re

from sqlalchemy.exc import IntegrityError

from app.core.errors import Conflict, DomainError

_known: dict[str, tuple[str, str | None]] = {}
_SQLITE_UNIQUE = re.compile(r"UNIQUE constraint failed: (?P<columns>.+)")
_SQLITE_CHECK = re.compile(r"CHECK constraint failed: (?P<name>\S+)")


def name_constraint(name: str, code: str, field: str | None = None) -> None:
    """Register what a broken constraint means.

    name: the constraint's name as the naming convention makes it (`uq_facility_slug`).
    """
    _known[name] = (code, field)


def translate_violation(error: IntegrityError) -> DomainError:
    """The domain error for a violation; an unknown one is a plain conflict."""
    name = violated_constraint(error)
    code, field = _known.get(name, ("conflict", None))
    return Conflict(code, field, constraint=name)


def violated_constraint(error: IntegrityError) -> str:
    """The violated constraint's name under the naming convention, on SQLite and PostgreSQL alike."""
    diag = getattr(error.orig, "diag", None)
    if diag is not None:
        return str(getattr(diag, "constraint_name", "") or "")
    text = str(error.orig)
    if match := _SQLITE_UNIQUE.search(text):
        columns = [part.strip().split(".") for part in match["columns"].split(",")]
        return f"uq_{columns[0][0]}_" + "_".join(column[-1] for column in columns)
    if match := _SQLITE_CHECK.search(text):
        return match["name"]
    return "foreign_key" if "FOREIGN KEY" in text else ""
