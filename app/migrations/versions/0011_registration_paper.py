"""The registration paper of a facility, given once."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "registration_paper",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("facility_id", sa.Integer(), nullable=False),
        sa.Column("file", sa.String(), nullable=False),
        sa.Column("media_type", sa.String(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("kept_at", MOMENT, nullable=False),
        sa.Column("kept_by", sa.Integer(), nullable=True),
        sa.Column("replaced_at", MOMENT, nullable=True),
        sa.ForeignKeyConstraint(
            ["facility_id"], ["facility.id"], name=op.f("fk_registration_paper_facility_id_facility")
        ),
        sa.ForeignKeyConstraint(["kept_by"], ["user.id"], name=op.f("fk_registration_paper_kept_by_user")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_registration_paper")),
    )
    op.create_index(op.f("ix_registration_paper_facility_id"), "registration_paper", ["facility_id"])


def downgrade() -> None:
    op.drop_index(op.f("ix_registration_paper_facility_id"), table_name="registration_paper")
    op.drop_table("registration_paper")
