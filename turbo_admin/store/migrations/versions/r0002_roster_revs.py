"""Revs of the roster, by which who keeps it in memory follows it

Revision ID: 0002
Revises: 0001
"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the schema to this version."""
    op.add_column("school", sa.Column("roster_rev", sa.Integer(), nullable=False, server_default="0"))
    op.add_column("diner", sa.Column("rev", sa.Integer(), nullable=False, server_default="0"))
    op.create_index(op.f("ix_diner_uai_rev"), "diner", ["uai", "rev"], unique=False)


def downgrade() -> None:
    """Take it back one version."""
    op.drop_index(op.f("ix_diner_uai_rev"), table_name="diner")
    with op.batch_alter_table("diner", schema=None) as batch_op:
        batch_op.drop_column("rev")
    with op.batch_alter_table("school", schema=None) as batch_op:
        batch_op.drop_column("roster_rev")
