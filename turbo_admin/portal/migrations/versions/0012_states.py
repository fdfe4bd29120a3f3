"""States that can be told again at any time: numbers of provisional passwords, lives, sums, decisions.

What the first version told is kept, and what it remembered of its telling is forgotten: `change_state` held hashes of
another form, which no sum may be made of. The office's first synchronisation in this version tells everything once, and
every state is taken, since none is remembered. Acts that were done stay done: their contents are not compared any more.

The office's provisional passwords have number 0 until the office tells the account's state. One whose link is the
stored one gives the row its number and its expiry, and the hash stays, so that every paper still opens; any other ends
the row. A refusal of the first version counts as mailed.
"""

from alembic import op
from sqlalchemy import text

revision = "0012"
down_revision = "0011"

_OWN_SCHOOL = "school_id = nullif(current_setting('app.school_id', true), '')"
_COLUMNS = """
ALTER TABLE account ADD COLUMN number bigint NOT NULL DEFAULT 0, ADD COLUMN number_expires_at timestamptz,
    ADD COLUMN ended bigint NOT NULL DEFAULT 0, ADD COLUMN sessions_ended bigint NOT NULL DEFAULT 0,
    ADD COLUMN own_ended bigint NOT NULL DEFAULT 0;
ALTER TABLE provisional ADD COLUMN number bigint NOT NULL DEFAULT 0;
ALTER TABLE account_request ADD COLUMN decision bigint NOT NULL DEFAULT 0,
    ADD COLUMN mailed_decision bigint NOT NULL DEFAULT 0;
TRUNCATE change_state;
ALTER TABLE change_state ADD COLUMN life bigint NOT NULL DEFAULT 1, ADD COLUMN erased boolean NOT NULL DEFAULT false;
CREATE TABLE state_sum (
    school_id text NOT NULL REFERENCES school ON DELETE CASCADE,
    kind text NOT NULL,
    count bigint NOT NULL DEFAULT 0,
    total text NOT NULL,
    PRIMARY KEY (school_id, kind)
);
ALTER TABLE state_sum ENABLE ROW LEVEL SECURITY;
ALTER TABLE state_sum FORCE ROW LEVEL SECURITY;
ALTER TABLE meta ADD COLUMN clock_steady_since timestamptz, ADD COLUMN clock_seen_at timestamptz;
CREATE INDEX event_body ON event (school_id, acknowledged_at) WHERE body IS NOT NULL;
CREATE INDEX account_log_at ON account_log (school_id, at);
"""
# Whether a row erased by the office goes is for the web process to say, in the batch that tells it.
_GRANTS = """
GRANT SELECT, INSERT, UPDATE (count, total) ON state_sum TO turbo_portal;
GRANT UPDATE (life, erased) ON change_state TO turbo_portal;
GRANT UPDATE (decision, mailed_decision) ON account_request TO turbo_portal;
GRANT UPDATE (clock_steady_since, clock_seen_at) ON meta TO turbo_worker;
GRANT DELETE ON diner, account, account_request TO turbo_portal;
"""
_KINDS = "kind IN ('settings', 'diner', 'account', 'request')"
_CHECKS = {
    "account": {
        "counters": "generation >= 0 AND family_rev >= 0 AND number >= 0 AND ended >= 0 AND sessions_ended >= 0"
        " AND own_ended >= 0",
        "number_expiry": "(number = 0) = (number_expires_at IS NULL)",
    },
    "provisional": {"number": "number >= 0 AND (origin = 'office' OR number = 0)"},
    "account_request": {"decisions": "decision >= 0 AND mailed_decision >= 0"},
    "change_state": {
        "kind": _KINDS,
        "counters": "rev >= 0 AND life >= 1",
        "erased": "erased = (content_hash = '')",
    },
    "state_sum": {"kind": _KINDS, "sum": "count >= 0 AND total ~ '^[0-9a-f]{32}$'"},
    "school": {"counters": "acknowledged_seq >= 0 AND last_rev >= 0"},
    "school_counter": {"last": "last >= 0"},
    "throttle": {"count": "count >= 0"},
    "mail": {"attempts": "attempts >= 0"},
    "meta": {"mail_stops": "mail_stops >= 0"},
}
_OLD_STILL_OPENS = """
CREATE FUNCTION still_opens(account text, link text) RETURNS text LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path = public, pg_temp
    AS 'SELECT a.state FROM account a JOIN provisional p USING (school_id, account_id)
        WHERE a.account_id = account AND p.link_hash = link';
REVOKE ALL ON FUNCTION still_opens(text, text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION still_opens(text, text) TO turbo_worker;
"""
# Number 0: a loan, or a password of the first version that the office has not named yet.
_STILL_OPENS = """
CREATE FUNCTION still_opens(account text, link text, address text) RETURNS text LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path = public, pg_temp
    AS 'SELECT a.state FROM account a JOIN provisional p USING (school_id, account_id)
        WHERE a.account_id = account AND p.link_hash = link AND a.email_key = address
        AND (p.number = 0 OR p.number > a.ended)';
REVOKE ALL ON FUNCTION still_opens(text, text, text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION still_opens(text, text, text) TO turbo_worker;
"""
# Row by row under the policies, which hold for the owner too.
_OF_EACH_SCHOOL = (
    "UPDATE account_request SET decision = 1, mailed_decision = 1 WHERE school_id = :uai AND state = 'refused'",
    "UPDATE applied_change SET content_hash = '' WHERE school_id = :uai",
)


