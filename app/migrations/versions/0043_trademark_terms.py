"""Terms of the course of a trademark as officers set them."""

import sqlalchemy as sa
from alembic import op

revision = "0043"
down_revision = "0042"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "trademark_term_set",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("begins", sa.Date(), nullable=False),
        sa.Column("months", sa.JSON(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("changed_by", sa.Integer(), nullable=True),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["changed_by"], ["user.id"], name=op.f("fk_trademark_term_set_changed_by_user")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_trademark_term_set")),
        sa.UniqueConstraint("begins", name=op.f("uq_trademark_term_set_begins")),
    )


def downgrade() -> None:
    op.drop_table("trademark_term_set")
