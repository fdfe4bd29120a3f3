"""What stands around the portal: who hosts it, which web servers it believes, and what it has seen of them."""

from alembic import op

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    """Keep it where the public address is; nobody has said any of it yet."""
    op.execute(
        "ALTER TABLE meta ADD COLUMN hosted_by text NOT NULL DEFAULT '',"
        " ADD COLUMN trusted_proxies text,"
        " ADD COLUMN unnamed_at timestamptz,"
        " ADD COLUMN unnamed_by text NOT NULL DEFAULT ''"
    )
    op.execute("GRANT UPDATE (hosted_by, trusted_proxies, unnamed_at, unnamed_by) ON meta TO turbo_portal")


def downgrade() -> None:
    """Forget it."""
    op.execute(
        "ALTER TABLE meta DROP COLUMN hosted_by, DROP COLUMN trusted_proxies, DROP COLUMN unnamed_at, DROP COLUMN unnamed_by"
    )
