"""stories put away, how long each is, and which was changed last"""

import sqlalchemy as sa
from alembic import op

revision = '0005'
down_revision = '0004'
branch_labels = None
depends_on = None


def upgrade() -> None:
    # column by column: a batch that writes the table anew would drop it, and revisions, jobs and uses refer to it
    op.add_column('stories', sa.Column('frames', sa.Integer(), nullable=True))
    op.add_column('stories', sa.Column('turn', sa.Integer(), nullable=False, server_default='0'))
    op.add_column('stories', sa.Column('away_at', sa.String(), nullable=True))
    op.create_index('ix_stories_turn', 'stories', ['turn'])
    op.execute("UPDATE stories SET turn = seq")


def downgrade() -> None:
    op.drop_index('ix_stories_turn', 'stories')
    for column in ('away_at', 'turn', 'frames'):
        op.drop_column('stories', column)
