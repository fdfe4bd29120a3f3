"""A school whose portal was put back from a copy waits for its office before any provisional password opens."""

from alembic import op

revision = "0013"
down_revision = "0012"


def upgrade() -> None:
    """Add when a school was suspended."""
    op.execute("ALTER TABLE school ADD COLUMN suspended_at timestamptz")
    op.execute("GRANT UPDATE (suspended_at) ON school TO turbo_portal")


def downgrade() -> None:
    """Take it away."""
    op.execute("ALTER TABLE school DROP COLUMN suspended_at")
