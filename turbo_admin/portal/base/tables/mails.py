"""The mail queue."""

from sqlalchemy import Column, Index, Integer, LargeBinary, Table, text
from sqlalchemy.dialects.postgresql import JSONB

from turbo_admin.portal.base.tables.columns import key, metadata, moment, of_school, school_id, text_column

mail = Table(
    "mail",
    metadata,
    school_id(),
    key("mail_id"),
    text_column("kind"),  # its X-Turbo-Kind
    text_column("to_address"),
    Column("data", JSONB, nullable=False),  # what the text needs, no secret
    Column("sealed", LargeBinary),  # the secret, for the worker alone; erased once it has served
    text_column("state", "queued"),  # queued, sending, sent, retry, failed
    text_column("message_id"),
    Column("attempts", Integer, nullable=False, server_default=text("0")),
    moment("next_at"),
    text_column("last_error", ""),  # French
    text_column("account_id", ""),
    text_column("request_id", ""),
    moment("created_at"),
    moment("expires_at", null=True),  # when what it says is worth nothing any more
    moment("claimed_at", null=True),
    moment("sent_at", null=True),
    of_school(),
    Index("mail_message", "message_id"),
    Index("mail_account", "school_id", "account_id", postgresql_where=text("account_id <> ''")),
    Index("mail_due", "next_at", postgresql_where=text("state IN ('queued', 'retry', 'sending')")),
)
