"""Reports of periods and what each fact adds to one."""

import sqlalchemy as sa
from alembic import op

revision = "0031"
down_revision = "0030"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "programme_report",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("programme_id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=True),
        sa.Column("period", sa.String(), nullable=False),
        sa.Column("begins", sa.Date(), nullable=False),
        sa.Column("ends", sa.Date(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("prepared_by", sa.Integer(), nullable=True),
        sa.Column("prepared_at", MOMENT, nullable=False),
        sa.Column("signed_by", sa.Integer(), nullable=True),
        sa.Column("signed_at", MOMENT, nullable=True),
        sa.Column("reopened_reason", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["prepared_by"], ["user.id"], name=op.f("fk_programme_report_prepared_by_user")),
        sa.ForeignKeyConstraint(
            ["programme_id"], ["programme.id"], name=op.f("fk_programme_report_programme_id_programme")
        ),
        sa.ForeignKeyConstraint(["signed_by"], ["user.id"], name=op.f("fk_programme_report_signed_by_user")),
        sa.ForeignKeyConstraint(
            ["unit_id"], ["administrative_unit.id"], name=op.f("fk_programme_report_unit_id_administrative_unit")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_programme_report")),
        sa.UniqueConstraint(
            "programme_id", "unit_id", "period", name=op.f("uq_programme_report_programme_id_unit_id_period")
        ),
    )
    op.create_table(
        "programme_report_line",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("report_id", sa.Integer(), nullable=False),
        sa.Column("fact_id", sa.Integer(), nullable=False),
        sa.Column("target_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("evidence", sa.String(), nullable=False),
        sa.Column("is_correction", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["fact_id"], ["programme_fact.id"], name=op.f("fk_programme_report_line_fact_id_programme_fact")
        ),
        sa.ForeignKeyConstraint(
            ["report_id"], ["programme_report.id"], name=op.f("fk_programme_report_line_report_id_programme_report")
        ),
        sa.ForeignKeyConstraint(
            ["target_id"], ["programme_target.id"], name=op.f("fk_programme_report_line_target_id_programme_target")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_programme_report_line")),
        sa.UniqueConstraint("report_id", "fact_id", name=op.f("uq_programme_report_line_report_id_fact_id")),
    )
    op.create_index(op.f("ix_programme_report_line_fact_id"), "programme_report_line", ["fact_id"], unique=False)


def downgrade() -> None:
    op.drop_index(op.f("ix_programme_report_line_fact_id"), table_name="programme_report_line")
    op.drop_table("programme_report_line")
    op.drop_table("programme_report")
