"""Of a request: whether it looks like a robot's, who asked, and the link to its state; a choice of password is resumed."""

from alembic import op
from sqlalchemy import text

revision = "0014"
down_revision = "0013"

_UP = """
ALTER TABLE account_request ADD COLUMN trapped boolean NOT NULL DEFAULT false,
    ADD COLUMN asked_by text NOT NULL DEFAULT '',
    ADD COLUMN link_hash text;
ALTER TABLE provisional ADD COLUMN resume_hash text NOT NULL DEFAULT '';
CREATE INDEX provisional_resume ON provisional (school_id, resume_hash) WHERE resume_hash <> '';
CREATE INDEX account_request_link ON account_request (school_id, link_hash);
CREATE INDEX account_request_asked_by ON account_request (school_id, asked_by) WHERE asked_by <> '';
"""
# The acknowledgement has one token: it confirms once, and shows the state of the request for as long as it is kept.
_KEEP_TOKENS = text("UPDATE account_request SET link_hash = confirm_hash WHERE school_id = :uai")
_DOWN = """
DROP INDEX account_request_asked_by, account_request_link, provisional_resume;
ALTER TABLE provisional DROP COLUMN resume_hash;
ALTER TABLE account_request DROP COLUMN trapped, DROP COLUMN asked_by, DROP COLUMN link_hash;
"""


def upgrade() -> None:
    """Add them; the requests that wait for their confirmation get their page."""
    op.execute(_UP)
    connection = op.get_bind()
    for uai in connection.scalars(text("SELECT school_id FROM school")).all():
        # Row by row under the policies, which hold for the owner too.
        connection.execute(text("SELECT set_config('app.school_id', :uai, true)"), {"uai": uai})
        connection.execute(_KEEP_TOKENS, {"uai": uai})


def downgrade() -> None:
    """Take them away."""
    op.execute(_DOWN)
