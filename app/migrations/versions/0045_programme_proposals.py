"""Proposals with their years, councils and acts, and sums of activities beyond 32 bits."""

import sqlalchemy as sa
from alembic import op

from app.core.audit import append_only_statements

revision = "0045"
down_revision = "0044"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)
BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
SUMS = tuple(f"{part}_{name}" for part in ("planned", "used") for name in ("national", "local", "own"))
TABLES = (
    "programme_council_seat",
    "programme_proposal_council",
    "programme_proposal_act",
    "programme_proposal_product",
    "programme_proposal",
    "programme_offer",
    "programme_plan_year",
)


def upgrade() -> None:
    _plans()
    _proposals()
    _councils()
    for statement in append_only_statements("programme_proposal_act", op.get_bind().dialect.name):
        op.execute(statement)
    _sums(BIG)


def downgrade() -> None:
    for table in TABLES:
        op.drop_table(table)
    if op.get_bind().dialect.name == "postgresql":
        for verb in ("update", "delete", "truncate"):
            op.execute(f"DROP FUNCTION IF EXISTS programme_proposal_act_no_{verb}()")
    _sums(sa.Integer())


def _sums(kind: sa.types.TypeEngine[int]) -> None:
    """SQLite keeps whole numbers of any length."""
    if op.get_bind().dialect.name == "postgresql":
        for name in SUMS:
            op.alter_column("programme_activity", name, type_=kind)


