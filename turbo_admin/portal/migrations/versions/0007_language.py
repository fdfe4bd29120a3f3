"""In which language a family is written to: that of the page on which it asked for its account or chose its password."""

from alembic import op

revision = "0007"
down_revision = "0006"

_TABLES = ("account_request", "account")


def upgrade() -> None:
    """Remember it; of those known already nobody knows."""
    for table in _TABLES:
        op.execute(f"ALTER TABLE {table} ADD COLUMN language text NOT NULL DEFAULT ''")


def downgrade() -> None:
    """Forget it."""
    for table in _TABLES:
        op.execute(f"ALTER TABLE {table} DROP COLUMN language")
