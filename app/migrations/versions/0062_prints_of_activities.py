"""Which print run of a brochure an activity is."""

import sqlalchemy as sa
from alembic import op

revision = "0062"
down_revision = "0061"
branch_labels = None
depends_on = None

TABLE, COLUMN = "programme_activity", "brochure_id"


def upgrade() -> None:
    with op.batch_alter_table(TABLE) as batch:
        batch.add_column(sa.Column(COLUMN, sa.Integer(), nullable=True))
        batch.create_foreign_key(op.f(f"fk_{TABLE}_{COLUMN}_brochure_print"), "brochure_print", [COLUMN], ["id"])
        batch.create_index(op.f(f"ix_{TABLE}_{COLUMN}"), [COLUMN])


def downgrade() -> None:
    with op.batch_alter_table(TABLE) as batch:
        batch.drop_index(op.f(f"ix_{TABLE}_{COLUMN}"))
        batch.drop_constraint(op.f(f"fk_{TABLE}_{COLUMN}_brochure_print"), type_="foreignkey")
        batch.drop_column(COLUMN)
