"""Of a request: whether it looks like a robot's, and the signed-in account that asked

Revision ID: 0014
Revises: 0013
"""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

_TABLE = "account_request"


def upgrade() -> None:
    """Bring the schema to this version."""
    op.add_column(_TABLE, sa.Column("trapped", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.add_column(_TABLE, sa.Column("asked_by", sa.Text(), nullable=False, server_default=""))


def downgrade() -> None:
    """Take it back."""
    with op.batch_alter_table(_TABLE) as batch:
        batch.drop_column("asked_by")
        batch.drop_column("trapped")
