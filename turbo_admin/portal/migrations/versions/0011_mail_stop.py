"""The queue of mails as a whole: since when it is stopped, until when, and the host's last trouble with mails."""

from alembic import op

revision = "0011"
down_revision = "0010"

_COLUMNS = (
    "mail_stopped_at",
    "mail_stopped_until",
    "mail_stops",
    "mail_trouble",
    "mail_trouble_says",
    "mail_trouble_at",
)


def upgrade() -> None:
    """Keep it where the rest of what concerns the whole portal is; the mail worker writes it."""
    op.execute(
        "ALTER TABLE meta ADD COLUMN mail_stopped_at timestamptz,"
        " ADD COLUMN mail_stopped_until timestamptz,"
        " ADD COLUMN mail_stops bigint NOT NULL DEFAULT 0,"
        " ADD COLUMN mail_trouble text NOT NULL DEFAULT '',"
        " ADD COLUMN mail_trouble_says text NOT NULL DEFAULT '',"
        " ADD COLUMN mail_trouble_at timestamptz"
    )
    op.execute(f"GRANT UPDATE ({', '.join(_COLUMNS)}) ON meta TO turbo_worker")


def downgrade() -> None:
    """Forget it."""
    op.execute(f"ALTER TABLE meta {', '.join(f'DROP COLUMN {column}' for column in _COLUMNS)}")
