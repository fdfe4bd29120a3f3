"""The portal's tables. Every key begins with the school, and a school's id is its UAI.

Row-level security, grants and the checks on texts stand in the migrations; a test compares the two.
Times are UTC (`timestamptz`), hashes are hexadecimal text, ids are text of at most 64 characters.
"""

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Computed,
    DateTime,
    ForeignKeyConstraint,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    SmallInteger,
    Table,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB

metadata = MetaData()


def _school() -> Column[str]:
    return Column("school_id", Text, primary_key=True)


def _key(name: str) -> Column[str]:
    return Column(name, Text, primary_key=True)


def _text(name: str, default: str | None = None) -> Column[str]:
    server_default = None if default is None else text(f"'{default}'")
    return Column(name, Text, nullable=False, server_default=server_default)


def _time(name: str, *, null: bool = False) -> Column[object]:
    return Column(name, DateTime(timezone=True), nullable=null)


def _number(name: str) -> Column[int]:
    return Column(name, BigInteger, nullable=False, server_default=text("0"))


# One row: which portal this database is, and for which key mails are sealed.
meta = Table(
    "meta",
    metadata,
    Column("id", SmallInteger, primary_key=True),
    _text("epoch"),
    Column("mail_public_key", LargeBinary),
    _text("public_url", ""),  # what mails point at; written by the web process at its start
    _text("hosted_by", ""),  # likewise, as what follows: front.Front
    Column("trusted_proxies", Text),
    _time("unnamed_at", null=True),
    _text("unnamed_by", ""),
    _time(
        "mail_stopped_at", null=True
    ),  # written by the mail worker, as what follows: mail.stopping.QueueState
    _time("mail_stopped_until", null=True),
    _number("mail_stops"),
    _text("mail_trouble", ""),
    _text("mail_trouble_says", ""),
    _time("mail_trouble_at", null=True),
)

school = Table(
    "school",
    metadata,
    _school(),
    _text("name"),
    Column("settings", JSONB, nullable=False),  # protocol.changes.Settings
    Column("office_epoch", Text),
    _number("acknowledged_seq"),
    _number("last_rev"),
    _time("last_sync_at", null=True),
    _time("created_at"),
    _time("silence_told_at", null=True),  # the last mail that said that nobody synchronises
    _text("search", ""),  # schools.search_words
)


def _of_school() -> ForeignKeyConstraint:
    return ForeignKeyConstraint(["school_id"], ["school.school_id"], ondelete="CASCADE")


def _of_account() -> ForeignKeyConstraint:
    return ForeignKeyConstraint(
        ["school_id", "account_id"], ["account.school_id", "account.account_id"], ondelete="CASCADE"
    )


# Apart from `school`, so that taking the next position locks nothing that pages read.
school_counter = Table("school_counter", metadata, _school(), _number("last"), _of_school())

pairing_code = Table(
    "pairing_code",
    metadata,
    _school(),
    _key("code_hash"),
    _time("created_at"),
    _time("expires_at"),
    _time("used_at", null=True),
    _of_school(),
)

workstation_key = Table(
    "workstation_key",
    metadata,
    _school(),
    _key("key_id"),
    _text("key_hash"),
    _text("name"),
    _text("office_epoch"),
    _time("created_at"),
    _time("seen_at", null=True),
    _time("revoked_at", null=True),
    _text("replaces", ""),  # the id of the key that dies when this one is first used
    _time("renewal_asked_at", null=True),  # by the host; the workstation replaces it by itself
    _of_school(),
    UniqueConstraint("school_id", "key_hash"),
)

event = Table(
    "event",
    metadata,
    _school(),
    Column("seq", BigInteger, primary_key=True, autoincrement=False),
    _text("event_id"),
    _text("kind"),
    _time("at"),
    Column("body", JSONB),  # null once erased by retention
    _time("acknowledged_at", null=True),  # by the office; starts the retention
    _of_school(),
    UniqueConstraint("school_id", "event_id"),
)

# Acts that were done, for ever.
applied_change = Table(
    "applied_change",
    metadata,
    _school(),
    _key("kind"),
    _key("key"),
    _text("content_hash"),
    _time("applied_at"),
    _of_school(),
)

# The last revision taken of each state.
# `change_state` and `diner` are not checked against `school` row by row: whoever writes them holds that row, and
# `erasing` takes them away.
change_state = Table(
    "change_state",
    metadata,
    _school(),
    _key("kind"),
    _key("key"),
    Column("rev", BigInteger, nullable=False),
    _text("content_hash"),
)

account_request = Table(
    "account_request",
    metadata,
    _school(),
    _key("request_id"),
    _text("card"),
    _text("last_name"),
    _text("first_name"),
    _text("email"),
    _time("received_at"),
    _time("confirmed_at", null=True),
    Column("confirm_hash", Text),
    _text("state", "received"),  # received, issued, refused
    _text("account_id", ""),  # the account that answered it
    _text("language", ""),  # in which it was asked, as HTML has it
    # By it the same request is found again: under the policies no index serves a condition on lower(email) itself.
    Column("email_low", Text, Computed("lower(email)", persisted=True), nullable=False),
    _of_school(),
    Index("account_request_email", "school_id", "email_low", "received_at"),
    Index("account_request_confirm", "school_id", "confirm_hash"),
    Index("account_request_account", "school_id", "account_id", postgresql_where=text("account_id <> ''")),
)

