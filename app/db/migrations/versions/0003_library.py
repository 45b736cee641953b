"""the library of a series"""

import sqlalchemy as sa
from alembic import op

revision = '0003'
down_revision = '0002'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('library',
    sa.Column('seq', sa.Integer(), autoincrement=True, nullable=False),
    sa.Column('name', sa.String(length=320), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('entry', sa.JSON(), nullable=False),
    sa.Column('source', sa.String(), nullable=False),
    sa.Column('made_at', sa.String(), nullable=False),
    sa.Column('removed_at', sa.String(), nullable=True),
    sa.PrimaryKeyConstraint('seq', name=op.f('pk_library')),
    sa.UniqueConstraint('name', 'version', name=op.f('uq_library_name_version'))
    )


def downgrade() -> None:
    op.drop_table('library')
