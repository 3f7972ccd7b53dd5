"""Drafts of the form of a product."""

import sqlalchemy as sa
from alembic import op

revision = "0044"
down_revision = "0043"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "product_draft",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("facility_id", sa.Integer(), nullable=False),
        sa.Column("product_id", sa.Integer(), nullable=True),
        sa.Column("target", sa.String(), nullable=False),
        sa.Column("fields", sa.JSON(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["facility_id"], ["facility.id"], name=op.f("fk_product_draft_facility_id_facility"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["product_id"], ["product.id"], name=op.f("fk_product_draft_product_id_product"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_product_draft_user_id_user")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_product_draft")),
        sa.UniqueConstraint("user_id", "target", name=op.f("uq_product_draft_user_id_target")),
    )
    op.create_index(op.f("ix_product_draft_facility_id"), "product_draft", ["facility_id"], unique=False)
    op.create_index(op.f("ix_product_draft_product_id"), "product_draft", ["product_id"], unique=False)


def downgrade() -> None:
    op.drop_table("product_draft")
