"""ledger: what services were asked for, and what that cost"""

import sqlalchemy as sa
from alembic import op

revision = '0006'
down_revision = '0005'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        'ledger',
        sa.Column('seq', sa.Integer(), autoincrement=True, nullable=False),
        sa.Column('story', sa.String(length=16), nullable=False),
        sa.Column('step', sa.String(), nullable=False),
        sa.Column('key', sa.String(length=64), nullable=False),
        sa.Column('service', sa.String(length=16), nullable=False),
        sa.Column('model', sa.String(), nullable=False),
        sa.Column('amount', sa.Double(), nullable=False),
        sa.Column('money', sa.Double(), nullable=True),
        sa.Column('paid', sa.String(length=8), nullable=False),
        sa.Column('made_at', sa.String(), nullable=False),
        sa.PrimaryKeyConstraint('seq', name=op.f('pk_ledger')),
    )
    op.create_index(op.f('ix_ledger_story'), 'ledger', ['story'])
    op.create_index(op.f('ix_ledger_key'), 'ledger', ['key'])


def downgrade() -> None:
    op.drop_table('ledger')
