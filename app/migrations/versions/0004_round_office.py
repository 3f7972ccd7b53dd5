"""Sessions of the council, sets with their items, extensions and deadlines that stay passed."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)
ROUND = (
    sa.Column("entries_late_for", MOMENT, nullable=True),
    sa.Column("scoring_late_for", MOMENT, nullable=True),
    sa.Column("extended_at", MOMENT, nullable=True),
    sa.Column("extended_reason", sa.String(), nullable=False, server_default=""),
)
NOMINATION = (
    sa.Column("set_name", sa.String(), nullable=False, server_default=""),
    sa.Column("set_items", sa.JSON(), nullable=False, server_default="[]"),
)
TABLES = {"selection_round": ROUND, "nomination": NOMINATION}


def upgrade() -> None:
    op.create_table(
        "council_session",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("held_on", sa.Date(), nullable=False),
        sa.Column("place", sa.String(), nullable=False),
        sa.Column("agenda", sa.String(), nullable=False),
        sa.Column("present", sa.JSON(), nullable=False),
        sa.Column("recorded_by", sa.Integer(), nullable=True),
        sa.Column("recorded_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(
            ["recorded_by"], ["user.id"], name=op.f("fk_council_session_recorded_by_user")
        ),
        sa.ForeignKeyConstraint(
            ["round_id"], ["selection_round.id"], name=op.f("fk_council_session_round_id_selection_round")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_council_session")),
    )
    op.create_index(op.f("ix_council_session_round_id"), "council_session", ["round_id"])
    for table, columns in TABLES.items():
        for column in columns:
            op.add_column(table, column._copy())


def downgrade() -> None:
    for table, columns in TABLES.items():
        with op.batch_alter_table(table) as batch:
            for column in columns:
                batch.drop_column(column.name)
    op.drop_index(op.f("ix_council_session_round_id"), table_name="council_session")
    op.drop_table("council_session")
