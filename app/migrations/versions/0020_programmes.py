"""Programmes, their measures, targets and the versions of targets."""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "programme_measure",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("name_vi", sa.String(), nullable=False),
        sa.Column("name_en", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_programme_measure")),
        sa.UniqueConstraint("code", name=op.f("uq_programme_measure_code")),
    )
    op.create_table(
        "programme",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("slug", sa.String(), nullable=False),
        sa.Column("title_vi", sa.String(), nullable=False),
        sa.Column("title_en", sa.String(), nullable=False),
        sa.Column("level", sa.String(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=True),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("decision_number", sa.String(), nullable=False),
        sa.Column("decision_day", sa.Date(), nullable=True),
        sa.Column("issuer", sa.String(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("successor_id", sa.Integer(), nullable=True),
        sa.Column("is_demo", sa.Boolean(), nullable=False),
        sa.Column("created_by", sa.Integer(), nullable=True),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("ends_on >= starts_on", name=op.f("ck_programme_days_in_order")),
        sa.ForeignKeyConstraint(["created_by"], ["user.id"], name=op.f("fk_programme_created_by_user")),
        sa.ForeignKeyConstraint(["successor_id"], ["programme.id"], name=op.f("fk_programme_successor_id_programme")),
        sa.ForeignKeyConstraint(
            ["unit_id"], ["administrative_unit.id"], name=op.f("fk_programme_unit_id_administrative_unit")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_programme")),
        sa.UniqueConstraint("slug", name=op.f("uq_programme_slug")),
    )
    op.create_table(
        "programme_target",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("programme_id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("chapter_vi", sa.String(), nullable=False),
        sa.Column("chapter_en", sa.String(), nullable=False),
        sa.Column("measure_id", sa.Integer(), nullable=False),
        sa.Column("counts", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["measure_id"], ["programme_measure.id"], name=op.f("fk_programme_target_measure_id_programme_measure")
        ),
        sa.ForeignKeyConstraint(
            ["programme_id"], ["programme.id"], name=op.f("fk_programme_target_programme_id_programme")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_programme_target")),
        sa.UniqueConstraint("programme_id", "code", name=op.f("uq_programme_target_programme_id_code")),
    )
    op.create_table(
        "programme_target_version",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("target_id", sa.Integer(), nullable=False),
        sa.Column("from_day", sa.Date(), nullable=False),
        sa.Column("decision", sa.String(), nullable=False),
        sa.Column("wording_vi", sa.String(), nullable=False),
        sa.Column("wording_en", sa.String(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=True),
        sa.Column("is_approximate", sa.Boolean(), nullable=False),
        sa.Column("breakdown", sa.JSON(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("recorded_by", sa.Integer(), nullable=True),
        sa.Column("recorded_at", MOMENT, nullable=False),
        sa.CheckConstraint("number IS NULL OR number > 0", name=op.f("ck_programme_target_version_number_positive")),
        sa.ForeignKeyConstraint(
            ["recorded_by"], ["user.id"], name=op.f("fk_programme_target_version_recorded_by_user")
        ),
        sa.ForeignKeyConstraint(
            ["target_id"], ["programme_target.id"], name=op.f("fk_programme_target_version_target_id_programme_target")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_programme_target_version")),
        sa.UniqueConstraint("target_id", "from_day", name=op.f("uq_programme_target_version_target_id_from_day")),
    )
    op.create_index(
        op.f("ix_programme_target_version_target_id"), "programme_target_version", ["target_id"], unique=False
    )


def downgrade() -> None:
    op.drop_index(op.f("ix_programme_target_version_target_id"), table_name="programme_target_version")
    op.drop_table("programme_target_version")
    op.drop_table("programme_target")
    op.drop_table("programme")
    op.drop_table("programme_measure")
