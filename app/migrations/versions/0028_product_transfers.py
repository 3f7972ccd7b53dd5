"""Products handed from one facility to another."""

import sqlalchemy as sa
from alembic import op

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "product_transfer",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("product_id", sa.Integer(), nullable=False),
        sa.Column("giver_id", sa.Integer(), nullable=False),
        sa.Column("taker_id", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("answer", sa.String(), nullable=False),
        sa.Column("offered_by", sa.Integer(), nullable=True),
        sa.Column("offered_at", MOMENT, nullable=False),
        sa.Column("answered_by", sa.Integer(), nullable=True),
        sa.Column("answered_at", MOMENT, nullable=True),
        sa.ForeignKeyConstraint(["answered_by"], ["user.id"], name=op.f("fk_product_transfer_answered_by_user")),
        sa.ForeignKeyConstraint(["giver_id"], ["facility.id"], name=op.f("fk_product_transfer_giver_id_facility")),
        sa.ForeignKeyConstraint(["offered_by"], ["user.id"], name=op.f("fk_product_transfer_offered_by_user")),
        sa.ForeignKeyConstraint(["product_id"], ["product.id"], name=op.f("fk_product_transfer_product_id_product")),
        sa.ForeignKeyConstraint(["taker_id"], ["facility.id"], name=op.f("fk_product_transfer_taker_id_facility")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_product_transfer")),
    )
    op.create_index(op.f("ix_product_transfer_giver_id"), "product_transfer", ["giver_id"], unique=False)
    op.create_index(op.f("ix_product_transfer_taker_id"), "product_transfer", ["taker_id"], unique=False)
    op.create_index(
        op.f("ix_product_transfer_product_id_answer"), "product_transfer", ["product_id", "answer"], unique=False
    )


def downgrade() -> None:
    op.drop_table("product_transfer")
