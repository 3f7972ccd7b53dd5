"""Communes as dated units of rounds, officers, facilities and jurors; settings a level."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

COLUMNS = (
    ("membership", "commune"),
    ("facility", "commune_key"),
    ("juror", "commune_key"),
    ("selection_round", "commune"),
)


def upgrade() -> None:
    for table, column in COLUMNS:
        op.add_column(table, sa.Column(column, sa.String(), nullable=False, server_default=""))
    op.create_table(
        "level_setting",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("level", sa.String(), nullable=False),
        sa.Column("is_procedure", sa.Boolean(), nullable=False),
        sa.Column("authority", sa.String(), nullable=False),
        sa.Column("signer_title", sa.String(), nullable=False),
        sa.Column("sign", sa.String(), nullable=False),
        sa.Column("changed_by", sa.Integer(), nullable=True),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["changed_by"], ["user.id"], name=op.f("fk_level_setting_changed_by_user")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_level_setting")),
        sa.UniqueConstraint("level", name=op.f("uq_level_setting_level")),
    )


def downgrade() -> None:
    op.drop_table("level_setting")
    for table, column in COLUMNS:
        with op.batch_alter_table(table) as batch:
            batch.drop_column(column)
