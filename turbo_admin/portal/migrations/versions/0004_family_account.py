"""What a family does with its account itself: another address, closing it, a log of its own; finding its school."""

from alembic import op
from sqlalchemy import text

from turbo_admin.core.matching.spellings import fold

revision = "0004"
down_revision = "0003"

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
ALTER TABLE school ADD COLUMN search text NOT NULL DEFAULT '';
"""
# A school is found by its own words alone: the function shows nothing else of a school that the asker may not read.
_FINDER = """
CREATE FUNCTION find_schools(patterns text[]) RETURNS TABLE (school_id text, name text, address text)
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
    AS $$SELECT s.school_id, s.name, coalesce(s.settings ->> 'address', '') FROM school s
        WHERE s.search LIKE ALL (patterns) ORDER BY s.name, s.school_id LIMIT 21$$;
REVOKE ALL ON FUNCTION find_schools(text[]) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION find_schools(text[]) TO turbo_portal;
GRANT UPDATE (search) ON school TO turbo_portal;
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
    op.execute(_FINDER)
    _make_findable()


def downgrade() -> None:
    """Go back to the version before."""
    op.execute("DROP FUNCTION find_schools(text[])")
    op.execute("REVOKE UPDATE (search) ON school FROM turbo_portal")
    op.execute("ALTER TABLE school DROP COLUMN search")
    op.execute("DROP TABLE account_log, email_change")
    op.execute("DROP INDEX mail_account, account_request_account")
    op.execute("REVOKE UPDATE (account_id) ON account_request FROM turbo_portal")
    op.execute("ALTER TABLE account_request DROP COLUMN account_id")
    op.execute("ALTER TABLE account DROP COLUMN family_rev, DROP COLUMN family_closed_at")


def _make_findable() -> None:
    """The office's settings will say it again, and better, when they are next changed."""
    connection = op.get_bind()
    schools = connection.execute(text("SELECT school_id, name, settings ->> 'address' FROM school")).all()
    for uai, name, address in schools:
        connection.execute(text("SELECT set_config('app.school_id', :uai, true)"), {"uai": uai})
        words = fold(" ".join((name, uai, address or "")))
        connection.execute(
            text("UPDATE school SET search = :words WHERE school_id = :uai"), {"uai": uai, "words": words}
        )
