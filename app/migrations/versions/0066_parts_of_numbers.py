"""Parts of certificates' numbers, by which a look-up finds them; under PostgreSQL numbers are ordered by code."""

import sqlalchemy as sa
from alembic import op

from catalog.names import number_parts

revision = "0066"
down_revision = "0065"
branch_labels = None
depends_on = None

TABLE = "award_number_part"
BY_CODE = sa.String().with_variant(sa.String(collation="C"), "postgresql")
CHUNK = 5_000


def upgrade() -> None:
    parts = op.create_table(
        TABLE,
        sa.Column("part", BY_CODE, nullable=False),
        sa.Column("award_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["award_id"], ["award.id"], name=op.f(f"fk_{TABLE}_award_id_award")),
        sa.PrimaryKeyConstraint("part", "award_id", name=op.f(f"pk_{TABLE}")),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f(f"ix_{TABLE}_award_id_part"), TABLE, ["award_id", "part"])
    if op.get_bind().dialect.name == "postgresql":
        op.alter_column("award", "number_key", type_=sa.String(collation="C"))
    _fill(op.get_bind(), parts)


def _fill(connection: sa.Connection, parts: sa.Table) -> None:
    award = sa.table("award", sa.column("id"), sa.column("number"))
    last = 0
    while found := connection.execute(
        sa.select(award.c.id, award.c.number).where(award.c.id > last).order_by(award.c.id).limit(CHUNK)
    ).all():
        rows = [
            {"award_id": key, "part": part}
            for key, number in found
            for part in dict.fromkeys(number_parts(number or ""))
        ]
        if rows:
            connection.execute(parts.insert(), rows)
        last = found[-1][0]


def downgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.alter_column("award", "number_key", type_=sa.String(collation="default"))
    op.drop_table(TABLE)
