"""What was decided of diners' addresses, out of the journal

Revision ID: 0012
Revises: 0011
"""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

# The last that was done with an address counts.
_FROM_JOURNAL = """
INSERT INTO diner_address (diner_id, mark, decision, at, who)
SELECT j.subject, j.other, CASE j.what WHEN 'email_added' THEN 'typed' ELSE 'removed' END, j.at, j.who FROM journal j
JOIN diner d ON d.id = j.subject
WHERE j.what IN ('email_added', 'email_removed') AND length(j.other) = 32 AND NOT EXISTS (
    SELECT 1 FROM journal l WHERE l.subject = j.subject AND l.other = j.other
    AND l.what IN ('email_added', 'email_removed') AND l.id > j.id)
"""


def upgrade() -> None:
    """Bring the schema to this version."""
    op.create_table(
        "diner_address",
        sa.Column("diner_id", sa.String(length=64), nullable=False),
        sa.Column("mark", sa.String(length=32), nullable=False),
        sa.Column("decision", sa.String(length=16), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("who", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["diner_id"], ["diner.id"], name=op.f("fk_diner_address_diner_id_diner")),
        sa.PrimaryKeyConstraint("diner_id", "mark", name=op.f("pk_diner_address")),
        sa.CheckConstraint("decision IN ('typed', 'removed')", name=op.f("ck_diner_address_decision")),
    )
    op.execute(_FROM_JOURNAL)


def downgrade() -> None:
    """Take it back."""
    op.drop_table("diner_address")
