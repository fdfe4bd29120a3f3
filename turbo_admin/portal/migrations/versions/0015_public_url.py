"""The address that mails link to is the owner's to write: a web process that was taken over must not lead families elsewhere."""

from alembic import op

revision = "0015"
down_revision = "0014"


def upgrade() -> None:
    """Take the right from the web process."""
    op.execute("REVOKE UPDATE (public_url) ON meta FROM turbo_portal")


def downgrade() -> None:
    """Give it back."""
    op.execute("GRANT UPDATE (public_url) ON meta TO turbo_portal")
