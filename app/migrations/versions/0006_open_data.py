"""Files of open data that each night leaves."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "open_data_file",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("file", sa.String(), nullable=False),
        sa.Column("zipped", sa.String(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("rows", sa.Integer(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_open_data_file")),
        sa.UniqueConstraint("day", "name", name=op.f("uq_open_data_file_day_name")),
    )
    op.create_index(op.f("ix_open_data_file_day"), "open_data_file", ["day"])


def downgrade() -> None:
    op.drop_index(op.f("ix_open_data_file_day"), table_name="open_data_file")
    op.drop_table("open_data_file")
