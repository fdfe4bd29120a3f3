"""The mail worker asks whether what a mail holds still opens an account; it sees neither accounts nor passwords."""

from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

# Under row-level security, as everything: it answers for the school of the transaction only.
_FUNCTION = """
CREATE FUNCTION still_opens(account text, link text) RETURNS text LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path = public, pg_temp
    AS 'SELECT a.state FROM account a JOIN provisional p USING (school_id, account_id)
        WHERE a.account_id = account AND p.link_hash = link';
REVOKE ALL ON FUNCTION still_opens(text, text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION still_opens(text, text) TO turbo_worker;
"""


def upgrade() -> None:
    """Make the function."""
    op.execute(_FUNCTION)


def downgrade() -> None:
    """Drop it."""
    op.execute("DROP FUNCTION still_opens(text, text)")
