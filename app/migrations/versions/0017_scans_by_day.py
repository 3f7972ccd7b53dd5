"""Single scans by day, counts by code and by lot and day; under PostgreSQL a table for each day."""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

COLUMNS = "code_hash, visitor, lot_id, product_id, is_item, hour, unit_code"
MAKE = """
CREATE FUNCTION scan_days_make(today date) RETURNS void LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp AS $$
DECLARE
    wanted date;
    name text;
BEGIN
    PERFORM pg_advisory_xact_lock(7316004514);
    FOR wanted IN SELECT today + number FROM generate_series(-1, 3) AS number LOOP
        name := 'scan_' || to_char(wanted, 'YYYYMMDD');
        IF to_regclass(name) IS NULL AND NOT EXISTS (SELECT 1 FROM scan_other WHERE day = wanted) THEN
            EXECUTE format('CREATE TABLE %I PARTITION OF scan FOR VALUES FROM (%L) TO (%L)', name, wanted, wanted + 1);
        END IF;
    END LOOP;
END $$
"""
DROP = """
CREATE FUNCTION scan_days_drop(before date) RETURNS integer LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp AS $$
DECLARE
    name text;
    dropped integer := 0;
BEGIN
    PERFORM pg_advisory_xact_lock(7316004514);
    IF before > (now() AT TIME ZONE 'UTC')::date - 7 THEN
        RAISE EXCEPTION 'scans of the last days are not dropped';
    END IF;
    FOR name IN
        SELECT relname FROM pg_inherits JOIN pg_class ON pg_class.oid = inhrelid
        WHERE inhparent = 'scan'::regclass AND relname ~ '^scan_[0-9]{8}$'
            AND to_date(substr(relname, 6), 'YYYYMMDD') < before
    LOOP
        EXECUTE format('DROP TABLE %I', name);
        dropped := dropped + 1;
    END LOOP;
    DELETE FROM scan_other WHERE day < before;
    RETURN dropped;
END $$
"""


def upgrade() -> None:
    postgres = op.get_bind().dialect.name == "postgresql"
    _set_aside("scan", ("ix_scan_hour", "ix_scan_lot_id_is_item"))
    _set_aside("scan_total", ())
    op.create_table(
        "scan",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("code_hash", sa.String(), nullable=False),
        sa.Column("visitor", sa.String(), nullable=False),
        sa.Column("lot_id", sa.Integer(), nullable=False),
        sa.Column("product_id", sa.Integer(), nullable=True),
        sa.Column("is_item", sa.Boolean(), nullable=False),
        sa.Column("hour", sa.DateTime(timezone=True), nullable=False),
        sa.Column("unit_code", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("day", "code_hash", "visitor", name=op.f("pk_scan")),
        postgresql_partition_by="RANGE (day)",
    )
    op.create_index(op.f("ix_scan_lot_id_is_item"), "scan", ["lot_id", "is_item"])
    op.create_table(
        "scan_total",
        sa.Column("code_hash", sa.String(), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("first", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("code_hash", name=op.f("pk_scan_total")),
    )
    op.create_table(
        "scan_day",
        sa.Column("lot_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("lot_id", "day", name=op.f("pk_scan_day")),
    )
    day = "date(hour)"
    if postgres:
        day = "(hour AT TIME ZONE 'UTC')::date"
        op.execute("CREATE TABLE scan_other PARTITION OF scan DEFAULT")
        op.execute(MAKE)
        op.execute(DROP)
        op.execute(f"SELECT scan_days_make(day) FROM (SELECT DISTINCT {day} AS day FROM scan_before) AS days")
    op.execute(f"INSERT INTO scan (day, {COLUMNS}) SELECT {day}, {COLUMNS} FROM scan_before")
    op.execute(
        "INSERT INTO scan_total (code_hash, count, first)"
        " SELECT code_hash, sum(count), min(hour) FROM scan_total_before GROUP BY code_hash"
    )
    op.execute(
        "INSERT INTO scan_day (lot_id, day, count) SELECT lot_id, day, count(*) FROM scan GROUP BY lot_id, day"
    )
    op.drop_table("scan_before")
    op.drop_table("scan_total_before")


def _set_aside(name: str, indexes: tuple[str, ...]) -> None:
    """Rename a table, and free the names of its indexes and constraints."""
    for index in indexes:
        op.drop_index(index, table_name=name)
    op.rename_table(name, f"{name}_before")
    if op.get_bind().dialect.name == "postgresql":
        op.execute(f"ALTER INDEX pk_{name} RENAME TO pk_{name}_before")
        op.execute("ALTER SEQUENCE IF EXISTS scan_id_seq RENAME TO scan_before_id_seq")


def downgrade() -> None:
    postgres = op.get_bind().dialect.name == "postgresql"
    op.drop_index(op.f("ix_scan_lot_id_is_item"), table_name="scan")
    for name in ("scan", "scan_total"):
        op.rename_table(name, f"{name}_before")
        if postgres:
            op.execute(f"ALTER INDEX pk_{name} RENAME TO pk_{name}_before")
    op.create_table(
        "scan",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code_hash", sa.String(), nullable=False),
        sa.Column("lot_id", sa.Integer(), nullable=False),
        sa.Column("product_id", sa.Integer(), nullable=True),
        sa.Column("is_item", sa.Boolean(), nullable=False),
        sa.Column("hour", sa.DateTime(timezone=True), nullable=False),
        sa.Column("unit_code", sa.String(), nullable=False),
        sa.Column("visitor", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_scan")),
        sa.UniqueConstraint("code_hash", "visitor", name=op.f("uq_scan_code_hash_visitor")),
    )
    op.create_index(op.f("ix_scan_hour"), "scan", ["hour"])
    op.create_index(op.f("ix_scan_lot_id_is_item"), "scan", ["lot_id", "is_item"])
    op.create_table(
        "scan_total",
        sa.Column("code_hash", sa.String(), nullable=False),
        sa.Column("hour", sa.DateTime(timezone=True), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("code_hash", "hour", name=op.f("pk_scan_total")),
    )
    op.execute(f"INSERT INTO scan ({COLUMNS}) SELECT {COLUMNS} FROM scan_before ORDER BY hour")
    op.execute(
        "INSERT INTO scan_total (code_hash, hour, count) SELECT code_hash, first, count FROM scan_total_before"
    )
    op.drop_table("scan_day")
    op.drop_table("scan_before")
    op.drop_table("scan_total_before")
    if postgres:
        op.execute("DROP FUNCTION scan_days_make(date)")
        op.execute("DROP FUNCTION scan_days_drop(date)")
