"""Products taken from a spreadsheet."""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "product_import",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("facility_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=True),
        sa.Column("locale", sa.String(), nullable=False),
        sa.Column("file_name", sa.String(), nullable=False),
        sa.Column("table_file", sa.String(), nullable=False),
        sa.Column("pictures_file", sa.String(), nullable=False),
        sa.Column("errors_file", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("job_id", sa.Integer(), nullable=True),
        *(sa.Column(name, sa.Integer(), nullable=False) for name in ("rows", "good", "there", "wrong", "made")),
        sa.Column("report", sa.JSON(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("entered_at", MOMENT, nullable=True),
        sa.Column("undone_at", MOMENT, nullable=True),
        sa.ForeignKeyConstraint(["facility_id"], ["facility.id"], name=op.f("fk_product_import_facility_id_facility")),
        sa.ForeignKeyConstraint(["job_id"], ["job.id"], name=op.f("fk_product_import_job_id_job")),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_product_import_user_id_user")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_product_import")),
    )
    op.create_index(op.f("ix_product_import_facility_id"), "product_import", ["facility_id"], unique=False)
    op.create_table(
        "imported_product",
        sa.Column("product_id", sa.Integer(), nullable=False),
        sa.Column("import_id", sa.Integer(), nullable=False),
        sa.Column("line", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["import_id"], ["product_import.id"], name=op.f("fk_imported_product_import_id_product_import")),
        sa.ForeignKeyConstraint(["product_id"], ["product.id"], name=op.f("fk_imported_product_product_id_product")),
        sa.PrimaryKeyConstraint("product_id", name=op.f("pk_imported_product")),
    )
    op.create_index(op.f("ix_imported_product_import_id"), "imported_product", ["import_id"], unique=False)


def downgrade() -> None:
    op.drop_table("imported_product")
    op.drop_table("product_import")
