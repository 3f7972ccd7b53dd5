"""Papers that the dossiers of a year hold, and the files of each dossier."""

import sqlalchemy as sa
from alembic import op

revision = "0052"
down_revision = "0051"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)
ASKED, GIVEN = "programme_plan_paper", "programme_proposal_paper"


def upgrade() -> None:
    op.create_table(
        ASKED,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("plan_year_id", sa.Integer(), nullable=False),
        sa.Column("kind_id", sa.Integer(), nullable=True),
        sa.Column("name_vi", sa.String(), nullable=False),
        sa.Column("name_en", sa.String(), nullable=False),
        sa.Column("about", sa.String(), nullable=False),
        sa.Column("is_needed", sa.Boolean(), nullable=False),
        _key(ASKED, "plan_year_id", "programme_plan_year"),
        _key(ASKED, "kind_id", "programme_activity_kind"),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{ASKED}")),
        sa.UniqueConstraint(
            "plan_year_id", "kind_id", "name_vi", name=op.f(f"uq_{ASKED}_plan_year_id_kind_id_name_vi")
        ),
    )
    op.create_table(
        GIVEN,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("proposal_id", sa.Integer(), nullable=False),
        sa.Column("plan_paper_id", sa.Integer(), nullable=True),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("file", sa.String(), nullable=False),
        sa.Column("media_type", sa.String(), nullable=False),
        sa.Column("added_by", sa.Integer(), nullable=True),
        sa.Column("added_at", MOMENT, nullable=False),
        sa.Column("removed_by", sa.Integer(), nullable=True),
        sa.Column("removed_at", MOMENT, nullable=True),
        _key(GIVEN, "proposal_id", "programme_proposal"),
        _key(GIVEN, "plan_paper_id", ASKED),
        _key(GIVEN, "added_by", "user"),
        _key(GIVEN, "removed_by", "user"),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{GIVEN}")),
    )
    for column in ("proposal_id", "plan_paper_id"):
        op.create_index(op.f(f"ix_{GIVEN}_{column}"), GIVEN, [column])


def downgrade() -> None:
    op.drop_table(GIVEN)
    op.drop_table(ASKED)


def _key(table: str, column: str, to: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{to}.id"], name=op.f(f"fk_{table}_{column}_{to}"))
