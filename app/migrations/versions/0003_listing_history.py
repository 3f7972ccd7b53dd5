"""The history of a listing, what of it nobody has checked yet, and pictures that wait."""

import sqlalchemy as sa
from alembic import op

from app.core.audit import append_only_statements

revision = '0003'
down_revision = '0002'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('listing_change',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('product_id', sa.Integer(), nullable=False),
    sa.Column('act', sa.String(), nullable=False),
    sa.Column('field', sa.String(), nullable=False),
    sa.Column('before', sa.String(), nullable=False),
    sa.Column('after', sa.String(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['product_id'], ['product.id'], name=op.f('fk_listing_change_product_id_product')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_listing_change'))
    )
    op.create_index(op.f('ix_listing_change_product_id_at'), 'listing_change', ['product_id', 'at'], unique=False)
    for statement in append_only_statements('listing_change', op.get_bind().dialect.name):
        op.execute(statement)
    with op.batch_alter_table('product') as batch_op:
        batch_op.add_column(sa.Column('unchecked', sa.JSON(), nullable=False, server_default='{}'))
        batch_op.add_column(sa.Column('unchecked_at', sa.DateTime(timezone=True), nullable=True))
    with op.batch_alter_table('product_picture') as batch_op:
        batch_op.add_column(sa.Column('waiting', sa.Boolean(), nullable=False, server_default=sa.false()))


def downgrade() -> None:
    with op.batch_alter_table('product_picture') as batch_op:
        batch_op.drop_column('waiting')
    with op.batch_alter_table('product') as batch_op:
        batch_op.drop_column('unchecked_at')
        batch_op.drop_column('unchecked')
    op.drop_table('listing_change')
