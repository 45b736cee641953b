"""jobs of all kinds: a rank among those that wait, and writing, which begins with a premise and no story"""

import sqlalchemy as sa
from alembic import op

revision = '0004'
down_revision = '0003'
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table('jobs') as batch:
        batch.add_column(sa.Column('rank', sa.Integer(), nullable=False, server_default='1'))
        batch.add_column(sa.Column('paper', sa.String(length=16), nullable=False, server_default=''))
        batch.alter_column('story', existing_type=sa.String(), nullable=True)
        batch.alter_column('target', existing_type=sa.String(length=16), type_=sa.String(length=200), existing_nullable=False)
        batch.drop_index('ix_jobs_state')
        batch.create_index('ix_jobs_state', ['state', 'rank', 'id'])
        batch.create_index('ix_jobs_story', ['story', 'id'])
    with op.batch_alter_table('jobs') as batch:
        batch.alter_column('rank', existing_type=sa.Integer(), server_default=None)
        batch.alter_column('paper', existing_type=sa.String(length=16), server_default=None)


def downgrade() -> None:
    op.execute("DELETE FROM jobs WHERE story IS NULL")
    with op.batch_alter_table('jobs') as batch:
        batch.drop_index('ix_jobs_story')
        batch.drop_index('ix_jobs_state')
        batch.create_index('ix_jobs_state', ['state', 'id'])
        batch.alter_column('target', existing_type=sa.String(length=200), type_=sa.String(length=16), existing_nullable=False)
        batch.alter_column('story', existing_type=sa.String(), nullable=False)
        batch.drop_column('paper')
        batch.drop_column('rank')
