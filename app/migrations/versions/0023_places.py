"""Fairs with their stands, showrooms, craft villages, artisans."""

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table("craft_village",
    sa.Column("id", sa.Integer(), nullable=False),
    sa.Column("kind", sa.String(), nullable=False),
    sa.Column("craft", sa.String(), nullable=False),
    sa.Column("hours", sa.String(), nullable=False),
    sa.Column("decision_number", sa.String(), nullable=False),
    sa.Column("decision_date", sa.Date(), nullable=False),
    sa.Column("issuer", sa.String(), nullable=False),
    sa.Column("unit_then", sa.String(), nullable=False),
    sa.Column("since_year", sa.Integer(), nullable=True),
    sa.Column("households", sa.Integer(), nullable=True),
    sa.Column("craft_households", sa.Integer(), nullable=True),
    sa.Column("workers", sa.Integer(), nullable=True),
    sa.Column("stable_years", sa.Integer(), nullable=True),
    sa.Column("environment", sa.String(), nullable=False),
    sa.Column("criteria_year", sa.Integer(), nullable=True),
    sa.Column("revoked_on", sa.Date(), nullable=True),
    sa.Column("version", sa.Integer(), nullable=False),
    sa.Column("slug", sa.String(), nullable=False),
    sa.Column("name_vi", sa.String(), nullable=False),
    sa.Column("name_en", sa.String(), nullable=False),
    sa.Column("about_vi", sa.String(), nullable=False),
    sa.Column("about_en", sa.String(), nullable=False),
    sa.Column("unit_id", sa.Integer(), nullable=True),
    sa.Column("commune", sa.String(), nullable=False),
    sa.Column("address", sa.String(), nullable=False),
    sa.Column("position", sa.String(), nullable=False),
    sa.Column("phone", sa.String(), nullable=False),
    sa.Column("website", sa.String(), nullable=False),
    sa.Column("source", sa.String(), nullable=False),
    sa.Column("is_demo", sa.Boolean(), nullable=False),
    sa.Column("recorded_by", sa.Integer(), nullable=True),
    sa.Column("created_at", MOMENT, nullable=False),
    sa.Column("updated_at", MOMENT, nullable=False),
    sa.Column("withdrawn_at", MOMENT, nullable=True),
    sa.ForeignKeyConstraint(["recorded_by"], ["user.id"], name=op.f("fk_craft_village_recorded_by_user")),
    sa.ForeignKeyConstraint(["unit_id"], ["administrative_unit.id"], name=op.f("fk_craft_village_unit_id_administrative_unit")),
    sa.PrimaryKeyConstraint("id", name=op.f("pk_craft_village")),
    sa.UniqueConstraint("slug", name=op.f("uq_craft_village_slug")),
    )
    op.create_index(op.f("ix_craft_village_unit_id"), "craft_village", ["unit_id"], unique=False)
    op.create_table("fair",
    sa.Column("id", sa.Integer(), nullable=False),
    sa.Column("starts_on", sa.Date(), nullable=False),
    sa.Column("ends_on", sa.Date(), nullable=False),
    sa.Column("hours", sa.String(), nullable=False),
    sa.Column("admission", sa.String(), nullable=False),
    sa.Column("venue", sa.String(), nullable=False),
    sa.Column("country_vi", sa.String(), nullable=False),
    sa.Column("country_en", sa.String(), nullable=False),
    sa.Column("organiser", sa.String(), nullable=False),
    sa.Column("decision_number", sa.String(), nullable=False),
    sa.Column("decision_date", sa.Date(), nullable=True),
    sa.Column("cancelled_on", sa.Date(), nullable=True),
    sa.Column("version", sa.Integer(), nullable=False),
    sa.Column("slug", sa.String(), nullable=False),
    sa.Column("name_vi", sa.String(), nullable=False),
    sa.Column("name_en", sa.String(), nullable=False),
    sa.Column("about_vi", sa.String(), nullable=False),
    sa.Column("about_en", sa.String(), nullable=False),
    sa.Column("unit_id", sa.Integer(), nullable=True),
    sa.Column("commune", sa.String(), nullable=False),
    sa.Column("address", sa.String(), nullable=False),
    sa.Column("position", sa.String(), nullable=False),
    sa.Column("phone", sa.String(), nullable=False),
    sa.Column("website", sa.String(), nullable=False),
    sa.Column("source", sa.String(), nullable=False),
    sa.Column("is_demo", sa.Boolean(), nullable=False),
    sa.Column("recorded_by", sa.Integer(), nullable=True),
    sa.Column("created_at", MOMENT, nullable=False),
    sa.Column("updated_at", MOMENT, nullable=False),
    sa.Column("withdrawn_at", MOMENT, nullable=True),
    sa.CheckConstraint("ends_on >= starts_on", name=op.f("ck_fair_days_in_order")),
    sa.ForeignKeyConstraint(["recorded_by"], ["user.id"], name=op.f("fk_fair_recorded_by_user")),
    sa.ForeignKeyConstraint(["unit_id"], ["administrative_unit.id"], name=op.f("fk_fair_unit_id_administrative_unit")),
    sa.PrimaryKeyConstraint("id", name=op.f("pk_fair")),
    sa.UniqueConstraint("slug", name=op.f("uq_fair_slug")),
    )
    op.create_index(op.f("ix_fair_starts_on"), "fair", ["starts_on"], unique=False)
    op.create_index(op.f("ix_fair_unit_id"), "fair", ["unit_id"], unique=False)
    op.create_table("artisan",
    sa.Column("id", sa.Integer(), nullable=False),
    sa.Column("craft", sa.String(), nullable=False),
    sa.Column("village_id", sa.Integer(), nullable=True),
    sa.Column("facility_id", sa.Integer(), nullable=True),
    sa.Column("consent_on", sa.Date(), nullable=True),
    sa.Column("consent_paper", sa.String(), nullable=False),
    sa.Column("consent_text", sa.String(), nullable=False),
    sa.Column("consent_ended_on", sa.Date(), nullable=True),
    sa.Column("version", sa.Integer(), nullable=False),
    sa.Column("slug", sa.String(), nullable=False),
    sa.Column("name_vi", sa.String(), nullable=False),
    sa.Column("name_en", sa.String(), nullable=False),
    sa.Column("about_vi", sa.String(), nullable=False),
    sa.Column("about_en", sa.String(), nullable=False),
    sa.Column("unit_id", sa.Integer(), nullable=True),
    sa.Column("commune", sa.String(), nullable=False),
    sa.Column("address", sa.String(), nullable=False),
    sa.Column("position", sa.String(), nullable=False),
    sa.Column("phone", sa.String(), nullable=False),
    sa.Column("website", sa.String(), nullable=False),
    sa.Column("source", sa.String(), nullable=False),
    sa.Column("is_demo", sa.Boolean(), nullable=False),
    sa.Column("recorded_by", sa.Integer(), nullable=True),
    sa.Column("created_at", MOMENT, nullable=False),
    sa.Column("updated_at", MOMENT, nullable=False),
    sa.Column("withdrawn_at", MOMENT, nullable=True),
    sa.ForeignKeyConstraint(["facility_id"], ["facility.id"], name=op.f("fk_artisan_facility_id_facility")),
    sa.ForeignKeyConstraint(["recorded_by"], ["user.id"], name=op.f("fk_artisan_recorded_by_user")),
    sa.ForeignKeyConstraint(["unit_id"], ["administrative_unit.id"], name=op.f("fk_artisan_unit_id_administrative_unit")),
    sa.ForeignKeyConstraint(["village_id"], ["craft_village.id"], name=op.f("fk_artisan_village_id_craft_village")),
    sa.PrimaryKeyConstraint("id", name=op.f("pk_artisan")),
    sa.UniqueConstraint("slug", name=op.f("uq_artisan_slug")),
    )
    op.create_index(op.f("ix_artisan_facility_id"), "artisan", ["facility_id"], unique=False)
    op.create_index(op.f("ix_artisan_unit_id"), "artisan", ["unit_id"], unique=False)
    op.create_index(op.f("ix_artisan_village_id"), "artisan", ["village_id"], unique=False)
    op.create_table("booth",
    sa.Column("id", sa.Integer(), nullable=False),
    sa.Column("fair_id", sa.Integer(), nullable=False),
    sa.Column("code", sa.String(), nullable=False),
    sa.Column("facility_id", sa.Integer(), nullable=True),
    sa.Column("is_supported", sa.Boolean(), nullable=False),
    sa.ForeignKeyConstraint(["facility_id"], ["facility.id"], name=op.f("fk_booth_facility_id_facility")),
    sa.ForeignKeyConstraint(["fair_id"], ["fair.id"], name=op.f("fk_booth_fair_id_fair")),
    sa.PrimaryKeyConstraint("id", name=op.f("pk_booth")),
    sa.UniqueConstraint("fair_id", "code", name=op.f("uq_booth_fair_id_code")),
    )
    op.create_index(op.f("ix_booth_facility_id"), "booth", ["facility_id"], unique=False)
    op.create_table("fair_outcome",
    sa.Column("id", sa.Integer(), nullable=False),
    sa.Column("fair_id", sa.Integer(), nullable=False),
    sa.Column("visitors", sa.Integer(), nullable=True),
    sa.Column("contracts", sa.Integer(), nullable=True),
    sa.Column("contract_value", sa.String(length=40), nullable=True),
    sa.Column("sales", sa.String(length=40), nullable=True),
    sa.Column("evidence", sa.String(), nullable=False),
    sa.Column("evidence_date", sa.Date(), nullable=False),
    sa.Column("recorded_by", sa.Integer(), nullable=True),
    sa.Column("recorded_at", MOMENT, nullable=False),
    sa.ForeignKeyConstraint(["fair_id"], ["fair.id"], name=op.f("fk_fair_outcome_fair_id_fair")),
    sa.ForeignKeyConstraint(["recorded_by"], ["user.id"], name=op.f("fk_fair_outcome_recorded_by_user")),
    sa.PrimaryKeyConstraint("id", name=op.f("pk_fair_outcome")),
    )
    op.create_index(op.f("ix_fair_outcome_fair_id"), "fair_outcome", ["fair_id"], unique=False)
    op.create_table("showroom",
    sa.Column("id", sa.Integer(), nullable=False),
    sa.Column("place_kind", sa.String(), nullable=False),
    sa.Column("hours", sa.String(), nullable=False),
    sa.Column("directions", sa.String(), nullable=False),
    sa.Column("operator", sa.String(), nullable=False),
    sa.Column("facility_id", sa.Integer(), nullable=True),
    sa.Column("opened_on", sa.Date(), nullable=False),
    sa.Column("closed_on", sa.Date(), nullable=True),
    sa.Column("decision_number", sa.String(), nullable=False),
    sa.Column("decision_date", sa.Date(), nullable=True),
    sa.Column("version", sa.Integer(), nullable=False),
    sa.Column("slug", sa.String(), nullable=False),
    sa.Column("name_vi", sa.String(), nullable=False),
    sa.Column("name_en", sa.String(), nullable=False),
    sa.Column("about_vi", sa.String(), nullable=False),
    sa.Column("about_en", sa.String(), nullable=False),
    sa.Column("unit_id", sa.Integer(), nullable=True),
    sa.Column("commune", sa.String(), nullable=False),
    sa.Column("address", sa.String(), nullable=False),
    sa.Column("position", sa.String(), nullable=False),
    sa.Column("phone", sa.String(), nullable=False),
    sa.Column("website", sa.String(), nullable=False),
    sa.Column("source", sa.String(), nullable=False),
    sa.Column("is_demo", sa.Boolean(), nullable=False),
    sa.Column("recorded_by", sa.Integer(), nullable=True),
    sa.Column("created_at", MOMENT, nullable=False),
    sa.Column("updated_at", MOMENT, nullable=False),
    sa.Column("withdrawn_at", MOMENT, nullable=True),
    sa.ForeignKeyConstraint(["facility_id"], ["facility.id"], name=op.f("fk_showroom_facility_id_facility")),
    sa.ForeignKeyConstraint(["recorded_by"], ["user.id"], name=op.f("fk_showroom_recorded_by_user")),
    sa.ForeignKeyConstraint(["unit_id"], ["administrative_unit.id"], name=op.f("fk_showroom_unit_id_administrative_unit")),
    sa.PrimaryKeyConstraint("id", name=op.f("pk_showroom")),
    sa.UniqueConstraint("slug", name=op.f("uq_showroom_slug")),
    )
    op.create_index(op.f("ix_showroom_facility_id"), "showroom", ["facility_id"], unique=False)
    op.create_index(op.f("ix_showroom_unit_id"), "showroom", ["unit_id"], unique=False)
    op.create_table("village_facility",
    sa.Column("village_id", sa.Integer(), nullable=False),
    sa.Column("facility_id", sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(["facility_id"], ["facility.id"], name=op.f("fk_village_facility_facility_id_facility")),
    sa.ForeignKeyConstraint(["village_id"], ["craft_village.id"], name=op.f("fk_village_facility_village_id_craft_village")),
    sa.PrimaryKeyConstraint("village_id", "facility_id", name=op.f("pk_village_facility")),
    )
    op.create_index(op.f("ix_village_facility_facility_id"), "village_facility", ["facility_id"], unique=False)
    op.create_table("artisan_title",
    sa.Column("id", sa.Integer(), nullable=False),
    sa.Column("artisan_id", sa.Integer(), nullable=False),
    sa.Column("title", sa.String(), nullable=False),
    sa.Column("decision_number", sa.String(), nullable=False),
    sa.Column("decision_date", sa.Date(), nullable=False),
    sa.Column("issuer", sa.String(), nullable=False),
    sa.ForeignKeyConstraint(["artisan_id"], ["artisan.id"], name=op.f("fk_artisan_title_artisan_id_artisan")),
    sa.PrimaryKeyConstraint("id", name=op.f("pk_artisan_title")),
    sa.UniqueConstraint("artisan_id", "title", name=op.f("uq_artisan_title_artisan_id_title")),
    )
    op.create_table("artisan_product",
    sa.Column("artisan_id", sa.Integer(), nullable=False),
    sa.Column("product_id", sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(["artisan_id"], ["artisan.id"], name=op.f("fk_artisan_product_artisan_id_artisan")),
    sa.ForeignKeyConstraint(["product_id"], ["product.id"], name=op.f("fk_artisan_product_product_id_product")),
    sa.PrimaryKeyConstraint("artisan_id", "product_id", name=op.f("pk_artisan_product")),
    )
    op.create_index(op.f("ix_artisan_product_product_id"), "artisan_product", ["product_id"], unique=False)
    op.create_table("booth_product",
    sa.Column("booth_id", sa.Integer(), nullable=False),
    sa.Column("product_id", sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(["booth_id"], ["booth.id"], name=op.f("fk_booth_product_booth_id_booth")),
    sa.ForeignKeyConstraint(["product_id"], ["product.id"], name=op.f("fk_booth_product_product_id_product")),
    sa.PrimaryKeyConstraint("booth_id", "product_id", name=op.f("pk_booth_product")),
    )
    op.create_index(op.f("ix_booth_product_product_id"), "booth_product", ["product_id"], unique=False)
    op.create_table("showroom_product",
    sa.Column("showroom_id", sa.Integer(), nullable=False),
    sa.Column("product_id", sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(["product_id"], ["product.id"], name=op.f("fk_showroom_product_product_id_product")),
    sa.ForeignKeyConstraint(["showroom_id"], ["showroom.id"], name=op.f("fk_showroom_product_showroom_id_showroom")),
    sa.PrimaryKeyConstraint("showroom_id", "product_id", name=op.f("pk_showroom_product")),
    )
    op.create_index(op.f("ix_showroom_product_product_id"), "showroom_product", ["product_id"], unique=False)


def downgrade() -> None:
    op.drop_table("showroom_product")
    op.drop_table("booth_product")
    op.drop_table("artisan_product")
    op.drop_table("artisan_title")
    op.drop_table("village_facility")
    op.drop_table("showroom")
    op.drop_table("fair_outcome")
    op.drop_table("booth")
    op.drop_table("artisan")
    op.drop_table("fair")
    op.drop_table("craft_village")
