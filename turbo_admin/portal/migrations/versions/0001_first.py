"""The first tables, their row-level security, and what each role may do."""

from alembic import op

revision = "0001"
down_revision = None

_TABLES = """
CREATE TABLE meta (
    id smallint PRIMARY KEY CHECK (id = 1),
    epoch text NOT NULL,
    mail_public_key bytea,
    public_url text NOT NULL DEFAULT ''
);
CREATE TABLE school (
    school_id text PRIMARY KEY,
    name text NOT NULL,
    settings jsonb NOT NULL,
    office_epoch text,
    acknowledged_seq bigint NOT NULL DEFAULT 0,
    last_rev bigint NOT NULL DEFAULT 0,
    last_sync_at timestamptz,
    created_at timestamptz NOT NULL,
    silence_told_at timestamptz
);
CREATE TABLE school_counter (
    school_id text PRIMARY KEY REFERENCES school ON DELETE CASCADE,
    last bigint NOT NULL DEFAULT 0
);
CREATE TABLE pairing_code (
    school_id text NOT NULL REFERENCES school ON DELETE CASCADE,
    code_hash text NOT NULL,
    created_at timestamptz NOT NULL,
    expires_at timestamptz NOT NULL,
    used_at timestamptz,
    PRIMARY KEY (school_id, code_hash)
);
CREATE TABLE workstation_key (
    school_id text NOT NULL REFERENCES school ON DELETE CASCADE,
    key_id text NOT NULL,
    key_hash text NOT NULL,
    name text NOT NULL,
    office_epoch text NOT NULL,
    created_at timestamptz NOT NULL,
    seen_at timestamptz,
    revoked_at timestamptz,
    replaces text NOT NULL DEFAULT '',
    renewal_asked_at timestamptz,
    PRIMARY KEY (school_id, key_id),
    UNIQUE (school_id, key_hash)
);
CREATE TABLE event (
    school_id text NOT NULL REFERENCES school ON DELETE CASCADE,
    seq bigint NOT NULL CHECK (seq > 0),
    event_id text NOT NULL,
    kind text NOT NULL,
    at timestamptz NOT NULL,
    body jsonb,
    acknowledged_at timestamptz,
    PRIMARY KEY (school_id, seq),
    UNIQUE (school_id, event_id)
);
CREATE TABLE applied_change (
    school_id text NOT NULL REFERENCES school ON DELETE CASCADE,
    kind text NOT NULL,
    key text NOT NULL,
    content_hash text NOT NULL,
    applied_at timestamptz NOT NULL,
    PRIMARY KEY (school_id, kind, key)
);
CREATE TABLE change_state (
    school_id text NOT NULL REFERENCES school ON DELETE CASCADE,
    kind text NOT NULL,
    key text NOT NULL,
    rev bigint NOT NULL,
    content_hash text NOT NULL,
    PRIMARY KEY (school_id, kind, key)
);
CREATE TABLE account_request (
    school_id text NOT NULL REFERENCES school ON DELETE CASCADE,
    request_id text NOT NULL,
    card text NOT NULL,
    last_name text NOT NULL,
    first_name text NOT NULL,
    email text NOT NULL,
    received_at timestamptz NOT NULL,
    confirmed_at timestamptz,
    confirm_hash text,
    state text NOT NULL DEFAULT 'received' CHECK (state IN ('received', 'issued', 'refused')),
    PRIMARY KEY (school_id, request_id)
);
CREATE INDEX account_request_confirm ON account_request (school_id, confirm_hash);
CREATE TABLE diner (
    school_id text NOT NULL REFERENCES school ON DELETE CASCADE,
    diner_id text NOT NULL,
    last_name text NOT NULL,
    first_name text NOT NULL,
    class_name text NOT NULL DEFAULT '',
    "left" boolean NOT NULL DEFAULT false,
    PRIMARY KEY (school_id, diner_id)
);
CREATE TABLE account (
    school_id text NOT NULL REFERENCES school ON DELETE CASCADE,
    account_id text NOT NULL,
    login text NOT NULL,
    email text NOT NULL DEFAULT '',
    email_key text NOT NULL DEFAULT '',
    generation bigint NOT NULL DEFAULT 0,
    state text NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'blocked', 'closed')),
    password_hash text,
    password_chosen_at timestamptz,
    last_sign_in_at timestamptz,
    created_at timestamptz NOT NULL,
    PRIMARY KEY (school_id, account_id)
);
CREATE UNIQUE INDEX account_login ON account (school_id, lower(login));
CREATE UNIQUE INDEX account_email ON account (school_id, email_key)
    WHERE email_key <> '' AND state <> 'closed';
CREATE TABLE provisional (
    school_id text NOT NULL,
    account_id text NOT NULL,
    origin text NOT NULL CHECK (origin IN ('office', 'forgotten')),
    password_hash text NOT NULL,
    link_hash text NOT NULL,
    created_at timestamptz NOT NULL,
    expires_at timestamptz NOT NULL,
    PRIMARY KEY (school_id, account_id, origin),
    UNIQUE (school_id, link_hash),
    FOREIGN KEY (school_id, account_id) REFERENCES account ON DELETE CASCADE
);
CREATE TABLE attachment (
    school_id text NOT NULL,
    account_id text NOT NULL,
    diner_id text NOT NULL,
    PRIMARY KEY (school_id, account_id, diner_id),
    FOREIGN KEY (school_id, account_id) REFERENCES account ON DELETE CASCADE,
    FOREIGN KEY (school_id, diner_id) REFERENCES diner ON DELETE CASCADE
);
CREATE INDEX attachment_diner ON attachment (school_id, diner_id);
CREATE TABLE session (
    school_id text NOT NULL,
    token_hash text NOT NULL,
    account_id text NOT NULL,
    kind text NOT NULL CHECK (kind IN ('full', 'choose')),
    created_at timestamptz NOT NULL,
    seen_at timestamptz NOT NULL,
    agent text NOT NULL DEFAULT '',
    PRIMARY KEY (school_id, token_hash),
    FOREIGN KEY (school_id, account_id) REFERENCES account ON DELETE CASCADE
);
CREATE INDEX session_account ON session (school_id, account_id);
CREATE TABLE throttle (
    school_id text NOT NULL REFERENCES school ON DELETE CASCADE,
    key text NOT NULL,
    window_start timestamptz NOT NULL,
    count integer NOT NULL,
    PRIMARY KEY (school_id, key)
);
CREATE TABLE mail (
    school_id text NOT NULL REFERENCES school ON DELETE CASCADE,
    mail_id text NOT NULL,
    kind text NOT NULL,
    to_address text NOT NULL,
    data jsonb NOT NULL,
    sealed bytea,
    state text NOT NULL DEFAULT 'queued' CHECK (state IN ('queued', 'sending', 'sent', 'retry', 'failed')),
    message_id text NOT NULL,
    attempts integer NOT NULL DEFAULT 0,
    next_at timestamptz NOT NULL,
    last_error text NOT NULL DEFAULT '',
    account_id text NOT NULL DEFAULT '',
    request_id text NOT NULL DEFAULT '',
    created_at timestamptz NOT NULL,
    expires_at timestamptz,
    claimed_at timestamptz,
    sent_at timestamptz,
    PRIMARY KEY (school_id, mail_id)
);
CREATE INDEX mail_due ON mail (next_at) WHERE state IN ('queued', 'retry', 'sending');
"""

