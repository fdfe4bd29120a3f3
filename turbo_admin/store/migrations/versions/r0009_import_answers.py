"""Where another software's number comes from, and what the clerk says of numbers that contradict names

Revision ID: 0009
Revises: 0008
"""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the schema to this version; nobody knows where the numbers come from that are there already."""
    op.add_column("diner", sa.Column("external_kind", sa.Text(), nullable=False, server_default=""))
    op.create_table(
        "import_answer",
        sa.Column("uai", sa.String(length=8), nullable=False),
        sa.Column("kind", sa.String(length=64), nullable=False),
        sa.Column("doubt", sa.String(length=40), nullable=False),
        sa.Column("answer", sa.String(length=10), nullable=False),
        sa.Column("import_id", sa.String(length=64), nullable=False),
        sa.Column("said_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("said_by", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("uai", "kind", "doubt", name=op.f("pk_import_answer")),
    )


def downgrade() -> None:
    """Take it back."""
    op.drop_table("import_answer")
    with op.batch_alter_table("diner") as diner:
        diner.drop_column("external_kind")
