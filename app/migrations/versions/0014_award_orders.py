"""Decisions about certificates after their issue, each by two people."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "award_order",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("award_id", sa.Integer(), nullable=False),
        *(sa.Column(name, sa.String(), nullable=False) for name in ("act", "decision_number")),
        sa.Column("decision_date", sa.Date(), nullable=False),
        *(sa.Column(name, sa.String(), nullable=False) for name in ("authority", "reason")),
        sa.Column("proposed_by", sa.Integer(), nullable=True),
        sa.Column("proposed_at", MOMENT, nullable=False),
        sa.Column("confirmed_by", sa.Integer(), nullable=True),
        sa.Column("confirmed_at", MOMENT, nullable=True),
        sa.Column("dropped_by", sa.Integer(), nullable=True),
        sa.Column("dropped_at", MOMENT, nullable=True),
        sa.ForeignKeyConstraint(["award_id"], ["award.id"], name=op.f("fk_award_order_award_id_award")),
        *(
            sa.ForeignKeyConstraint([name], ["user.id"], name=op.f(f"fk_award_order_{name}_user"))
            for name in ("proposed_by", "confirmed_by", "dropped_by")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_award_order")),
    )
    op.create_index(op.f("ix_award_order_award_id"), "award_order", ["award_id"])


def downgrade() -> None:
    op.drop_index(op.f("ix_award_order_award_id"), table_name="award_order")
    op.drop_table("award_order")
