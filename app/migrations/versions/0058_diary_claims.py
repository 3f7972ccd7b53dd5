"""Entries of diaries that speak of healing: their words wait for an officer."""

import sqlalchemy as sa
from alembic import op

from catalog.claims import claims_in
from catalog.enums import CertificateKind

revision = "0058"
down_revision = "0057"
branch_labels = None
depends_on = None

NAME = "diary_claim"
CHUNK = 5_000


def upgrade() -> None:
    made = op.create_table(
        NAME,
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("judged_by", sa.Integer(), nullable=True),
        sa.Column("judged_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["event_id"], ["trace_event.id"], name=op.f("fk_diary_claim_event_id_trace_event")),
        sa.ForeignKeyConstraint(["judged_by"], ["user.id"], name=op.f("fk_diary_claim_judged_by_user")),
        sa.PrimaryKeyConstraint("event_id", name=op.f("pk_diary_claim")),
    )
    op.create_index(op.f("ix_diary_claim_state_event_id"), NAME, ["state", "event_id"])
    _fill(op.get_bind(), made)


def _fill(connection: sa.Connection, claims: sa.Table) -> None:
    """The entries that are there, judged as new ones are."""
    entry = sa.table(
        "trace_event", *map(sa.column, ("id", "note", "place", "party")), sa.column("readings", sa.JSON)
    )
    last = 0
    while rows := connection.execute(
        sa.select(entry).where(entry.c.id > last).order_by(entry.c.id).limit(CHUNK)
    ).all():
        last = rows[-1].id
        if held := [{"event_id": row.id, "state": "waiting"} for row in rows if _speaks_of_healing(row)]:
            connection.execute(sa.insert(claims), held)


NO_HEALING = frozenset({"award", "best", *CertificateKind})
"""What entries of that time are not asked about."""


def _speaks_of_healing(row: sa.Row[tuple[object, ...]]) -> bool:
    readings = (str(one["value"]) for one in row.readings or ())
    return bool(claims_in(" \n ".join((row.note, row.place, row.party, *readings)), NO_HEALING))


def downgrade() -> None:
    op.drop_table(NAME)
