"""Families' requests and accounts."""

from sqlalchemy import Column, Computed, ForeignKeyConstraint, Index, Table, Text, UniqueConstraint, text

from turbo_admin.portal.base.tables.columns import (
    flag,
    key,
    metadata,
    moment,
    number,
    of_account,
    of_school,
    school_id,
    text_column,
)

account_request = Table(
    "account_request",
    metadata,
    school_id(),
    key("request_id"),
    text_column("card"),
    text_column("last_name"),
    text_column("first_name"),
    text_column("email"),
    moment("received_at"),
    moment("confirmed_at", null=True),
    Column("confirm_hash", Text),
    text_column("state", "received"),  # received, issued, refused
    text_column("account_id", ""),  # the account that answered it
    text_column("language", ""),  # in which it was asked, as HTML has it
    number("decision"),  # of protocol.states.RequestState
    number("mailed_decision"),  # the last one whose refusal was mailed
    flag("trapped"),  # whether the field that only robots see was filled in
    text_column("asked_by", ""),  # the signed-in account that asked
    Column("link_hash", Text),  # of the acknowledgement's token, kept once it has confirmed
    # By it the same request is found again: under the policies no index serves a condition on lower(email) itself.
    Column("email_low", Text, Computed("lower(email)", persisted=True), nullable=False),
    of_school(),
    Index("account_request_email", "school_id", "email_low", "received_at"),
    Index("account_request_confirm", "school_id", "confirm_hash"),
    Index("account_request_link", "school_id", "link_hash"),
    Index("account_request_asked_by", "school_id", "asked_by", postgresql_where=text("asked_by <> ''")),
    Index("account_request_account", "school_id", "account_id", postgresql_where=text("account_id <> ''")),
)

account = Table(
    "account",
    metadata,
    school_id(),
    key("account_id"),
    text_column("login"),
    text_column("email", ""),
    text_column("email_key", ""),  # core.emails.email_key
    number("generation"),  # seq of the event by which the family last chose a password
    text_column("state", "open"),  # open, blocked, closed
    Column("password_hash", Text),  # null until the family has chosen one
    moment("password_chosen_at", null=True),
    moment("last_sign_in_at", null=True),
    moment("created_at"),
    moment("closed_at", null=True),  # kept by the table itself
    number(
        "family_rev"
    ),  # seq of the event by which the family last changed its address or closed the account
    moment("family_closed_at", null=True),  # by the family, and not opened again since
    text_column("language", ""),  # that its family has, as HTML has it; empty when nobody knows
    # Down to own_ended: protocol.states.AccountState. They outlive the provisional password itself.
    number("number"),  # the greatest that was ever taken
    moment("number_expires_at", null=True),
    number("ended"),
    number("sessions_ended"),
    number("own_ended"),
    # lower() is not leakproof: under row-level security no index serves it, so the lowered text is a column.
    Column("login_low", Text, Computed("lower(login)", persisted=True), nullable=False),  # as email_low
    of_school(),
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
    school_id(),
    key("account_id"),
    key("origin"),  # office, forgotten
    text_column("password_hash"),
    text_column("link_hash"),
    moment("created_at"),
    moment("expires_at"),
    number("number"),  # 0 for `forgotten`, and for one of the first version that the office has not named yet
    text_column("resume_hash", ""),  # of its link and a mark of the browser, see accounts.resuming
    of_account(),
    UniqueConstraint("school_id", "link_hash"),
    Index("provisional_resume", "school_id", "resume_hash", postgresql_where=text("resume_hash <> ''")),
)

# An address that waits for the press of the button in its mail; one an account at most.
email_change = Table(
    "email_change",
    metadata,
    school_id(),
    key("account_id"),
    text_column("email"),
    text_column("token_hash"),
    moment("created_at"),
    moment("expires_at"),
    of_account(),
    UniqueConstraint("school_id", "token_hash"),
)

# What happened to an account, as its family sees it.
account_log = Table(
    "account_log",
    metadata,
    school_id(),
    key("entry_id"),
    text_column("account_id"),
    moment("at"),
    text_column("what"),  # a key of activity_texts.ACTIVITY_TEXTS
    text_column("agent", ""),
    of_account(),
    Index("account_log_account", "school_id", "account_id", "at"),
    Index("account_log_at", "school_id", "at"),
)

# One half of two spaces that a family has joined; the other school holds the other half, under the same id.
account_link = Table(
    "account_link",
    metadata,
    school_id(),
    key("account_id"),
    key("other_school_id"),
    text_column("link_id"),
    moment("created_at"),
    of_account(),
    UniqueConstraint("school_id", "link_id"),
)

attachment = Table(
    "attachment",
    metadata,
    school_id(),
    key("account_id"),
    key("diner_id"),
    of_account(),
    ForeignKeyConstraint(
        ["school_id", "diner_id"], ["diner.school_id", "diner.diner_id"], ondelete="CASCADE"
    ),
    Index("attachment_diner", "school_id", "diner_id"),
)

session = Table(
    "session",
    metadata,
    school_id(),
    key("token_hash"),
    text_column("account_id"),
    text_column("kind"),  # full, choose
    moment("created_at"),
    moment("seen_at"),
    text_column("agent", ""),
    text_column("opener", ""),  # the token hash of the session of another school that opened it by a link
    of_account(),
    Index("session_account", "school_id", "account_id"),
)
