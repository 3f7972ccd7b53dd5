"""certificates corrected by new ones"""

import sqlalchemy as sa
from alembic import op

from app.core.audit import append_only_statements

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "award_correction",
        sa.Column("old_id", sa.Integer(), nullable=False),
        sa.Column("new_id", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("corrected_by", sa.Integer(), nullable=True),
        sa.Column("corrected_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["corrected_by"], ["user.id"], name=op.f("fk_award_correction_corrected_by_user")),
        sa.ForeignKeyConstraint(["new_id"], ["award.id"], name=op.f("fk_award_correction_new_id_award")),
        sa.ForeignKeyConstraint(["old_id"], ["award.id"], name=op.f("fk_award_correction_old_id_award")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_award_correction")),
        sa.UniqueConstraint("new_id", name=op.f("uq_award_correction_new_id")),
        sa.UniqueConstraint("old_id", name=op.f("uq_award_correction_old_id")),
    )
    for statement in append_only_statements("award_correction", op.get_bind().dialect.name):
        op.execute(statement)


def downgrade() -> None:
    op.drop_table("award_correction")
