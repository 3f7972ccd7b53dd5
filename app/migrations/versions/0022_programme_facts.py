"""Activities, what counts towards targets, and the numbers kept of it."""

import sqlalchemy as sa
from alembic import op

from app.core.audit import append_only_statements

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "programme_activity_kind",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("name_vi", sa.String(), nullable=False),
        sa.Column("name_en", sa.String(), nullable=False),
        sa.Column("measures", sa.JSON(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_programme_activity_kind")),
        sa.UniqueConstraint("code", name=op.f("uq_programme_activity_kind_code")),
    )
    op.create_table(
        "programme_activity",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind_id", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=True),
        sa.Column("place", sa.String(), nullable=False),
        sa.Column("organiser", sa.String(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("quantities", sa.JSON(), nullable=False),
        sa.Column("breakdown", sa.JSON(), nullable=False),
        sa.Column("planned_national", sa.Integer(), nullable=False),
        sa.Column("planned_local", sa.Integer(), nullable=False),
        sa.Column("planned_own", sa.Integer(), nullable=False),
        sa.Column("used_national", sa.Integer(), nullable=False),
        sa.Column("used_local", sa.Integer(), nullable=False),
        sa.Column("used_own", sa.Integer(), nullable=False),
        sa.Column("document", sa.String(), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("held_by", sa.Integer(), nullable=True),
        sa.Column("held_at", MOMENT, nullable=True),
        sa.Column("accepted_by", sa.Integer(), nullable=True),
        sa.Column("accepted_at", MOMENT, nullable=True),
        sa.Column("cancelled_reason", sa.String(), nullable=False),
        sa.Column("is_demo", sa.Boolean(), nullable=False),
        sa.Column("created_by", sa.Integer(), nullable=True),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("ends_on >= starts_on", name=op.f("ck_programme_activity_days_in_order")),
        sa.ForeignKeyConstraint(["accepted_by"], ["user.id"], name=op.f("fk_programme_activity_accepted_by_user")),
        sa.ForeignKeyConstraint(["created_by"], ["user.id"], name=op.f("fk_programme_activity_created_by_user")),
        sa.ForeignKeyConstraint(["held_by"], ["user.id"], name=op.f("fk_programme_activity_held_by_user")),
        sa.ForeignKeyConstraint(
            ["kind_id"],
            ["programme_activity_kind.id"],
            name=op.f("fk_programme_activity_kind_id_programme_activity_kind"),
        ),
        sa.ForeignKeyConstraint(
            ["unit_id"], ["administrative_unit.id"], name=op.f("fk_programme_activity_unit_id_administrative_unit")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_programme_activity")),
    )
    op.create_index(op.f("ix_programme_activity_kind_id"), "programme_activity", ["kind_id"], unique=False)
    op.create_index(
        op.f("ix_programme_activity_unit_id_starts_on"), "programme_activity", ["unit_id", "starts_on"], unique=False
    )
    op.create_table(
        "programme_beneficiary",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("activity_id", sa.Integer(), nullable=False),
        sa.Column("facility_id", sa.Integer(), nullable=False),
        sa.Column("trademark_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["activity_id"],
            ["programme_activity.id"],
            name=op.f("fk_programme_beneficiary_activity_id_programme_activity"),
        ),
        sa.ForeignKeyConstraint(
            ["facility_id"], ["facility.id"], name=op.f("fk_programme_beneficiary_facility_id_facility")
        ),
        sa.ForeignKeyConstraint(
            ["trademark_id"], ["trademark.id"], name=op.f("fk_programme_beneficiary_trademark_id_trademark")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_programme_beneficiary")),
        sa.UniqueConstraint(
            "activity_id", "facility_id", name=op.f("uq_programme_beneficiary_activity_id_facility_id")
        ),
    )
    op.create_index(
        op.f("ix_programme_beneficiary_facility_id"), "programme_beneficiary", ["facility_id"], unique=False
    )
    op.create_table(
        "programme_count",
        sa.Column("target_id", sa.Integer(), nullable=False),
        sa.Column("facet", sa.String(), nullable=False),
        sa.Column("value", sa.String(), nullable=False),
        sa.Column("evidence", sa.String(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("facts", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["target_id"], ["programme_target.id"], name=op.f("fk_programme_count_target_id_programme_target")
        ),
        sa.PrimaryKeyConstraint("target_id", "facet", "value", "evidence", name=op.f("pk_programme_count")),
    )
    op.create_table(
        "programme_fact",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("target_id", sa.Integer(), nullable=False),
        sa.Column("source_kind", sa.String(), nullable=False),
        sa.Column("source_key", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=True),
        sa.Column("facility_id", sa.Integer(), nullable=True),
        sa.Column("evidence", sa.String(), nullable=False),
        sa.Column("document", sa.String(), nullable=False),
        sa.Column("origin", sa.String(), nullable=False),
        sa.Column("activity_id", sa.Integer(), nullable=True),
        sa.Column("is_own", sa.Boolean(), nullable=False),
        sa.Column("is_demo", sa.Boolean(), nullable=False),
        sa.Column("entered_by", sa.Integer(), nullable=True),
        sa.Column("entered_at", MOMENT, nullable=False),
        sa.Column("confirmed_by", sa.Integer(), nullable=True),
        sa.Column("confirmed_at", MOMENT, nullable=True),
        sa.Column("withdrawn_at", MOMENT, nullable=True),
        sa.Column("counted_as", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("number > 0", name=op.f("ck_programme_fact_number_positive")),
        sa.ForeignKeyConstraint(
            ["activity_id"], ["programme_activity.id"], name=op.f("fk_programme_fact_activity_id_programme_activity")
        ),
        sa.ForeignKeyConstraint(["confirmed_by"], ["user.id"], name=op.f("fk_programme_fact_confirmed_by_user")),
        sa.ForeignKeyConstraint(["entered_by"], ["user.id"], name=op.f("fk_programme_fact_entered_by_user")),
        sa.ForeignKeyConstraint(["facility_id"], ["facility.id"], name=op.f("fk_programme_fact_facility_id_facility")),
        sa.ForeignKeyConstraint(
            ["target_id"], ["programme_target.id"], name=op.f("fk_programme_fact_target_id_programme_target")
        ),
        sa.ForeignKeyConstraint(
            ["unit_id"], ["administrative_unit.id"], name=op.f("fk_programme_fact_unit_id_administrative_unit")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_programme_fact")),
        sa.UniqueConstraint(
            "target_id", "source_kind", "source_key", name=op.f("uq_programme_fact_target_id_source_kind_source_key")
        ),
    )
    op.create_index(op.f("ix_programme_fact_activity_id"), "programme_fact", ["activity_id"], unique=False)
    op.create_index(op.f("ix_programme_fact_facility_id"), "programme_fact", ["facility_id"], unique=False)
    op.create_index(
        op.f("ix_programme_fact_source_kind_source_key"), "programme_fact", ["source_kind", "source_key"], unique=False
    )
    op.create_index(op.f("ix_programme_fact_target_id_day"), "programme_fact", ["target_id", "day"], unique=False)
    op.create_table(
        "programme_fact_change",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("fact_id", sa.Integer(), nullable=False),
        sa.Column("before", sa.JSON(), nullable=False),
        sa.Column("after", sa.JSON(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("changed_by", sa.Integer(), nullable=True),
        sa.Column("changed_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["changed_by"], ["user.id"], name=op.f("fk_programme_fact_change_changed_by_user")),
        sa.ForeignKeyConstraint(
            ["fact_id"], ["programme_fact.id"], name=op.f("fk_programme_fact_change_fact_id_programme_fact")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_programme_fact_change")),
    )
    op.create_index(op.f("ix_programme_fact_change_fact_id"), "programme_fact_change", ["fact_id"], unique=False)
    for statement in append_only_statements("programme_fact_change", op.get_bind().dialect.name):
        op.execute(statement)


def downgrade() -> None:
    op.drop_index(op.f("ix_programme_fact_change_fact_id"), table_name="programme_fact_change")
    op.drop_table("programme_fact_change")
    op.drop_index(op.f("ix_programme_fact_target_id_day"), table_name="programme_fact")
    op.drop_index(op.f("ix_programme_fact_source_kind_source_key"), table_name="programme_fact")
    op.drop_index(op.f("ix_programme_fact_facility_id"), table_name="programme_fact")
    op.drop_index(op.f("ix_programme_fact_activity_id"), table_name="programme_fact")
    op.drop_table("programme_fact")
    op.drop_table("programme_count")
    op.drop_index(op.f("ix_programme_beneficiary_facility_id"), table_name="programme_beneficiary")
    op.drop_table("programme_beneficiary")
    op.drop_index(op.f("ix_programme_activity_unit_id_starts_on"), table_name="programme_activity")
    op.drop_index(op.f("ix_programme_activity_kind_id"), table_name="programme_activity")
    op.drop_table("programme_activity")
    op.drop_table("programme_activity_kind")
