"""Label runs that put their codes into use, and the log of code lists."""

import sqlalchemy as sa
from alembic import op

from app.core.audit import append_only_statements

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        "label_run", sa.Column("activates", sa.Boolean(), nullable=False, server_default=sa.false())
    )
    op.create_table(
        "list_log_edge",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("nodes", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_list_log_edge")),
    )
    op.create_table(
        "list_log_leaf",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("event", sa.String(), nullable=False),
        sa.Column("salt", sa.String(), nullable=False),
        sa.Column("leaf_hash", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_list_log_leaf")),
        sa.UniqueConstraint("position", name=op.f("uq_list_log_leaf_position")),
    )
    for statement in append_only_statements("list_log_leaf", op.get_bind().dialect.name):
        op.execute(statement)


def downgrade() -> None:
    op.drop_table("list_log_leaf")
    op.drop_table("list_log_edge")
    with op.batch_alter_table("label_run") as batch:
        batch.drop_column("activates")
