"""The tables of scans, and the file that holds them beside SQLite."""

from typing import cast

from sqlalchemy import Connection, Table, inspect

from traceability.models import Scan, ScanDay, ScanKey, ScanTotal

scans, totals, scan_days, keys = (
    cast("Table", entity.__table__) for entity in (Scan, ScanTotal, ScanDay, ScanKey)
)

_DAYS = (
    "INSERT INTO scan_day (lot_id, day, count) SELECT lot_id, date(hour), count(*) FROM scan_before"
    " GROUP BY lot_id, date(hour)"
)
_SCANS = (
    "INSERT INTO scan (day, code_hash, visitor, lot_id, product_id, is_item, hour, unit_code)"
    " SELECT date(hour), code_hash, visitor, lot_id, product_id, is_item, hour, unit_code FROM scan_before"
)
_TOTALS = (
    "INSERT INTO scan_total (code_hash, count, first) SELECT code_hash, sum(count), min(hour)"
    " FROM scan_total_before GROUP BY code_hash"
)


def open_file(connection: Connection) -> None:
    """Make the tables that are not there; bring those of an older program to the present form, whole or not at all."""
    connection.exec_driver_sql("BEGIN IMMEDIATE")
    inspector = inspect(connection)
    is_old = inspector.has_table("scan") and "day" not in {
        column["name"] for column in inspector.get_columns("scan")
    }
    if is_old:
        for index in inspector.get_indexes("scan"):
            connection.exec_driver_sql(f'DROP INDEX IF EXISTS "{index["name"]}"')
        for name in ("scan", "scan_total"):
            connection.exec_driver_sql(f"ALTER TABLE {name} RENAME TO {name}_before")
    for table in (scans, totals, scan_days, keys):
        table.create(connection, checkfirst=True)
    if is_old:
        for statement in (_SCANS, _TOTALS, _DAYS):
            connection.exec_driver_sql(statement)
        for name in ("scan", "scan_total"):
            connection.exec_driver_sql(f"DROP TABLE {name}_before")
