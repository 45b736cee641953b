"""stories put away, and how long each is"""

import sqlalchemy as sa
from alembic import op

revision = '0005'
down_revision = '0004'
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table('stories') as batch:
        batch.add_column(sa.Column('frames', sa.Integer(), nullable=True))
        batch.add_column(sa.Column('away_at', sa.String(), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table('stories') as batch:
        batch.drop_column('away_at')
        batch.drop_column('frames')
