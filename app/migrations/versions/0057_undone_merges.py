"""What a merge moved, so that it can be undone; the state that a closed facility had before."""

import sqlalchemy as sa
from alembic import op

revision = "0057"
down_revision = "0056"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    with op.batch_alter_table("merge") as batch:
        batch.add_column(sa.Column("moved", sa.JSON(), server_default="{}", nullable=False))
        batch.add_column(sa.Column("undo_reason", sa.String(), server_default="", nullable=False))
        for act in ("undo", "undone"):
            batch.add_column(sa.Column(f"{act}_by", sa.Integer(), nullable=True))
            batch.add_column(sa.Column(f"{act}_at", MOMENT, nullable=True))
            batch.create_foreign_key(op.f(f"fk_merge_{act}_by_user"), "user", [f"{act}_by"], ["id"])
    op.add_column("facility", sa.Column("closed_from", sa.JSON(), server_default="{}", nullable=False))


def downgrade() -> None:
    with op.batch_alter_table("facility") as batch:
        batch.drop_column("closed_from")
    with op.batch_alter_table("merge") as batch:
        for act in ("undone", "undo"):
            batch.drop_constraint(op.f(f"fk_merge_{act}_by_user"), type_="foreignkey")
            batch.drop_column(f"{act}_at")
            batch.drop_column(f"{act}_by")
        batch.drop_column("undo_reason")
        batch.drop_column("moved")
