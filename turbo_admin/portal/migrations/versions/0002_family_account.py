"""What a family does with its account itself: another address, closing it, a log of its own."""

from alembic import op

revision = "0002"
down_revision = "0001"

_OWN_SCHOOL = "school_id = nullif(current_setting('app.school_id', true), '')"
_TABLES = """
ALTER TABLE account ADD COLUMN family_rev bigint NOT NULL DEFAULT 0, ADD COLUMN family_closed_at timestamptz;
ALTER TABLE account_request ADD COLUMN account_id text NOT NULL DEFAULT '';
CREATE INDEX account_request_account ON account_request (school_id, account_id) WHERE account_id <> '';
CREATE INDEX mail_account ON mail (school_id, account_id) WHERE account_id <> '';
CREATE TABLE email_change (
    school_id text NOT NULL,
    account_id text NOT NULL,
    email text NOT NULL,
    token_hash text NOT NULL,
    created_at timestamptz NOT NULL,
    expires_at timestamptz NOT NULL,
    PRIMARY KEY (school_id, account_id),
    UNIQUE (school_id, token_hash),
    FOREIGN KEY (school_id, account_id) REFERENCES account ON DELETE CASCADE
);
CREATE TABLE account_log (
    school_id text NOT NULL,
    entry_id text NOT NULL,
    account_id text NOT NULL,
    at timestamptz NOT NULL,
    what text NOT NULL,
    agent text NOT NULL DEFAULT '',
    PRIMARY KEY (school_id, entry_id),
    FOREIGN KEY (school_id, account_id) REFERENCES account ON DELETE CASCADE
);
CREATE INDEX account_log_account ON account_log (school_id, account_id, at);
"""
_GRANTS = """
GRANT SELECT, INSERT, UPDATE, DELETE ON email_change TO turbo_portal;
GRANT SELECT, INSERT ON account_log TO turbo_portal;
GRANT UPDATE (account_id) ON account_request TO turbo_portal;
GRANT SELECT (school_id, expires_at), DELETE ON email_change TO turbo_worker;
GRANT SELECT (school_id, at), DELETE ON account_log TO turbo_worker;
"""


def upgrade() -> None:
    """Bring the schema to this version."""
    op.execute(_TABLES)
    for table in ("email_change", "account_log"):
        op.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")
        op.execute(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")
        op.execute(f"CREATE POLICY own_school ON {table} USING ({_OWN_SCHOOL}) WITH CHECK ({_OWN_SCHOOL})")
    op.execute(_GRANTS)


def downgrade() -> None:
    """Go back to the version before."""
    op.execute("DROP TABLE account_log, email_change")
    op.execute("DROP INDEX mail_account, account_request_account")
    op.execute("REVOKE UPDATE (account_id) ON account_request FROM turbo_portal")
    op.execute("ALTER TABLE account_request DROP COLUMN account_id")
    op.execute("ALTER TABLE account DROP COLUMN family_rev, DROP COLUMN family_closed_at")
