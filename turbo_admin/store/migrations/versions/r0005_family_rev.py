"""How many of a family's own changes of its account this office has heard of

Revision ID: 0005
Revises: 0004
"""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the schema to this version."""
    op.add_column("account", sa.Column("family_rev", sa.Integer(), nullable=False, server_default="0"))


def downgrade() -> None:
    """Go back to the version before."""
    with op.batch_alter_table("account", schema=None) as batch_op:
        batch_op.drop_column("family_rev")
