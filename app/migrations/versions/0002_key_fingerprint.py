"""The fingerprints of the secrets that a database was made with."""

import sqlalchemy as sa
from alembic import op

revision = '0002'
down_revision = '0001'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('key_fingerprint',
    sa.Column('purpose', sa.String(), nullable=False),
    sa.Column('fingerprint', sa.String(), nullable=False),
    sa.Column('since', sa.DateTime(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint('purpose', name=op.f('pk_key_fingerprint'))
    )


def downgrade() -> None:
    op.drop_table('key_fingerprint')
