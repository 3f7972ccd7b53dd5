"""Lists of recognised products to and from bodies that do not use this site."""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "outside_list",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("direction", sa.String(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        *(sa.Column(name, sa.String(), nullable=False) for name in ("level", "body", "number")),
        sa.Column("dated", sa.Date(), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        *(sa.Column(name, sa.String(), nullable=False) for name in ("file", "key")),
        sa.Column("created_by", sa.Integer(), nullable=True),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("signed_at", MOMENT, nullable=True),
        sa.ForeignKeyConstraint(["created_by"], ["user.id"], name=op.f("fk_outside_list_created_by_user")),
        sa.ForeignKeyConstraint(
            ["round_id"], ["selection_round.id"], name=op.f("fk_outside_list_round_id_selection_round")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outside_list")),
    )
    op.create_index(op.f("ix_outside_list_round_id"), "outside_list", ["round_id"])
    op.add_column("nomination", sa.Column("outside_list_id", sa.Integer(), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("nomination") as batch:
        batch.drop_column("outside_list_id")
    op.drop_index(op.f("ix_outside_list_round_id"), table_name="outside_list")
    op.drop_table("outside_list")
