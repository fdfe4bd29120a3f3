"""Spaces that a family has joined: a row at each of two schools, both needed, and what ends one ends the other."""

from alembic import op

revision = "0006"
down_revision = "0005"

_OWN_SCHOOL = "school_id = nullif(current_setting('app.school_id', true), '')"
# A row says of its own school's account alone that it is joined to something elsewhere; to what, the other school says.
_TABLE = """
CREATE TABLE account_link (
    school_id text NOT NULL,
    account_id text NOT NULL,
    other_school_id text NOT NULL CHECK (other_school_id <> school_id),
    link_id text NOT NULL,
    created_at timestamptz NOT NULL,
    PRIMARY KEY (school_id, account_id, other_school_id),
    UNIQUE (school_id, link_id),
    FOREIGN KEY (school_id, account_id) REFERENCES account ON DELETE CASCADE
);
ALTER TABLE account_link ENABLE ROW LEVEL SECURITY;
ALTER TABLE account_link FORCE ROW LEVEL SECURITY;
GRANT SELECT, INSERT, DELETE ON account_link TO turbo_portal;
ALTER TABLE session ADD COLUMN opener text NOT NULL DEFAULT '';
"""
# The database ends both halves itself, so that no way of ending one (the family, the office, a cascade, the host) can
# forget the other. Each half is read and erased as its own school: the policies hold here as everywhere.
_FUNCTIONS = """
CREATE FUNCTION end_sessions_through(link text, other text, opened_by text, but text[]) RETURNS void
    LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE
    here text := coalesce(current_setting('app.school_id', true), '');
BEGIN
    PERFORM set_config('app.school_id', other, true);
    DELETE FROM session s USING account_link l
        WHERE l.school_id = other AND l.link_id = link AND s.school_id = other AND s.account_id = l.account_id
        AND s.opener <> '' AND (opened_by = '' OR s.opener = opened_by) AND s.token_hash <> ALL (but);
    PERFORM set_config('app.school_id', here, true);
END $$;
CREATE FUNCTION link_ended() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE
    here text := coalesce(current_setting('app.school_id', true), '');
BEGIN
    PERFORM end_sessions_through(OLD.link_id, OLD.other_school_id, '', '{}');
    PERFORM set_config('app.school_id', OLD.other_school_id, true);
    DELETE FROM account_link WHERE school_id = OLD.other_school_id AND link_id = OLD.link_id;
    PERFORM set_config('app.school_id', here, true);
    RETURN NULL;
END $$;
CREATE FUNCTION account_shut() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
    PERFORM end_sessions_through(link_id, other_school_id, '', '{}') FROM account_link
        WHERE school_id = NEW.school_id AND account_id = NEW.account_id;
    IF NEW.state = 'closed' THEN
        DELETE FROM account_link WHERE school_id = NEW.school_id AND account_id = NEW.account_id;
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER link_ended AFTER DELETE ON account_link FOR EACH ROW EXECUTE FUNCTION link_ended();
CREATE TRIGGER account_shut AFTER UPDATE OF state ON account FOR EACH ROW
    WHEN (NEW.state IS DISTINCT FROM OLD.state AND NEW.state <> 'open') EXECUTE FUNCTION account_shut();
REVOKE ALL ON FUNCTION end_sessions_through(text, text, text, text[]) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION end_sessions_through(text, text, text, text[]) TO turbo_portal;
"""


def upgrade() -> None:
    """Make the table, and what keeps its halves together."""
    op.execute(_TABLE)
    op.execute(f"CREATE POLICY own_school ON account_link USING ({_OWN_SCHOOL}) WITH CHECK ({_OWN_SCHOOL})")
    op.execute(_FUNCTIONS)


def downgrade() -> None:
    """Forget which spaces were joined."""
    op.execute("DROP TRIGGER account_shut ON account")
    op.execute("DROP TABLE account_link")
    op.execute("DROP FUNCTION link_ended(), account_shut(), end_sessions_through(text, text, text, text[])")
    op.execute("ALTER TABLE session DROP COLUMN opener")
