"""Large deliveries of events in pieces; the index of events by runs of them."""

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None

INDEXES = ("epcis_term", "epcis_number")


def upgrade() -> None:
    op.create_table(
        "capture_piece",
        sa.Column("capture_job_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("data", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["capture_job_id"], ["capture_job.id"], name=op.f("fk_capture_piece_capture_job_id_capture_job")
        ),
        sa.PrimaryKeyConstraint("capture_job_id", "number", name=op.f("pk_capture_piece")),
    )


    for table in INDEXES:
        op.add_column(table, sa.Column("last_id", sa.Integer(), nullable=False, server_default="0"))
        op.execute(sa.text(f"UPDATE {table} SET last_id = event_id"))
        with op.batch_alter_table(table, table_kwargs={"sqlite_with_rowid": False}) as batch:
            batch.alter_column("last_id", server_default=None)


def downgrade() -> None:
    for table in INDEXES:
        with op.batch_alter_table(table, table_kwargs={"sqlite_with_rowid": False}) as batch:
            batch.drop_column("last_id")
    op.drop_table("capture_piece")
