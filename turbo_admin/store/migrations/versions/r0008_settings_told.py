"""What the portal was last told of a school's settings

Revision ID: 0008
Revises: 0007
"""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the schema to this version; nobody knows what was told before, so it is told once more."""
    op.add_column("school", sa.Column("settings_told", sa.String(), nullable=False, server_default=""))


def downgrade() -> None:
    """Take it back."""
    with op.batch_alter_table("school") as school:
        school.drop_column("settings_told")
