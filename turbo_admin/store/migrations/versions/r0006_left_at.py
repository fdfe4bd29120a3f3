"""When a diner left: retention counts from there

Revision ID: 0006
Revises: 0005
"""

import sqlalchemy as sa
from alembic import op

from turbo_admin.store.engine.table_base import UtcDateTime

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the schema to this version; of those who left before, nothing is known but that it was before now."""
    op.add_column("diner", sa.Column("left_at", UtcDateTime(timezone=True), nullable=True))
    op.execute(sa.text('UPDATE diner SET left_at = CURRENT_TIMESTAMP WHERE "left"'))


def downgrade() -> None:
    """Take it back."""
    with op.batch_alter_table("diner") as diner:
        diner.drop_column("left_at")
