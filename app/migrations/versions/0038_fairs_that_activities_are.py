"""Which fair or showroom an activity is; the targets of the two known programmes count fairs and showrooms kept here."""

import sqlalchemy as sa
from alembic import op

revision = "0038"
down_revision = "0037"
branch_labels = None
depends_on = None

MORE = {
    ("khuyen-cong-quoc-gia-2021-2025", "3.4"): ["fair:trong-nuoc"],
    ("khuyen-cong-quoc-gia-2021-2025", "3.5"): ["fair:nuoc-ngoai"],
    ("khuyen-cong-dong-nai-2021-2025", "3.6"): ["fair-joined"],
    ("khuyen-cong-dong-nai-2021-2025", "3.7"): ["booth"],
    ("khuyen-cong-dong-nai-2021-2025", "3.8"): ["showroom:trung-tam"],
    ("khuyen-cong-dong-nai-2021-2025", "3.9"): ["showroom:co-so"],
}
PLACES = ("fair", "showroom")


def upgrade() -> None:
    with op.batch_alter_table("programme_activity") as table:
        for name in PLACES:
            table.add_column(sa.Column(f"{name}_id", sa.Integer(), nullable=True))
            table.create_foreign_key(
                op.f(f"fk_programme_activity_{name}_id_{name}"), name, [f"{name}_id"], ["id"]
            )
            table.create_index(op.f(f"ix_programme_activity_{name}_id"), [f"{name}_id"])
    _count(lambda kinds, more: [*kinds, *(kind for kind in more if kind not in kinds)])


def downgrade() -> None:
    _count(lambda kinds, more: [kind for kind in kinds if kind not in more])
    with op.batch_alter_table("programme_activity") as table:
        for name in reversed(PLACES):
            table.drop_index(op.f(f"ix_programme_activity_{name}_id"))
            table.drop_constraint(op.f(f"fk_programme_activity_{name}_id_{name}"), type_="foreignkey")
            table.drop_column(f"{name}_id")


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
