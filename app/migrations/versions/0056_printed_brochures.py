"""Print runs of brochures, which the known programme of Đồng Nai counts."""

import sqlalchemy as sa
from alembic import op

revision = "0056"
down_revision = "0055"
branch_labels = None
depends_on = None

TABLE = "brochure_print"
MOMENT = sa.DateTime(timezone=True)
MORE = {("khuyen-cong-dong-nai-2021-2025", "5.6"): ["brochure-print"]}


def upgrade() -> None:
    op.create_table(
        TABLE,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=True),
        sa.Column("copies", sa.Integer(), nullable=False),
        sa.Column("printed_on", sa.Date(), nullable=False),
        sa.Column("document", sa.String(), nullable=False),
        sa.Column("is_told", sa.Boolean(), nullable=False),
        sa.Column("is_demo", sa.Boolean(), nullable=False),
        sa.Column("noted_by", sa.Integer(), nullable=True),
        sa.Column("noted_at", MOMENT, nullable=False),
        sa.Column("removed_by", sa.Integer(), nullable=True),
        sa.Column("removed_at", MOMENT, nullable=True),
        sa.CheckConstraint("copies > 0", name=op.f(f"ck_{TABLE}_copies_positive")),
        _key("unit_id", "administrative_unit"),
        _key("noted_by", "user"),
        _key("removed_by", "user"),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{TABLE}")),
    )
    op.create_index(op.f(f"ix_{TABLE}_unit_id"), TABLE, ["unit_id"])
    _count(lambda kinds, more: [*kinds, *(kind for kind in more if kind not in kinds)])


def downgrade() -> None:
    _count(lambda kinds, more: [kind for kind in kinds if kind not in more])
    op.drop_table(TABLE)


def _key(column: str, to: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{to}.id"], name=op.f(f"fk_{TABLE}_{column}_{to}"))


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
