"""Samples of entries, visits to facilities and the support team."""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "sample",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("nomination_id", sa.Integer(), nullable=False),
        sa.Column("label", sa.String(), nullable=False),
        sa.Column("description", sa.String(), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("instead", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("place", sa.String(), nullable=False),
        sa.Column("handed_in_by", sa.String(), nullable=False),
        sa.Column("received_by", sa.Integer(), nullable=True),
        sa.Column("received_at", MOMENT, nullable=False),
        sa.Column("left_to", sa.String(), nullable=False),
        sa.Column("left_at", MOMENT, nullable=True),
        sa.CheckConstraint("count > 0", name=op.f("ck_sample_count_positive")),
        sa.ForeignKeyConstraint(["nomination_id"], ["nomination.id"], name=op.f("fk_sample_nomination_id_nomination")),
        sa.ForeignKeyConstraint(["received_by"], ["user.id"], name=op.f("fk_sample_received_by_user")),
        sa.ForeignKeyConstraint(["round_id"], ["selection_round.id"], name=op.f("fk_sample_round_id_selection_round")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sample")),
        sa.UniqueConstraint("round_id", "label", name=op.f("uq_sample_round_id_label")),
    )
    op.create_index(op.f("ix_sample_nomination_id"), "sample", ["nomination_id"], unique=False)
    op.create_table(
        "site_visit",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("facility_id", sa.Integer(), nullable=False),
        sa.Column("held_on", sa.Date(), nullable=False),
        sa.Column("team", sa.JSON(), nullable=False),
        sa.Column("minutes", sa.String(), nullable=False),
        sa.Column("findings", sa.String(), nullable=False),
        sa.Column("recorded_by", sa.Integer(), nullable=True),
        sa.Column("recorded_at", MOMENT, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["facility_id"], ["facility.id"], name=op.f("fk_site_visit_facility_id_facility")),
        sa.ForeignKeyConstraint(["recorded_by"], ["user.id"], name=op.f("fk_site_visit_recorded_by_user")),
        sa.ForeignKeyConstraint(["round_id"], ["selection_round.id"], name=op.f("fk_site_visit_round_id_selection_round")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_site_visit")),
    )
    op.create_index(op.f("ix_site_visit_round_id_facility_id"), "site_visit", ["round_id", "facility_id"], unique=False)
    op.create_table(
        "site_visit_picture",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("visit_id", sa.Integer(), nullable=False),
        sa.Column("file", sa.String(), nullable=False),
        sa.Column("files", sa.JSON(), nullable=False),
        sa.Column("added_by", sa.Integer(), nullable=True),
        sa.Column("added_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["added_by"], ["user.id"], name=op.f("fk_site_visit_picture_added_by_user")),
        sa.ForeignKeyConstraint(["visit_id"], ["site_visit.id"], name=op.f("fk_site_visit_picture_visit_id_site_visit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_site_visit_picture")),
    )
    op.create_index(op.f("ix_site_visit_picture_visit_id"), "site_visit_picture", ["visit_id"], unique=False)
    op.create_table(
        "support_member",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["round_id"], ["selection_round.id"], name=op.f("fk_support_member_round_id_selection_round")),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_support_member_user_id_user")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_support_member")),
        sa.UniqueConstraint("round_id", "user_id", name=op.f("uq_support_member_round_id_user_id")),
    )
    op.create_index(op.f("ix_support_member_user_id"), "support_member", ["user_id"], unique=False)


def downgrade() -> None:
    op.drop_table("support_member")
    op.drop_table("site_visit_picture")
    op.drop_table("site_visit")
    op.drop_table("sample")
