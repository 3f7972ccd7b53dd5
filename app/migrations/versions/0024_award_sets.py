"""What is in a set stands with its award."""

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("award") as batch:
        batch.add_column(sa.Column("set_items", sa.JSON(), nullable=False, server_default="[]"))
    bind = op.get_bind()
    award = sa.table("award", sa.column("id", sa.Integer), sa.column("set_items", sa.JSON))
    for award_id, items in _items(bind).items():
        bind.execute(award.update().where(award.c.id == award_id).values(set_items=items))


def downgrade() -> None:
    with op.batch_alter_table("award") as batch:
        batch.drop_column("set_items")


def _items(bind: sa.Connection) -> dict[int, list[str]]:
    """The names by award: of a set that the facility entered, and of one that the council made."""
    nomination = sa.table(
        "nomination", sa.column("id"), sa.column("product_id"), sa.column("is_set"), sa.column("set_items", sa.JSON)
    )
    award = sa.table("award", sa.column("id"), sa.column("nomination_id"))
    product = sa.table("product", sa.column("id"), sa.column("name_vi"))
    merged = sa.table("merged_set", sa.column("id"), sa.column("lead_id"), sa.column("dissolved_at"))
    member = sa.table("merged_set_member", sa.column("id"), sa.column("set_id"), sa.column("nomination_id"))
    own = sa.select(award.c.id, nomination.c.set_items).join(nomination, nomination.c.id == award.c.nomination_id)
    found = {key: list(items) for key, items in bind.execute(own.where(nomination.c.is_set)) if items}
    made = (
        sa.select(award.c.id, product.c.name_vi)
        .join(merged, merged.c.lead_id == award.c.nomination_id)
        .join(member, member.c.set_id == merged.c.id)
        .join(nomination, nomination.c.id == member.c.nomination_id)
        .join(product, product.c.id == nomination.c.product_id)
        .where(merged.c.dissolved_at.is_(None))
        .order_by(member.c.id)
    )
    names: dict[int, list[str]] = {}
    for key, name in bind.execute(made):
        names.setdefault(key, []).append(name)
    return found | names