diner = Table(
    "diner",
    metadata,
    _school(),
    _key("diner_id"),
    _text("last_name"),
    _text("first_name"),
    _text("class_name", ""),
    Column("left", Boolean, nullable=False, server_default=text("false")),
    _time("left_at", null=True),  # kept by the table itself
)

account = Table(
    "account",
    metadata,
    _school(),
    _key("account_id"),
    _text("login"),
    _text("email", ""),
    _text("email_key", ""),  # core.emails.email_key
    _number("generation"),
    _text("state", "open"),  # open, blocked, closed
    Column("password_hash", Text),  # null until the family has chosen one
    _time("password_chosen_at", null=True),
    _time("last_sign_in_at", null=True),
    _time("created_at"),
    _time("closed_at", null=True),  # kept by the table itself
    _number("family_rev"),  # how many times the family itself has changed its address or closed the account
    _time("family_closed_at", null=True),  # by the family, and not opened again since
    _text("language", ""),  # that its family has, as HTML has it; empty when nobody knows
    Column("login_low", Text, Computed("lower(login)", persisted=True), nullable=False),  # as email_low
    _of_school(),
)
Index("account_login", account.c.school_id, account.c.login_low, unique=True)
Index(
    "account_email",
    account.c.school_id,
    account.c.email_key,
    unique=True,
    postgresql_where=text("email_key <> '' AND state <> 'closed'"),
)

provisional = Table(
    "provisional",
    metadata,
    _school(),
    _key("account_id"),
    _key("origin"),  # office, forgotten
    _text("password_hash"),
    _text("link_hash"),
    _time("created_at"),
    _time("expires_at"),
    _of_account(),
    UniqueConstraint("school_id", "link_hash"),
)

# An address that waits for the press of the button in its mail; one an account at most.
email_change = Table(
    "email_change",
    metadata,
    _school(),
    _key("account_id"),
    _text("email"),
    _text("token_hash"),
    _time("created_at"),
    _time("expires_at"),
    _of_account(),
    UniqueConstraint("school_id", "token_hash"),
)

# What happened to an account, for its family's eyes.
account_log = Table(
    "account_log",
    metadata,
    _school(),
    _key("entry_id"),
    _text("account_id"),
    _time("at"),
    _text("what"),  # a key of wording.LOGGED
    _text("agent", ""),
    _of_account(),
    Index("account_log_account", "school_id", "account_id", "at"),
)

# One half of two spaces that a family has joined; the other school holds the other half, under the same id.
account_link = Table(
    "account_link",
    metadata,
    _school(),
    _key("account_id"),
    _key("other_school_id"),
    _text("link_id"),
    _time("created_at"),
    _of_account(),
    UniqueConstraint("school_id", "link_id"),
)

attachment = Table(
    "attachment",
    metadata,
    _school(),
    _key("account_id"),
    _key("diner_id"),
    _of_account(),
    ForeignKeyConstraint(
        ["school_id", "diner_id"], ["diner.school_id", "diner.diner_id"], ondelete="CASCADE"
    ),
    Index("attachment_diner", "school_id", "diner_id"),
)

session = Table(
    "session",
    metadata,
    _school(),
    _key("token_hash"),
    _text("account_id"),
    _text("kind"),  # full, choose
    _time("created_at"),
    _time("seen_at"),
    _text("agent", ""),
    _text("opener", ""),  # the token hash of the session of another school that opened it by a link
    _of_account(),
    Index("session_account", "school_id", "account_id"),
)

throttle = Table(
    "throttle",
    metadata,
    _school(),
    _key("key"),
    _time("window_start"),
    Column("count", Integer, nullable=False),
    _of_school(),
)

mail = Table(
    "mail",
    metadata,
    _school(),
    _key("mail_id"),
    _text("kind"),  # its X-Turbo-Kind
    _text("to_address"),
    Column("data", JSONB, nullable=False),  # what the text needs, no secret
    Column("sealed", LargeBinary),  # the secret, for the worker alone; erased once it has served
    _text("state", "queued"),  # queued, sending, sent, retry, failed
    _text("message_id"),
    Column("attempts", Integer, nullable=False, server_default=text("0")),
    _time("next_at"),
    _text("last_error", ""),  # French
    _text("account_id", ""),
    _text("request_id", ""),
    _time("created_at"),
    _time("expires_at", null=True),  # when what it says is worth nothing any more
    _time("claimed_at", null=True),
    _time("sent_at", null=True),
    _of_school(),
    Index("mail_message", "message_id"),
    Index("mail_account", "school_id", "account_id", postgresql_where=text("account_id <> ''")),
    Index("mail_due", "next_at", postgresql_where=text("state IN ('queued', 'retry', 'sending')")),
)
