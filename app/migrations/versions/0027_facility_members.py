"""Duties of a facility's members, and invitations into a facility."""

import sqlalchemy as sa
from alembic import op

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.add_column("membership", sa.Column("duty", sa.String(), nullable=False, server_default="owner"))
    op.create_table(
        "facility_invitation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("facility_id", sa.Integer(), nullable=False),
        sa.Column("email", sa.String(), nullable=False),
        sa.Column("duty", sa.String(), nullable=False),
        sa.Column("key_hash", sa.String(), nullable=False),
        sa.Column("invited_by", sa.Integer(), nullable=True),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("expires_at", MOMENT, nullable=False),
        sa.Column("used_at", MOMENT, nullable=True),
        sa.Column("withdrawn", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["facility_id"], ["facility.id"], name=op.f("fk_facility_invitation_facility_id_facility")),
        sa.ForeignKeyConstraint(["invited_by"], ["user.id"], name=op.f("fk_facility_invitation_invited_by_user")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_facility_invitation")),
        sa.UniqueConstraint("key_hash", name=op.f("uq_facility_invitation_key_hash")),
    )
    op.create_index(op.f("ix_facility_invitation_facility_id"), "facility_invitation", ["facility_id"], unique=False)
    op.create_index(op.f("ix_facility_invitation_expires_at"), "facility_invitation", ["expires_at"], unique=False)


def downgrade() -> None:
    op.drop_table("facility_invitation")
    with op.batch_alter_table("membership") as batch:
        batch.drop_column("duty")
