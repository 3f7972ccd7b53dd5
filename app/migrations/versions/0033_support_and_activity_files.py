"""Consent of facilities to tell of support they received; papers and pictures of activities."""

import sqlalchemy as sa
from alembic import op

revision = "0033"
down_revision = "0032"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    with op.batch_alter_table("programme_beneficiary") as table:
        table.add_column(sa.Column("shown_at", MOMENT, nullable=True))
        table.add_column(sa.Column("shown_by", sa.Integer(), nullable=True))
        table.create_foreign_key(op.f("fk_programme_beneficiary_shown_by_user"), "user", ["shown_by"], ["id"])
    op.create_table(
        "programme_activity_file",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("activity_id", sa.Integer(), nullable=False),
        sa.Column("file", sa.String(), nullable=False),
        sa.Column("media_type", sa.String(), nullable=False),
        sa.Column("renditions", sa.JSON(), nullable=False),
        sa.Column("width", sa.Integer(), nullable=False),
        sa.Column("height", sa.Integer(), nullable=False),
        sa.Column("text_vi", sa.String(), nullable=False),
        sa.Column("text_en", sa.String(), nullable=False),
        sa.Column("is_public", sa.Boolean(), nullable=False),
        sa.Column("added_by", sa.Integer(), nullable=True),
        sa.Column("added_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(
            ["activity_id"],
            ["programme_activity.id"],
            name=op.f("fk_programme_activity_file_activity_id_programme_activity"),
        ),
        sa.ForeignKeyConstraint(["added_by"], ["user.id"], name=op.f("fk_programme_activity_file_added_by_user")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_programme_activity_file")),
        sa.UniqueConstraint("activity_id", "file", name=op.f("uq_programme_activity_file_activity_id_file")),
    )


def downgrade() -> None:
    op.drop_table("programme_activity_file")
    with op.batch_alter_table("programme_beneficiary") as table:
        table.drop_constraint(op.f("fk_programme_beneficiary_shown_by_user"), type_="foreignkey")
        table.drop_column("shown_by")
        table.drop_column("shown_at")