# What the web process may do, table by table.
_PORTAL_GRANTS = {
    "school": "SELECT, UPDATE (name, settings, office_epoch, acknowledged_seq, last_rev, last_sync_at)",
    "school_counter": "SELECT, UPDATE (last)",
    "pairing_code": "SELECT, UPDATE (used_at)",
    "workstation_key": "SELECT, INSERT, UPDATE (seen_at, revoked_at)",
    "event": "SELECT, INSERT, UPDATE (acknowledged_at)",
    "applied_change": "SELECT, INSERT",
    "change_state": "SELECT, INSERT, UPDATE (rev, content_hash)",
    "account_request": "SELECT, INSERT, UPDATE (confirmed_at, confirm_hash, state)",
    "diner": "SELECT, INSERT, UPDATE",
    "account": "SELECT, INSERT, UPDATE",
    "provisional": "SELECT, INSERT, UPDATE, DELETE",
    "attachment": "SELECT, INSERT, DELETE",
    "session": "SELECT, INSERT, UPDATE, DELETE",
    "throttle": "SELECT, INSERT, UPDATE, DELETE",
    "mail": "SELECT, INSERT",
}
# What the mail worker may do: nothing about passwords, diners or accounts.
_WORKER_GRANTS = {
    "school": "SELECT, UPDATE (silence_told_at)",
    "school_counter": "SELECT, UPDATE (last)",
    "event": "SELECT (school_id, body, acknowledged_at), INSERT, UPDATE (body)",
    "provisional": "SELECT (school_id, expires_at), DELETE",
    "session": "SELECT (school_id, created_at, seen_at), DELETE",
    "throttle": "SELECT (school_id, window_start), DELETE",
    "mail": "SELECT, INSERT, UPDATE (sealed, state, attempts, next_at, last_error, claimed_at, sent_at)",
}
_OWN_SCHOOL = "school_id = nullif(current_setting('app.school_id', true), '')"
_REST = """
CREATE POLICY worker_reads_all ON school FOR SELECT TO turbo_worker USING (true);
CREATE POLICY worker_claims ON mail FOR SELECT TO turbo_worker USING (true);
CREATE POLICY worker_answers ON mail FOR UPDATE TO turbo_worker USING (true) WITH CHECK (true);
CREATE POLICY host_reads_all ON school FOR SELECT TO turbo_owner USING (true);
GRANT SELECT ON meta, alembic_version TO turbo_portal, turbo_worker;
GRANT UPDATE (mail_public_key) ON meta TO turbo_worker;
GRANT UPDATE (public_url) ON meta TO turbo_portal;
CREATE FUNCTION only_school() RETURNS text LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path = public, pg_temp
    AS 'SELECT min(school_id) FROM school HAVING count(*) = 1';
REVOKE ALL ON FUNCTION only_school() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION only_school() TO turbo_portal;
INSERT INTO meta (id, epoch) VALUES (1, gen_random_uuid()::text);
"""


def upgrade() -> None:
    """Make everything."""
    op.execute(_TABLES)
    for table, rights in _PORTAL_GRANTS.items():
        op.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")
        op.execute(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")
        op.execute(f"CREATE POLICY own_school ON {table} USING ({_OWN_SCHOOL}) WITH CHECK ({_OWN_SCHOOL})")
        op.execute(f"GRANT {rights} ON {table} TO turbo_portal")
    for table, rights in _WORKER_GRANTS.items():
        op.execute(f"GRANT {rights} ON {table} TO turbo_worker")
    op.execute(_REST)


def downgrade() -> None:
    """Drop everything."""
    op.execute("DROP FUNCTION only_school()")
    op.execute(f"DROP TABLE {', '.join(reversed([*_PORTAL_GRANTS, 'meta']))}")
