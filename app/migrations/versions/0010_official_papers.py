"""How an office heads and signs its papers, and the numbers they were given."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)
TEXTS = (
    "parent", "council", "council_sign", "body_sign", "place", "drafter", "signer_power", "signer_post",
    "signer_name", "numbering",
)


def upgrade() -> None:
    op.create_table(
        "paper_office",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        *(sa.Column(name, sa.String(), nullable=False) for name in TEXTS),
        sa.Column("saved_by", sa.Integer(), nullable=True),
        sa.Column("saved_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(
            ["round_id"], ["selection_round.id"], name=op.f("fk_paper_office_round_id_selection_round")
        ),
        sa.ForeignKeyConstraint(["saved_by"], ["user.id"], name=op.f("fk_paper_office_saved_by_user")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_paper_office")),
        sa.UniqueConstraint("round_id", name=op.f("uq_paper_office_round_id")),
    )
    op.create_table(
        "paper_number",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        *(sa.Column(name, sa.String(), nullable=False) for name in ("kind", "subject", "series")),
        *(sa.Column(name, sa.Integer(), nullable=False) for name in ("year", "number")),
        sa.Column("sign", sa.String(), nullable=False),
        sa.Column("signed_on", sa.Date(), nullable=False),
        sa.Column("given_by", sa.Integer(), nullable=True),
        sa.Column("given_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["given_by"], ["user.id"], name=op.f("fk_paper_number_given_by_user")),
        sa.ForeignKeyConstraint(
            ["round_id"], ["selection_round.id"], name=op.f("fk_paper_number_round_id_selection_round")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_paper_number")),
        sa.UniqueConstraint("round_id", "kind", "subject", name=op.f("uq_paper_number_round_id_kind_subject")),
        sa.UniqueConstraint("series", "year", "number", name=op.f("uq_paper_number_series_year_number")),
    )


def downgrade() -> None:
    op.drop_table("paper_number")
    op.drop_table("paper_office")
