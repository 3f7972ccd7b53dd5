"""News, notices and texts of law, and how often each was opened on a day."""

import sqlalchemy as sa
from alembic import op

revision = "0048"
down_revision = "0047"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)
TEXTS = (
    "slug", "kind", "category", "title_vi", "title_en", "summary_vi", "summary_en", "body_vi", "body_en", "cover_alt",
    "number", "issuer", "changed_by", "certainty", "source", "state",
)  # fmt: skip


def upgrade() -> None:
    op.create_table(
        "article",
        sa.Column("id", sa.Integer(), nullable=False),
        *(sa.Column(name, sa.String(), nullable=False) for name in TEXTS),
        *(sa.Column(name, sa.JSON(), nullable=False) for name in ("cover", "pending")),
        *(sa.Column(name, sa.Date(), nullable=True) for name in ("issued_on", "in_force_from", "in_force_until")),
        *(sa.Column(name, MOMENT, nullable=True) for name in ("publish_at", "submitted_at", "approved_at")),
        *(sa.Column(name, MOMENT, nullable=False) for name in ("created_at", "updated_at")),
        *(sa.Column(name, sa.Integer(), nullable=True) for name in ("unit_id", "written_by", "approved_by")),
        sa.Column("is_demo", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["unit_id"], ["administrative_unit.id"], name=op.f("fk_article_unit_id_administrative_unit")
        ),
        sa.ForeignKeyConstraint(["written_by"], ["user.id"], name=op.f("fk_article_written_by_user")),
        sa.ForeignKeyConstraint(["approved_by"], ["user.id"], name=op.f("fk_article_approved_by_user")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_article")),
        sa.UniqueConstraint("slug", name=op.f("uq_article_slug")),
    )
    op.create_index(op.f("ix_article_state_kind_publish_at"), "article", ["state", "kind", "publish_at"])
    op.create_index(op.f("ix_article_kind_issued_on"), "article", ["kind", "issued_on"])
    op.create_index(op.f("ix_article_unit_id"), "article", ["unit_id"])
    op.create_table(
        "article_views",
        sa.Column("article_id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["article_id"], ["article.id"], name=op.f("fk_article_views_article_id_article")),
        sa.PrimaryKeyConstraint("article_id", "day", name=op.f("pk_article_views")),
    )


def downgrade() -> None:
    op.drop_table("article_views")
    op.drop_index(op.f("ix_article_unit_id"), table_name="article")
    op.drop_index(op.f("ix_article_kind_issued_on"), table_name="article")
    op.drop_index(op.f("ix_article_state_kind_publish_at"), table_name="article")
    op.drop_table("article")
