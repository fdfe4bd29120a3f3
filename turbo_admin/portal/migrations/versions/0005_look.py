"""What a page shows, in one question: the school, who is signed in, their diners. Accounts and requests found by an index."""

from alembic import op

revision = "0005"
down_revision = "0004"

# It binds the transaction to the school before it reads anything, so that a page is one statement and one way to the
# server and back. It runs with the rights of whoever asks, under the policies like any other statement.
_LOOK = """
CREATE FUNCTION look(
    uai text, token text, idle_since timestamptz, since timestamptz, choose_since timestamptz, with_diners boolean
) RETURNS TABLE (
    name text, settings text, last_sync_at timestamptz, account_id text, kind text, seen_at timestamptz, diners text
) LANGUAGE plpgsql AS $$
BEGIN
    PERFORM set_config('app.school_id', uai, true);
    RETURN QUERY
    SELECT s.name, CAST(s.settings AS text), s.last_sync_at, o.account_id, o.kind, o.seen_at, d.listed
    FROM public.school s
    LEFT JOIN LATERAL (
        SELECT e.account_id, e.kind, e.seen_at
        FROM public.session e
        JOIN public.account a ON a.school_id = e.school_id AND a.account_id = e.account_id AND a.state = 'open'
        WHERE e.school_id = uai AND e.token_hash = token AND e.seen_at > idle_since
        AND e.created_at > CASE e.kind WHEN 'choose' THEN choose_since ELSE since END
    ) o ON token <> ''
    LEFT JOIN LATERAL (
        SELECT CAST(json_agg(json_build_array(n.last_name, n.first_name, n.class_name)
            ORDER BY n.last_name, n.first_name, n.diner_id) AS text) AS listed
        FROM public.attachment t
        JOIN public.diner n ON n.school_id = t.school_id AND n.diner_id = t.diner_id
        WHERE t.school_id = uai AND t.account_id = o.account_id AND NOT n."left"
    ) d ON with_diners AND o.kind = 'full'
    WHERE s.school_id = uai;
END $$;
REVOKE ALL ON FUNCTION look(text, text, timestamptz, timestamptz, timestamptz, boolean) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION look(text, text, timestamptz, timestamptz, timestamptz, boolean) TO turbo_portal;
"""
# Under the policies no index serves a condition on lower(…) itself, which PostgreSQL does not know to be discreet: a
# whole school was read at each sign-in.
_FOUND_AGAIN = """
ALTER TABLE account_request ADD COLUMN email_low text NOT NULL GENERATED ALWAYS AS (lower(email)) STORED;
CREATE INDEX account_request_email ON account_request (school_id, email_low, received_at);
ALTER TABLE account ADD COLUMN login_low text NOT NULL GENERATED ALWAYS AS (lower(login)) STORED;
DROP INDEX account_login;
CREATE UNIQUE INDEX account_login ON account (school_id, login_low);
"""


def upgrade() -> None:
    """Make the function, and the index."""
    op.execute(_LOOK)
    op.execute(_FOUND_AGAIN)


def downgrade() -> None:
    """Drop them."""
    op.execute("ALTER TABLE account_request DROP COLUMN email_low")
    op.execute("ALTER TABLE account DROP COLUMN login_low")
    op.execute("CREATE UNIQUE INDEX account_login ON account (school_id, lower(login))")
    op.execute("DROP FUNCTION look(text, text, timestamptz, timestamptz, timestamptz, boolean)")