def _plans() -> None:
    op.create_table(
        "programme_plan_year",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("register_until", sa.Date(), nullable=False),
        sa.Column("dossier_until", sa.Date(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("is_demo", sa.Boolean(), nullable=False),
        sa.Column("set_by", sa.Integer(), nullable=True),
        sa.Column("set_at", MOMENT, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "dossier_until >= register_until", name=op.f("ck_programme_plan_year_days_in_order")
        ),
        sa.ForeignKeyConstraint(["set_by"], ["user.id"], name=op.f("fk_programme_plan_year_set_by_user")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_programme_plan_year")),
        sa.UniqueConstraint("year", name=op.f("uq_programme_plan_year_year")),
    )
    op.create_table(
        "programme_offer",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("plan_year_id", sa.Integer(), nullable=False),
        sa.Column("kind_id", sa.Integer(), nullable=False),
        sa.Column("about", sa.String(), nullable=False),
        sa.Column("most", BIG, nullable=True),
        sa.ForeignKeyConstraint(
            ["kind_id"],
            ["programme_activity_kind.id"],
            name=op.f("fk_programme_offer_kind_id_programme_activity_kind"),
        ),
        sa.ForeignKeyConstraint(
            ["plan_year_id"],
            ["programme_plan_year.id"],
            name=op.f("fk_programme_offer_plan_year_id_programme_plan_year"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_programme_offer")),
        sa.UniqueConstraint("plan_year_id", "kind_id", name=op.f("uq_programme_offer_plan_year_id_kind_id")),
    )


def _proposals() -> None:
    op.create_table(
        "programme_proposal",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("plan_year_id", sa.Integer(), nullable=False),
        sa.Column("kind_id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("facility_id", sa.Integer(), nullable=True),
        sa.Column("trademark_id", sa.Integer(), nullable=True),
        sa.Column("support_id", sa.Integer(), nullable=True),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("need", sa.String(), nullable=False),
        sa.Column("result", sa.String(), nullable=False),
        sa.Column("quantity", sa.Integer(), nullable=False),
        sa.Column("asked_national", BIG, nullable=False),
        sa.Column("asked_local", BIG, nullable=False),
        sa.Column("asked_own", BIG, nullable=False),
        sa.Column("approved_national", BIG, nullable=False),
        sa.Column("approved_local", BIG, nullable=False),
        sa.Column("approved_own", BIG, nullable=False),
        sa.Column("decision", sa.String(), nullable=False),
        sa.Column("dossier", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("registered_on", sa.Date(), nullable=True),
        sa.Column("dossier_on", sa.Date(), nullable=True),
        sa.Column("priority", sa.JSON(), nullable=False),
        sa.Column("activity_id", sa.Integer(), nullable=True),
        sa.Column("is_demo", sa.Boolean(), nullable=False),
        sa.Column("created_by", sa.Integer(), nullable=True),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("changed_at", MOMENT, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("quantity > 0", name=op.f("ck_programme_proposal_quantity_positive")),
        sa.ForeignKeyConstraint(
            ["activity_id"],
            ["programme_activity.id"],
            name=op.f("fk_programme_proposal_activity_id_programme_activity"),
        ),
        sa.ForeignKeyConstraint(
            ["created_by"], ["user.id"], name=op.f("fk_programme_proposal_created_by_user")
        ),
        sa.ForeignKeyConstraint(
            ["facility_id"], ["facility.id"], name=op.f("fk_programme_proposal_facility_id_facility")
        ),
        sa.ForeignKeyConstraint(
            ["kind_id"],
            ["programme_activity_kind.id"],
            name=op.f("fk_programme_proposal_kind_id_programme_activity_kind"),
        ),
        sa.ForeignKeyConstraint(
            ["plan_year_id"],
            ["programme_plan_year.id"],
            name=op.f("fk_programme_proposal_plan_year_id_programme_plan_year"),
        ),
        sa.ForeignKeyConstraint(
            ["support_id"],
            ["trademark_support.id"],
            name=op.f("fk_programme_proposal_support_id_trademark_support"),
        ),
        sa.ForeignKeyConstraint(
            ["trademark_id"], ["trademark.id"], name=op.f("fk_programme_proposal_trademark_id_trademark")
        ),
        sa.ForeignKeyConstraint(
            ["unit_id"],
            ["administrative_unit.id"],
            name=op.f("fk_programme_proposal_unit_id_administrative_unit"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_programme_proposal")),
        sa.UniqueConstraint("support_id", name=op.f("uq_programme_proposal_support_id")),
    )
    op.create_index(
        op.f("ix_programme_proposal_facility_id"), "programme_proposal", ["facility_id"], unique=False
    )
    op.create_index(
        op.f("ix_programme_proposal_plan_year_id"), "programme_proposal", ["plan_year_id"], unique=False
    )
    op.create_index(
        op.f("ix_programme_proposal_state_unit_id"), "programme_proposal", ["state", "unit_id"], unique=False
    )
    op.create_table(
        "programme_proposal_product",
        sa.Column("proposal_id", sa.Integer(), nullable=False),
        sa.Column("product_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["product_id"], ["product.id"], name=op.f("fk_programme_proposal_product_product_id_product")
        ),
        sa.ForeignKeyConstraint(
            ["proposal_id"],
            ["programme_proposal.id"],
            name=op.f("fk_programme_proposal_product_proposal_id_programme_proposal"),
        ),
        sa.PrimaryKeyConstraint("proposal_id", "product_id", name=op.f("pk_programme_proposal_product")),
    )
    op.create_index(
        op.f("ix_programme_proposal_product_product_id"),
        "programme_proposal_product",
        ["product_id"],
        unique=False,
    )
    op.create_table(
        "programme_proposal_act",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("proposal_id", sa.Integer(), nullable=False),
        sa.Column("act", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("decision", sa.String(), nullable=False),
        sa.Column("detail", sa.JSON(), nullable=False),
        sa.Column("done_by", sa.Integer(), nullable=True),
        sa.Column("done_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(
            ["done_by"], ["user.id"], name=op.f("fk_programme_proposal_act_done_by_user")
        ),
        sa.ForeignKeyConstraint(
            ["proposal_id"],
            ["programme_proposal.id"],
            name=op.f("fk_programme_proposal_act_proposal_id_programme_proposal"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_programme_proposal_act")),
    )
    op.create_index(
        op.f("ix_programme_proposal_act_proposal_id"), "programme_proposal_act", ["proposal_id"], unique=False
    )


def _councils() -> None:
    op.create_table(
        "programme_proposal_council",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("proposal_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("decision", sa.String(), nullable=False),
        sa.Column("held_on", sa.Date(), nullable=True),
        sa.Column("place", sa.String(), nullable=False),
        sa.Column("findings", sa.String(), nullable=False),
        sa.Column("verdict", sa.String(), nullable=False),
        sa.Column("national", BIG, nullable=False),
        sa.Column("local", BIG, nullable=False),
        sa.Column("own", BIG, nullable=False),
        sa.Column("chair_signed_at", MOMENT, nullable=True),
        sa.Column("secretary_signed_at", MOMENT, nullable=True),
        sa.Column("created_by", sa.Integer(), nullable=True),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["created_by"], ["user.id"], name=op.f("fk_programme_proposal_council_created_by_user")
        ),
        sa.ForeignKeyConstraint(
            ["proposal_id"],
            ["programme_proposal.id"],
            name=op.f("fk_programme_proposal_council_proposal_id_programme_proposal"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_programme_proposal_council")),
    )
    op.create_index(
        op.f("ix_programme_proposal_council_proposal_id"),
        "programme_proposal_council",
        ["proposal_id"],
        unique=False,
    )
    op.create_table(
        "programme_council_seat",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("council_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("post", sa.String(), nullable=False),
        sa.Column("agrees", sa.Boolean(), nullable=True),
        sa.Column("opinion", sa.String(), nullable=False),
        sa.Column("given_at", MOMENT, nullable=True),
        sa.ForeignKeyConstraint(
            ["council_id"],
            ["programme_proposal_council.id"],
            name=op.f("fk_programme_council_seat_council_id_programme_proposal_council"),
        ),
        sa.ForeignKeyConstraint(
            ["user_id"], ["user.id"], name=op.f("fk_programme_council_seat_user_id_user")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_programme_council_seat")),
        sa.UniqueConstraint(
            "council_id", "user_id", name=op.f("uq_programme_council_seat_council_id_user_id")
        ),
    )
    op.create_index(
        op.f("ix_programme_council_seat_user_id"), "programme_council_seat", ["user_id"], unique=False
    )
