"""Rounds for titles of artisans, candidates and their papers; which round gave a title."""

import sqlalchemy as sa
from alembic import op

revision = "0059"
down_revision = "0058"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)
MORE = {
    ("khuyen-cong-dong-nai-2021-2025", "3.4"): ["title-round:tinh"],
    ("khuyen-cong-dong-nai-2021-2025", "3.5"): ["title-round:de-nghi"],
}


def upgrade() -> None:
    op.create_table(
        "title_round",
        *_columns("id", "unit_id", "created_by", "prepared_by", "published_by", "undone_by"),
        *_texts("slug", "name_vi", "name_en", "level", "title", "notice", "basis", "base", "council", "state",
                "decision_number", "issuer", "undone_reason"),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("gives", sa.Boolean(), nullable=False),
        sa.Column("notice_on", sa.Date(), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=False),
        *(sa.Column(name, sa.Integer(), nullable=True) for name in ("percent", "asks_years", "asks_taught", "members")),
        *(sa.Column(name, sa.Date(), nullable=True) for name in ("met_on", "decision_on")),
        *(sa.Column(f"{name}_at", MOMENT, nullable=True) for name in ("prepared", "published", "undone")),
        sa.Column("is_demo", sa.Boolean(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("percent BETWEEN 1 AND 100", name=op.f("ck_title_round_percent_in_range")),
        _key("title_round", "unit_id", "administrative_unit"),
        *(_key("title_round", f"{act}_by", "user") for act in ("created", "prepared", "published", "undone")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_title_round")),
        sa.UniqueConstraint("slug", name=op.f("uq_title_round_slug")),
    )  # fmt: skip
    op.create_index(op.f("ix_title_round_unit_id_year"), "title_round", ["unit_id", "year"])
    op.create_index(op.f("ix_title_round_state"), "title_round", ["state"])
    op.create_table(
        "title_candidate",
        *_columns("id", "facility_id", "came_from_id", "created_by"),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("artisan_id", sa.Integer(), nullable=False),
        *(sa.Column(name, sa.Integer(), nullable=True) for name in ("years", "taught", "present", "votes")),
        *_texts("merits", "state", "reason"),
        sa.Column("handed_in_on", sa.Date(), nullable=False),
        sa.Column("agrees", sa.Boolean(), nullable=True),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("votes <= present", name=op.f("ck_title_candidate_votes_in_range")),
        _key("title_candidate", "round_id", "title_round"),
        _key("title_candidate", "artisan_id", "artisan"),
        _key("title_candidate", "facility_id", "facility"),
        _key("title_candidate", "came_from_id", "title_candidate"),
        _key("title_candidate", "created_by", "user"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_title_candidate")),
        sa.UniqueConstraint("round_id", "artisan_id", name=op.f("uq_title_candidate_round_id_artisan_id")),
    )
    for column in ("artisan_id", "facility_id", "came_from_id"):
        op.create_index(op.f(f"ix_title_candidate_{column}"), "title_candidate", [column])
    op.create_table(
        "title_paper",
        *_columns("id", "added_by", "removed_by"),
        sa.Column("candidate_id", sa.Integer(), nullable=False),
        *_texts("text", "file", "media_type"),
        sa.Column("added_at", MOMENT, nullable=False),
        sa.Column("removed_at", MOMENT, nullable=True),
        sa.Column("deleted_at", MOMENT, nullable=True),
        _key("title_paper", "candidate_id", "title_candidate"),
        _key("title_paper", "added_by", "user"),
        _key("title_paper", "removed_by", "user"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_title_paper")),
    )
    op.create_index(op.f("ix_title_paper_candidate_id"), "title_paper", ["candidate_id"])
    with op.batch_alter_table("artisan_title") as batch:
        batch.add_column(sa.Column("round_id", sa.Integer(), nullable=True))
        batch.create_foreign_key(op.f("fk_artisan_title_round_id_title_round"), "title_round", ["round_id"], ["id"])
        batch.create_index(op.f("ix_artisan_title_round_id"), ["round_id"])
    _count(lambda kinds, more: [*kinds, *(kind for kind in more if kind not in kinds)])


def downgrade() -> None:
    _count(lambda kinds, more: [kind for kind in kinds if kind not in more])
    with op.batch_alter_table("artisan_title") as batch:
        batch.drop_index(op.f("ix_artisan_title_round_id"))
        batch.drop_constraint(op.f("fk_artisan_title_round_id_title_round"), type_="foreignkey")
        batch.drop_column("round_id")
    for table in ("title_paper", "title_candidate", "title_round"):
        op.drop_table(table)


def _columns(key: str, *others: str) -> list[sa.Column]:
    return [
        sa.Column(key, sa.Integer(), nullable=False),
        *(sa.Column(name, sa.Integer(), nullable=True) for name in others),
    ]


def _texts(*names: str) -> list[sa.Column]:
    return [sa.Column(name, sa.String(), nullable=False) for name in names]


def _key(table: str, column: str, to: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{to}.id"], name=op.f(f"fk_{table}_{column}_{to}"))


def _count(change) -> None:
    bind = op.get_bind()
    target = sa.table("programme_target", sa.column("id"), sa.column("code"), sa.column("counts", sa.JSON()),
                      sa.column("programme_id"))  # fmt: skip
    programme = sa.table("programme", sa.column("id"), sa.column("slug"))
    query = sa.select(target.c.id, target.c.code, target.c.counts, programme.c.slug).join(
        programme, target.c.programme_id == programme.c.id
    )
    for key, code, kinds, slug in bind.execute(query).all():
        more = MORE.get((slug, code))
        if more:
            bind.execute(target.update().where(target.c.id == key).values(counts=change(list(kinds), more)))
