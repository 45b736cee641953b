"""stories put away, how long each is, and which was changed last"""

import sqlalchemy as sa
from alembic import op

revision = '0005'
down_revision = '0004'
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table('stories') as batch:
        batch.add_column(sa.Column('frames', sa.Integer(), nullable=True))
        batch.add_column(sa.Column('turn', sa.Integer(), nullable=False, server_default='0'))
        batch.add_column(sa.Column('away_at', sa.String(), nullable=True))
        batch.create_index('ix_stories_turn', ['turn'])
    op.execute("UPDATE stories SET turn = seq")
    with op.batch_alter_table('stories') as batch:
        batch.alter_column('turn', existing_type=sa.Integer(), server_default=None)


def downgrade() -> None:
    with op.batch_alter_table('stories') as batch:
        batch.drop_index('ix_stories_turn')
        batch.drop_column('away_at')
        batch.drop_column('turn')
        batch.drop_column('frames')
