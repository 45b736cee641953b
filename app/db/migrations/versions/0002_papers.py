"""papers: what waits for a person"""

import sqlalchemy as sa
from alembic import op

revision = '0002'
down_revision = '0001'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('papers',
    sa.Column('seq', sa.Integer(), autoincrement=True, nullable=False),
    sa.Column('id', sa.String(length=16), nullable=False),
    sa.Column('kind', sa.String(length=16), nullable=False),
    sa.Column('subject', sa.String(), nullable=False),
    sa.Column('content', sa.JSON(), nullable=False),
    sa.Column('moves', sa.Integer(), nullable=False),
    sa.Column('made_at', sa.String(), nullable=False),
    sa.Column('ended_at', sa.String(), nullable=True),
    sa.PrimaryKeyConstraint('seq', name=op.f('pk_papers')),
    sa.UniqueConstraint('id', name=op.f('uq_papers_id'))
    )
    with op.batch_alter_table('papers', schema=None) as batch_op:
        batch_op.create_index('ix_papers_kind', ['kind', 'subject'], unique=False)


def downgrade() -> None:
    with op.batch_alter_table('papers', schema=None) as batch_op:
        batch_op.drop_index('ix_papers_kind')

    op.drop_table('papers')
