"""Walking a whole list from its begin to its end, whatever changes meanwhile: by the ids of its rows, not by pages.

`cursor` (empty for the begin) gives the rows behind it; `updated_since` those that the change feed names since then.
"""

import re
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import request
from sqlalchemy import Integer, Select, cast, func, select
from sqlalchemy.orm import InstrumentedAttribute

from app.api.parameters import BadParameter
from app.core.clock import VIETNAM
from app.core.database.base import db
from app.core.database.changes import Change

PER_WALK = 100
LAST_CURSOR = 2**53
FIRST_YEAR, LAST_YEAR = 2000, 9000
_LEAP = re.compile(r"(?<=:[0-9]{2}):60(?![0-9])")
"""RFC 3339 knows leap seconds, and T and Z in small letters; Python does not."""


@dataclass(frozen=True, slots=True)
class Walk:
    """after: the id of the last row given; since: the moment asked for."""

    after: int = 0
    since: datetime | None = None


@dataclass(frozen=True, slots=True)
class Stage:
    """ids: of the rows of this answer; total: of the whole list; cursor: for the next answer, None at the end."""

    ids: list[int]
    total: int
    cursor: int | None


def asked_walk() -> Walk | None:
    """What is asked for, None where the list is asked by pages. Raises BadParameter."""
    if "cursor" not in request.args and "updated_since" not in request.args:
        return None
    return Walk(_read_cursor(), _read_moment())


def stage_of(kind: str, key: InstrumentedAttribute[int], query: Select[Any], walk: Walk) -> Stage:
    """The next rows of a list. key: the id; query: selects the ids of the list; kind: as the change feed names them."""
    if walk.since is not None:
        named = select(cast(Change.key, Integer)).where(Change.kind == kind, Change.at >= walk.since)
        query = query.where(key.in_(named))
    total = db.session.scalar(select(func.count()).select_from(query.subquery())) or 0
    found = list(db.session.scalars(query.where(key > walk.after).order_by(key).limit(PER_WALK + 1)))
    ids = found[:PER_WALK]
    return Stage(ids, total, ids[-1] if len(found) > PER_WALK else None)


def walked(items: list[dict[str, Any]], stage: Stage) -> dict[str, Any]:
    """The body of an answer; `page` and `pages` are those of a list with one page."""
    return {"items": items, "total": stage.total, "page": 1, "pages": 1, "next_cursor": stage.cursor}


def _read_cursor() -> int:
    text = request.args.get("cursor", "")
    if not text:
        return 0
    is_number = text.isascii() and text.isdigit() and len(text) <= len(str(LAST_CURSOR))
    if not is_number or int(text) > LAST_CURSOR:
        raise BadParameter("bad_cursor", "cursor")
    return int(text)


def _read_moment() -> datetime | None:
    text = request.args.get("updated_since")
    if text is None:
        return None
    try:
        moment = datetime.fromisoformat(
            _LEAP.sub(":59", text.upper().replace(" ", "+"))
        )  # a plus that was not encoded
    except ValueError:
        raise BadParameter("bad_moment", "updated_since") from None
    if not FIRST_YEAR <= moment.year < LAST_YEAR:
        return datetime(FIRST_YEAR if moment.year < FIRST_YEAR else LAST_YEAR, 1, 1, tzinfo=VIETNAM)
    return moment if moment.tzinfo is not None else moment.replace(tzinfo=VIETNAM)
