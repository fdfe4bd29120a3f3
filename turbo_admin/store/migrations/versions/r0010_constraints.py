"""Constraints in the database itself, numbers that cannot overflow, indexes for ten years of history

Revision ID: 0010
Revises: 0009
"""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

# What counts for years: SQLite's integers have 64 bits anyway.
_COUNTERS = {
    "office": ("last_rev",),
    "school": ("cursor_seq", "sent_rev", "told_rev", "roster_rev"),
    "diner": ("rev",),
    "account": ("generation", "family_rev"),
    "sheet": ("generation",),
    "pending_change": ("rev",),
    "received_event": ("seq",),
    "journal": ("id",),
    "sync_run": ("id",),
    "diner_card": ("id",),
}
_CHECKS = {
    "office": {"counters": "last_rev >= 0"},
    "school": {"counters": "cursor_seq >= 0 AND sent_rev >= 0 AND told_rev >= 0 AND roster_rev >= 0"},
    "account": {
        "state": "state IN ('open', 'blocked', 'closed')",
        "counters": "generation >= 0 AND family_rev >= 0",
        "closed": "(state = 'closed') = (closed_at IS NOT NULL)",
    },
    "account_request": {
        "state": "state IN ('open', 'issued', 'refused')",
        "degree": "degree IN ('certaine', 'probable', 'ambiguë', 'aucune')",
    },
    "sheet": {
        "asker": "asker IN ('connu', 'confirmé', 'à vérifier')",
        "mail_state": "mail_state IN ('', 'queued', 'sent', 'retry', 'failed')",
        "generation": "generation >= 0",
    },
    "pending_change": {"rev": "rev >= 0"},
    "received_event": {"seq": "seq > 0"},
    "import_answer": {"answer": "answer IN ('autres', 'memes')"},
    "diner_import": {"numbers": 'created >= 0 AND changed >= 0 AND "left" >= 0'},
}
_INDEXES = {
    "journal": (("at",), ("who",), ("workstation",), ("what",), ("other",)),
    "account_request": (("diner_id",), ("account_id",)),
}
_LAST_CLOSING = """
UPDATE account SET closed_at = coalesce(
    (SELECT max(j.at) FROM journal j WHERE j.subject = account.id
     AND j.what IN ('account_closed', 'closed_by_family', 'batch_undone', 'issue_revoked')),
    created_at)
WHERE state = 'closed'
"""
# Of two open accounts with one address, which the program never makes, the older keeps it for signing in.
_ONE_OPEN_ACCOUNT = """
UPDATE account SET email_key = '' WHERE email_key <> '' AND state <> 'closed' AND EXISTS (
    SELECT 1 FROM account o WHERE o.uai = account.uai AND o.email_key = account.email_key AND o.state <> 'closed'
    AND (o.created_at < account.created_at OR (o.created_at = account.created_at AND o.id < account.id)))
"""


def upgrade() -> None:
    """Bring the schema to this version."""
    op.add_column("account", sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True))
    op.execute(_LAST_CLOSING)
    op.execute(_ONE_OPEN_ACCOUNT)
    _change_counters(sa.Integer(), sa.BigInteger())
    for table, checks in _CHECKS.items():
        with op.batch_alter_table(table) as batch:
            for name, condition in checks.items():
                batch.create_check_constraint(op.f(f"ck_{table}_{name}"), condition)
    for table, indexes in _INDEXES.items():
        for columns in indexes:
            op.create_index(op.f(f"ix_{table}_{'_'.join(columns)}"), table, list(columns))
    open_only = sa.text("email_key <> '' AND state <> 'closed'")
    op.create_index(
        "uq_account_open_email",
        "account",
        ["uai", "email_key"],
        unique=True,
        sqlite_where=open_only,
        postgresql_where=open_only,
    )


def downgrade() -> None:
    """Take it back."""
    op.drop_index("uq_account_open_email", "account")
    for table, indexes in _INDEXES.items():
        for columns in indexes:
            op.drop_index(op.f(f"ix_{table}_{'_'.join(columns)}"), table)
    for table, checks in _CHECKS.items():
        with op.batch_alter_table(table) as batch:
            for name in checks:
                batch.drop_constraint(op.f(f"ck_{table}_{name}"), type_="check")
    _change_counters(sa.BigInteger(), sa.Integer())
    with op.batch_alter_table("account") as account:
        account.drop_column("closed_at")


def _change_counters(before: sa.types.TypeEngine[int], after: sa.types.TypeEngine[int]) -> None:
    if op.get_bind().dialect.name == "sqlite":
        return
    for table, columns in _COUNTERS.items():
        for column in columns:
            op.alter_column(table, column, existing_type=before, type_=after, existing_nullable=False)
