"""Kinds of certificates as data, and the paper that another one renews."""

import sqlalchemy as sa
from alembic import op

revision = "0042"
down_revision = "0041"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)
LINK = "fk_certificate_replaces_id_certificate"


def upgrade() -> None:
    op.create_table(
        "certificate_scheme",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("name_vi", sa.String(), nullable=False),
        sa.Column("name_en", sa.String(), nullable=False),
        sa.Column("issuers", sa.JSON(), nullable=False),
        sa.Column("months", sa.Integer(), nullable=True),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("is_offered", sa.Boolean(), nullable=False),
        sa.Column("changed_by", sa.Integer(), nullable=True),
        sa.Column("changed_at", MOMENT, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["changed_by"], ["user.id"], name=op.f("fk_certificate_scheme_changed_by_user")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_certificate_scheme")),
        sa.UniqueConstraint("code", name=op.f("uq_certificate_scheme_code")),
    )
    with op.batch_alter_table("certificate") as batch:
        batch.add_column(sa.Column("scheme", sa.String(), server_default="", nullable=False))
        batch.add_column(sa.Column("replaces_id", sa.Integer(), nullable=True))
        batch.create_foreign_key(LINK, "certificate", ["replaces_id"], ["id"])
        batch.create_index(batch.f("ix_certificate_replaces_id"), ["replaces_id"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("certificate") as batch:
        batch.drop_index(batch.f("ix_certificate_replaces_id"))
        batch.drop_constraint(LINK, type_="foreignkey")
        batch.drop_column("replaces_id")
        batch.drop_column("scheme")
    op.drop_table("certificate_scheme")
