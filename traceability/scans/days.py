"""Days of scans as they come and go: tables of their own under PostgreSQL, counts that are folded into months."""

import logging
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Connection, Engine, delete, func, select, text
from sqlalchemy.exc import SQLAlchemyError

from app.core.database.inserts import insert_on_conflict
from traceability.scans.tables import scan_days, scans

KEPT_DAYS = 30
"""Days that single scans are kept."""
DAILY = 400
"""Days for which a lot has its count of each day."""
_log = logging.getLogger("traceability.scans")
_MAKE = text("SELECT scan_days_make(:today)")
_DROP = text("SELECT scan_days_drop(:before)")
"""Functions of the migrations, which act with the owner's rights: the role of the server may make no tables."""


def make_days(engine: Engine, today: date) -> None:
    """PostgreSQL: make the tables of the days around this one. Rows of a day without one go to `scan_other`."""
    if engine.dialect.name != "postgresql":
        return
    try:
        with engine.begin() as connection:
            connection.execute(_MAKE, {"today": today})
    except SQLAlchemyError:
        _log.exception("no tables of scans for the days to come")


def forget_old_days(connection: Connection, today: date) -> int:
    """Remove single scans over 30 days old: tables of days as a whole, else row by row. Returns how many of them."""
    before = today - timedelta(days=KEPT_DAYS)
    if connection.dialect.name == "postgresql":
        return int(connection.scalar(_DROP, {"before": before}) or 0)
    return connection.execute(delete(scans).where(scans.c.day < before)).rowcount


def fold_old_days(connection: Connection, today: date) -> None:
    """Add up the counts of a lot by month where they are over 400 days old."""
    day, before = scan_days.c.day, (today - timedelta(days=DAILY)).replace(day=1)
    month: Any
    if connection.dialect.name == "postgresql":
        month = func.date_trunc("month", day).cast(day.type)
    else:
        month = func.date(day, "start of month")
    old = (day < before) & (day != month)
    if connection.scalar(select(func.count()).select_from(scan_days).where(old)) == 0:
        return
    added = select(scan_days.c.lot_id, month, func.sum(scan_days.c.count)).where(old)
    statement = insert_on_conflict(connection, scan_days).from_select(
        ["lot_id", "day", "count"], added.group_by(scan_days.c.lot_id, month)
    )
    connection.execute(
        statement.on_conflict_do_update(
            index_elements=list(scan_days.primary_key),
            set_={"count": scan_days.c.count + statement.excluded.count},
        )
    )
    connection.execute(delete(scan_days).where(old))
