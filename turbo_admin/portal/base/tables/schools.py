"""The portal itself, its schools, their keys and throttles."""

from sqlalchemy import Column, Integer, LargeBinary, SmallInteger, Table, Text, UniqueConstraint
from sqlalchemy.dialects.postgresql import JSONB

from turbo_admin.portal.base.tables.columns import (
    key,
    metadata,
    moment,
    number,
    of_school,
    school_id,
    text_column,
)

# One row: which portal this database is, and for which key mails are sealed.
meta = Table(
    "meta",
    metadata,
    Column("id", SmallInteger, primary_key=True),
    text_column("epoch"),
    Column("mail_public_key", LargeBinary),
    text_column("public_url", ""),  # what mails point at; written by the web process at its start
    # Likewise, down to unnamed_by: web.deployment.Deployment.
    text_column("hosted_by", ""),
    Column("trusted_proxies", Text),
    moment("unnamed_at", null=True),
    text_column("unnamed_by", ""),
    # Written by the mail worker, down to mail_trouble_at: mail.queue_state.QueueState.
    moment("mail_stopped_at", null=True),
    moment("mail_stopped_until", null=True),
    number("mail_stops"),
    text_column("mail_trouble", ""),
    text_column("mail_trouble_says", ""),
    moment("mail_trouble_at", null=True),
    # Likewise: host.clock_watch.
    moment("clock_steady_since", null=True),
    moment("clock_seen_at", null=True),
)

school = Table(
    "school",
    metadata,
    school_id(),
    text_column("name"),
    Column("settings", JSONB, nullable=False),  # protocol.settings.Settings
    Column("office_epoch", Text),
    number("acknowledged_seq"),
    number("last_rev"),
    moment("last_sync_at", null=True),
    moment("created_at"),
    moment("silence_told_at", null=True),  # the last mail that said that nobody synchronises
    text_column("search", ""),  # schools.registry.search_words
    moment("suspended_at", null=True),  # put back from a copy, and not bound by its office since
)


# Apart from `school`, so that taking the next position locks nothing that pages read.
school_counter = Table("school_counter", metadata, school_id(), number("last"), of_school())

pairing_code = Table(
    "pairing_code",
    metadata,
    school_id(),
    key("code_hash"),
    moment("created_at"),
    moment("expires_at"),
    moment("used_at", null=True),
    of_school(),
)

workstation_key = Table(
    "workstation_key",
    metadata,
    school_id(),
    key("key_id"),
    text_column("key_hash"),
    text_column("name"),
    text_column("office_epoch"),
    moment("created_at"),
    moment("seen_at", null=True),
    moment("revoked_at", null=True),
    text_column("replaces", ""),  # the id of the key that dies when this one is first used
    moment("renewal_asked_at", null=True),  # by the host; the workstation replaces it by itself
    of_school(),
    UniqueConstraint("school_id", "key_hash"),
)

throttle = Table(
    "throttle",
    metadata,
    school_id(),
    key("key"),
    moment("window_start"),
    Column("count", Integer, nullable=False),
    of_school(),
)