def upgrade() -> None:
    """Add the columns, the sums and the checks; forget what was told."""
    op.execute(_COLUMNS)
    op.execute(f"CREATE POLICY own_school ON state_sum USING ({_OWN_SCHOOL}) WITH CHECK ({_OWN_SCHOOL})")
    op.execute(_GRANTS)
    connection = op.get_bind()
    for uai in connection.scalars(text("SELECT school_id FROM school")).all():
        connection.execute(text("SELECT set_config('app.school_id', :uai, true)"), {"uai": uai})
        for statement in _OF_EACH_SCHOOL:
            connection.execute(text(statement), {"uai": uai})
    # What the updates above left to be checked at the end of the transaction would stand in the way of ALTER TABLE.
    op.execute("SET CONSTRAINTS ALL IMMEDIATE")
    for table, checks in _CHECKS.items():
        for name, condition in checks.items():
            op.execute(f"ALTER TABLE {table} ADD CONSTRAINT {table}_{name}_check CHECK ({condition})")
    op.execute("DROP FUNCTION still_opens(text, text)")
    op.execute(_STILL_OPENS)


def downgrade() -> None:
    """Take them away; an office of the first version tells everything anew with « Tout renvoyer »."""
    op.execute("DROP FUNCTION still_opens(text, text, text)")
    op.execute(_OLD_STILL_OPENS)
    for table, checks in reversed(_CHECKS.items()):
        for name in checks:
            op.execute(f"ALTER TABLE {table} DROP CONSTRAINT {table}_{name}_check")
    op.execute("REVOKE DELETE ON diner, account, account_request FROM turbo_portal")
    op.execute("DROP INDEX account_log_at, event_body")
    op.execute("DROP TABLE state_sum")
    op.execute("ALTER TABLE meta DROP COLUMN clock_steady_since, DROP COLUMN clock_seen_at")
    op.execute("TRUNCATE change_state")
    op.execute("ALTER TABLE change_state DROP COLUMN life, DROP COLUMN erased")
    op.execute("ALTER TABLE account_request DROP COLUMN decision, DROP COLUMN mailed_decision")
    op.execute("ALTER TABLE provisional DROP COLUMN number")
    op.execute(
        "ALTER TABLE account DROP COLUMN number, DROP COLUMN number_expires_at, DROP COLUMN ended,"
        " DROP COLUMN sessions_ended, DROP COLUMN own_ended"
    )
