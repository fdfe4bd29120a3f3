"""Which requests have a match that is out of date

Revision ID: 0013
Revises: 0012
"""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

_TABLE, _INDEX, _OUTDATED = "account_request", "ix_account_request_outdated", "match_done < match_due"
_COUNTER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_COUNTERS = ("match_due", "match_done")


def upgrade() -> None:
    """Bring the schema to this version; the matches that are stored are up to date."""
    for column in _COUNTERS:
        op.add_column(_TABLE, sa.Column(column, _COUNTER, nullable=False, server_default="1"))
    with op.batch_alter_table(_TABLE) as batch:
        batch.create_check_constraint(
            op.f("ck_account_request_match"), "match_done >= 0 AND match_done <= match_due"
        )
    op.create_index(
        _INDEX, _TABLE, ["uai"], sqlite_where=sa.text(_OUTDATED), postgresql_where=sa.text(_OUTDATED)
    )


def downgrade() -> None:
    """Take it back."""
    op.drop_index(_INDEX, _TABLE)
    with op.batch_alter_table(_TABLE) as batch:
        batch.drop_constraint(op.f("ck_account_request_match"), type_="check")
        for column in _COUNTERS:
            batch.drop_column(column)
