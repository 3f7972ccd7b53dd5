"""Remarks that the chair released, grades and money of awards."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "released_remark",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("nomination_id", sa.Integer(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("released_by", sa.Integer(), nullable=True),
        sa.Column("released_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(
            ["nomination_id"], ["nomination.id"], name=op.f("fk_released_remark_nomination_id_nomination")
        ),
        sa.ForeignKeyConstraint(["released_by"], ["user.id"], name=op.f("fk_released_remark_released_by_user")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_released_remark")),
        sa.UniqueConstraint("nomination_id", name=op.f("uq_released_remark_nomination_id")),
    )
    op.create_table(
        "award_money",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("nomination_id", sa.Integer(), nullable=False),
        sa.Column("grade", sa.String(), nullable=False),
        sa.Column("amount", sa.Integer(), nullable=True),
        sa.Column("decision", sa.String(), nullable=False),
        sa.Column("paid_on", sa.Date(), nullable=True),
        sa.Column("saved_by", sa.Integer(), nullable=True),
        sa.Column("saved_at", MOMENT, nullable=False),
        sa.CheckConstraint("amount IS NULL OR amount > 0", name=op.f("ck_award_money_amount_positive")),
        sa.ForeignKeyConstraint(
            ["nomination_id"], ["nomination.id"], name=op.f("fk_award_money_nomination_id_nomination")
        ),
        sa.ForeignKeyConstraint(["saved_by"], ["user.id"], name=op.f("fk_award_money_saved_by_user")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_award_money")),
        sa.UniqueConstraint("nomination_id", name=op.f("uq_award_money_nomination_id")),
    )


def downgrade() -> None:
    op.drop_table("award_money")
    op.drop_table("released_remark")
