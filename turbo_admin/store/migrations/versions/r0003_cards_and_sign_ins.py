"""Other cards and former ones of a diner; the last sign-in of an account, and why its mail came back

Revision ID: 0003
Revises: 0002
"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the schema to this version."""
    op.create_table(
        "diner_card",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("diner_id", sa.String(length=64), nullable=False),
        sa.Column("card", sa.String(length=16), nullable=False),
        sa.Column("noted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("until_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("why", sa.String(length=16), nullable=False),
        sa.ForeignKeyConstraint(["diner_id"], ["diner.id"], name=op.f("fk_diner_card_diner_id_diner")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_diner_card")),
    )
    op.create_index(op.f("ix_diner_card_diner_id"), "diner_card", ["diner_id"], unique=False)
    op.add_column("account", sa.Column("last_sign_in_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("account", sa.Column("mail_problem", sa.Text(), nullable=False, server_default=""))
    # Choosing a password is a sign-in: the only one that was told so far.
    op.execute("UPDATE account SET last_sign_in_at = activated_at")


def downgrade() -> None:
    """Go back to the version before."""
    with op.batch_alter_table("account", schema=None) as batch_op:
        batch_op.drop_column("mail_problem")
        batch_op.drop_column("last_sign_in_at")
    op.drop_index(op.f("ix_diner_card_diner_id"), table_name="diner_card")
    op.drop_table("diner_card")
