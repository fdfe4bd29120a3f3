"""When an account was closed and a diner left, from where retention counts; mails are found by what comes back."""

from alembic import op

revision = "0002"
down_revision = "0001"

# The tables keep it themselves, so that no way of closing an account can forget it.
_UP = """
ALTER TABLE account ADD COLUMN closed_at timestamptz;
ALTER TABLE diner ADD COLUMN left_at timestamptz;
UPDATE account SET closed_at = now() WHERE state = 'closed';
UPDATE diner SET left_at = now() WHERE "left";
CREATE INDEX mail_message ON mail (message_id);
CREATE FUNCTION keep_closed_at() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
    NEW.closed_at := CASE WHEN NEW.state = 'closed' THEN now() END;
    RETURN NEW;
END $$;
CREATE FUNCTION keep_left_at() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
    NEW.left_at := CASE WHEN NEW."left" THEN now() END;
    RETURN NEW;
END $$;
CREATE TRIGGER born_closed BEFORE INSERT ON account FOR EACH ROW
    WHEN (NEW.state = 'closed') EXECUTE FUNCTION keep_closed_at();
CREATE TRIGGER closed_or_opened BEFORE UPDATE ON account FOR EACH ROW
    WHEN (NEW.state IS DISTINCT FROM OLD.state) EXECUTE FUNCTION keep_closed_at();
CREATE TRIGGER born_left BEFORE INSERT ON diner FOR EACH ROW
    WHEN (NEW."left") EXECUTE FUNCTION keep_left_at();
CREATE TRIGGER left_or_returned BEFORE UPDATE ON diner FOR EACH ROW
    WHEN (NEW."left" IS DISTINCT FROM OLD."left") EXECUTE FUNCTION keep_left_at();
"""
_DOWN = """
DROP INDEX mail_message;
DROP TRIGGER left_or_returned ON diner;
DROP TRIGGER born_left ON diner;
DROP TRIGGER closed_or_opened ON account;
DROP TRIGGER born_closed ON account;
DROP FUNCTION keep_left_at();
DROP FUNCTION keep_closed_at();
ALTER TABLE diner DROP COLUMN left_at;
ALTER TABLE account DROP COLUMN closed_at;
"""


def upgrade() -> None:
    """Keep both moments; of those of before, nothing is known but that it was before now."""
    op.execute(_UP)


def downgrade() -> None:
    """Forget them."""
    op.execute(_DOWN)
