"""Dossiers on paper and the steps taken with them."""

import sqlalchemy as sa
from alembic import op

from app.core.audit import append_only_statements

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "paper_dossier",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("nomination_id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("form_set", sa.String(), nullable=False),
        sa.Column("handed_in_by", sa.String(), nullable=False),
        sa.Column("phone", sa.String(), nullable=False),
        sa.Column("papers", sa.JSON(), nullable=False),
        sa.Column("sets", sa.Integer(), nullable=False),
        sa.Column("days", sa.Integer(), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("received_by", sa.Integer(), nullable=True),
        sa.Column("received_at", MOMENT, nullable=False),
        sa.CheckConstraint("sets > 0", name=op.f("ck_paper_dossier_sets_positive")),
        sa.ForeignKeyConstraint(["nomination_id"], ["nomination.id"], name=op.f("fk_paper_dossier_nomination_id_nomination")),
        sa.ForeignKeyConstraint(["received_by"], ["user.id"], name=op.f("fk_paper_dossier_received_by_user")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_paper_dossier")),
        sa.UniqueConstraint("code", name=op.f("uq_paper_dossier_code")),
        sa.UniqueConstraint("nomination_id", name=op.f("uq_paper_dossier_nomination_id")),
    )
    op.create_index(op.f("ix_paper_dossier_due_on"), "paper_dossier", ["due_on"], unique=False)
    op.create_table(
        "dossier_step",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("dossier_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("detail", sa.String(), nullable=False),
        sa.Column("guidance", sa.String(), nullable=False),
        sa.Column("due_before", sa.Date(), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("done_by", sa.Integer(), nullable=True),
        sa.Column("done_by_name", sa.String(), nullable=False),
        sa.Column("done_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["done_by"], ["user.id"], name=op.f("fk_dossier_step_done_by_user")),
        sa.ForeignKeyConstraint(["dossier_id"], ["paper_dossier.id"], name=op.f("fk_dossier_step_dossier_id_paper_dossier")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_dossier_step")),
    )
    op.create_index(op.f("ix_dossier_step_dossier_id"), "dossier_step", ["dossier_id"], unique=False)
    dialect = op.get_bind().dialect.name
    for statement in append_only_statements("dossier_step", dialect):
        op.execute(statement)


def downgrade() -> None:
    op.drop_table("dossier_step")
    op.drop_table("paper_dossier")
