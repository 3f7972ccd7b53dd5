"""An index by which products of the same group and province are found."""

from alembic import op

revision = "0046"
down_revision = "0045"
branch_labels = None
depends_on = None

NAME = "ix_product_counted_as_id"


def upgrade() -> None:
    op.create_index(op.f(NAME), "product", ["counted_as", "id"])


def downgrade() -> None:
    op.drop_index(op.f(NAME), table_name="product")
